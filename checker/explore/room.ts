import { wasm } from './webassembly.ts';
import type { Memory } from './webassembly.ts';

/** 32-bit words that can be made more in place: what a table of visited states lives in. */
export interface Room {
  /** Replaced when it grows. */
  readonly words: Int32Array;
  /** The memory behind them, where compiled code can work on them; they begin at {@link TABLE_AT}. */
  readonly memory: Memory | undefined;
}

export const PAGE = 65_536;
/** All that one WebAssembly memory can address. */
const MAX_PAGES = 65_536;
/** Words from which on a room is a WebAssembly memory: small searches never set one up. */
export const MEMORY_FROM = 1 << 14;
/** Bytes before the words that are left to a kernel. They cost nothing until they are touched. */
export const KERNEL_BYTES = 64 << 20;
/** After those, bytes for each of the threads that share the words. They cost nothing either. */
export const SCRATCH_BYTES = 2 << 20;
export const MAX_THREADS = 128;
/** Where the words are. */
export const TABLE_AT = KERNEL_BYTES + MAX_THREADS * SCRATCH_BYTES;
/** Words that fit into one memory, and into one room: 31 bits tell a word. */
export const MEMORY_WORDS = (MAX_PAGES * PAGE - TABLE_AT) / 4;
export const MAX_WORDS = 2 ** 31;

/**
 * Where words are: in a WebAssembly memory once they are many, or at once. The same in memory that other threads can see:
 * 'sharable', 'shared'.
 */
export type Place = 'any' | 'memory' | 'sharable' | 'shared';

export function makeRoom(words: number, place: Place): Room {
  const isLarge = words >= MEMORY_FROM || place === 'memory' || place === 'shared';
  if (!isLarge || words > MEMORY_WORDS) return { words: new Int32Array(words), memory: undefined };
  const shared = place === 'sharable' || place === 'shared';
  return viewOf(new wasm.Memory({ initial: pagesFor(words), maximum: MAX_PAGES, shared }), words);
}

/** Bytes that {@link grownRoom} takes besides those that are held already, for a moment at least. */
export function growthBytes({ words, memory }: Room, next: number): number {
  return 4 * (memory !== undefined && next <= MEMORY_WORDS ? next - words.length : next);
}

/**
 * The same words and zeros after them. A WebAssembly memory grows where it is, so nothing is copied and nothing is held
 * twice; beyond its 4 GiB, and in small rooms, it is. Throws RangeError where there is no memory.
 */
export function grownRoom(room: Room, words: number, place: Place): Room {
  const { memory } = room;
  if (memory === undefined || words > MEMORY_WORDS) {
    const larger = makeRoom(words, place);
    larger.words.set(room.words);
    return larger;
  }
  const missing = pagesFor(words) - memory.buffer.byteLength / PAGE;
  if (missing > 0) memory.grow(missing);
  return viewOf(memory, words);
}

function pagesFor(words: number): number {
  return Math.ceil((TABLE_AT + 4 * words) / PAGE);
}

function viewOf(memory: Memory, words: number): Room {
  return { words: new Int32Array(memory.buffer, TABLE_AT, words), memory };
}
