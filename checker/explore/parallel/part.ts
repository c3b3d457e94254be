import type { Layout } from '../../relation/layout.ts';
import { instantiate } from '../kernel/assemble.ts';
import { RESULT } from '../kernel/expand.ts';
import { insertRoutine, NOTES_END } from '../kernel/insert.ts';
import { RECENT_AT, RECENT_END } from '../kernel/key.ts';
import { LATE_WORDS, Mover } from '../growth.ts';
import type { Growth } from '../growth.ts';
import { KERNEL_BYTES, SCRATCH_BYTES, TABLE_AT } from '../room.ts';
import { makeShape, wordsOf } from '../shape.ts';
import type { Shape } from '../shape.ts';
import type { Memory } from '../webassembly.ts';
import type { Control } from './control.ts';
import type { Move, TableNow } from './protocol.ts';

/** Lines that are moved by one thread, and keys that are put in, at a time. */
const LINES = 1 << 12;
const KEYS = 1 << 6;

type Insert = (state: number, end: number, depth: number, out: number, origin: number) => number;

/** A table of visited states as one of the threads sees it that share it. */
export class Part {
  /** States added here. */
  added = 0;
  readonly #part: number;
  readonly #layout: Layout;
  readonly #memory: Memory;
  readonly #control: Control;
  /** The bytes in that memory that belong to this thread: first what the routine notes down, then states. */
  readonly #origin: number;
  readonly #words: Uint32Array;
  #now: TableNow;
  #shape: Shape;
  /** With and without a look at the keys that came up lately. */
  readonly #inserts = new Map<boolean, Insert>();

  constructor(part: number, thread: number, memory: Memory, layout: Layout, control: Control, now: TableNow) {
    this.#part = part;
    this.#layout = layout;
    this.#memory = memory;
    this.#control = control;
    this.#origin = KERNEL_BYTES + thread * SCRATCH_BYTES;
    this.#words = new Uint32Array(memory.buffer, this.#origin, SCRATCH_BYTES / 4);
    this.#now = now;
    this.#shape = shapeOf(now);
    // Entry 0 of an empty table of recent keys must not look like key 0, which belongs there; 1 belongs elsewhere.
    this.#words.fill(0, RECENT_AT / 4, RECENT_END / 4);
    this.#words[RECENT_AT / 4] = 1;
  }

  /** After it has grown. */
  become(now: TableNow): void {
    this.#now = now;
    this.#shape = shapeOf(now);
    this.#inserts.clear();
  }

  /**
   * Adds packed states, and calls back with those that are new. Stops where the table must grow first: how many words of
   * states it has taken; what is left stands after them then. `isStuck`: not because it is full, but because chance has filled fifteen lines. Of those that were
   * refused once, none may be left out as one that came up lately.
   */
  add(
    states: Uint32Array,
    depth: number,
    isFiltered: boolean,
    take: (fresh: Uint32Array) => void,
  ): { readonly done: number; readonly isStuck: boolean } {
    const { words } = this.#layout;
    const { depthBits } = this.#now.image;
    const inSlot = (depth & (2 ** depthBits - 1)) << this.#shape.keyBits;
    const insert = this.#insertFor(isFiltered);
    const first = NOTES_END / 4;
    const from = this.#origin + NOTES_END;
    for (let done = 0; done < states.length;) {
      const piece = states.subarray(done, done + RECENT_AT / 4 - first);
      const count = piece.length / words;
      if (!this.#control.reserve(this.#part, count, this.#now.limit)) return { done, isStuck: false };
      this.#words.set(piece, first);
      const stopped = insert(from, from + 4 * piece.length, inSlot, from, this.#origin);
      const fresh = this.#words.subarray(first, (this.#words[RESULT / 4]! - this.#origin) / 4);
      this.added += fresh.length / words;
      this.#control.release(this.#part, count - fresh.length / words);
      take(fresh);
      const taken = (stopped - from) / 4;
      done += taken;
      if (taken < piece.length) {
        // What is left is not in the order in which it came.
        piece.set(this.#words.subarray(first + taken, first + piece.length), taken);
        return { done, isStuck: true };
      }
    }
    return { done: states.length, isStuck: false };
  }

  /** Moves lines of the table while it grows, for as long as there are any. */
  move({ growth, late }: Move): void {
    const mover = this.#mover(growth);
    const lines = growth.old.lineMask + 1;
    for (let first; (first = this.#control.takeLines(LINES)) < lines;)
      mover.lines(first, Math.min(first + LINES, lines), (held) => {
        late.set(held, this.#control.takeLate(held.length));
      });
  }

  /** Puts in keys that have waited. Throws RangeError where one finds no slot: as good as impossible. */
  settle({ growth, late }: Move): void {
    const mover = this.#mover(growth);
    const { late: all } = this.#control;
    for (let from; (from = this.#control.takeSettled(LATE_WORDS * KEYS)) < all;) {
      const end = Math.min(from + LATE_WORDS * KEYS, all);
      if (mover.settle(late, from, end) < end) throw new RangeError('the table of visited states overflows');
    }
  }

  #mover(growth: Growth): Mover {
    // The memory has grown: this says so here, too.
    this.#memory.grow(0);
    const words = new Int32Array(this.#memory.buffer, TABLE_AT, wordsOf(growth.next));
    return new Mover(growth, words, this.#memory, this.#origin);
  }

  #insertFor(isFiltered: boolean): Insert {
    const known = this.#inserts.get(isFiltered);
    if (known !== undefined) return known;
    const routine = insertRoutine(this.#layout, this.#shape, { isFiltered, isAtomic: true });
    const made = instantiate(this.#memory, [routine]).insert as Insert;
    this.#inserts.set(isFiltered, made);
    return made;
  }
}

function shapeOf({ image: { bits, lineBits, width } }: TableNow): Shape {
  return makeShape(bits, lineBits, width);
}
