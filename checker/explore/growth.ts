import { countMoved, isSplit, makeSplit } from './kernel/split.ts';
import type { Split } from './kernel/split.ts';
import { DETOURS, LINE_SHIFT, LINE_WORDS, nextShape, TRIES, TRY_BITS } from './shape.ts';
import type { Shape } from './shape.ts';
import { sink } from './sink.ts';
import { highOf, mixedOf, restOf } from './slot.ts';
import type { Memory } from './webassembly.ts';

/** Words of a key that waits: its slot as it was, and its line. */
export const LATE_WORDS = 3;
/** Keys whose lines are read ahead. */
const GROUP = 64;
/** Slots of a line that a word is in. */
const IN_LINE = LINE_WORDS - 1;

/** How a table moves on to a larger shape, as plain data. */
export interface Growth {
  readonly old: Shape;
  readonly next: Shape;
  /** Of depths as they stand in slots, before and after. */
  readonly oldDepths: number;
  readonly depths: number;
  /** Keys that will have to wait. */
  readonly waiting: number;
}

/**
 * Moves the keys of a table to a larger shape, in place. Line i of a table that doubles goes to lines i and i + half: there
 * is room in them for all keys of line i that belong there. Those that a full line has sent elsewhere wait until all lines
 * are moved, as they may take room that belongs to others.
 *
 * Several threads may each move some of the lines and, once all are moved, put in some of the keys that waited.
 */
export class Mover {
  readonly #growth: Growth;
  readonly #words: Int32Array;
  readonly #split: Split | undefined;
  readonly #held = new Int32Array(LINE_WORDS + 1);

  /** `words` of the table, which has room for the new shape, and the memory that they are in. `origin`: see {@link makeSplit}. */
  constructor(growth: Growth, words: Int32Array, memory: Memory | undefined, origin = 0) {
    const { old, next, oldDepths } = growth;
    this.#growth = growth;
    this.#words = words;
    if (memory !== undefined && isSplit(old, next))
      this.#split = makeSplit(memory, old, next, oldDepths, origin);
  }

  /** Moves lines `first` up to `end`, and calls back with the keys that have to wait. */
  lines(first: number, end: number, wait: (late: Int32Array) => void): void {
    if (this.#split !== undefined) this.#split(first, end, wait);
    else for (let line = first; line < end; line++) this.#line(line, wait);
  }

  /**
   * Puts in keys that have waited, from one word of `late` up to another. How far it has come: to the end, but for the case
   * that fifteen lines are full in a table that has just been made larger, which is as good as impossible.
   */
  settle(late: Int32Array, from: number, end: number): number {
    const { old, next, oldDepths } = this.#growth;
    for (let first = from; first < end; first += LATE_WORDS * GROUP) {
      const last = Math.min(end, first + LATE_WORDS * GROUP);
      let touched = 0;
      for (let at = first; at < last; at += LATE_WORDS) {
        const mixed = mixedOf(late[at]!, late[at + 2]!, old);
        touched ^= this.#words[(mixed & next.lineMask) << LINE_SHIFT]!;
      }
      sink(touched);
      for (let at = first; at < last; at += LATE_WORDS) {
        const slot = late[at]!;
        const mixed = mixedOf(slot, late[at + 2]!, old);
        if (!this.#put(mixed, highOf(slot, late[at + 1]!, old), (slot >>> old.keyBits) & oldDepths))
          return at;
      }
    }
    return end;
  }

  /** What compiled code does, for every change of shape. */
  #line(line: number, wait: (late: Int32Array) => void): void {
    const { old, oldDepths } = this.#growth;
    const words = this.#words;
    const base = line * LINE_WORDS;
    const held = this.#held;
    held.set(words.subarray(base, base + LINE_WORDS));
    words.fill(0, base, base + LINE_WORDS);
    for (let at = 0; at < LINE_WORDS; at += old.width) {
      const slot = held[at]!;
      const second = held[at + 1]!;
      if (slot === 0) continue;
      if ((slot & TRIES) > 1) wait(Int32Array.of(slot, second, line));
      else this.#put(mixedOf(slot, line, old), highOf(slot, second, old), (slot >>> old.keyBits) & oldDepths);
    }
  }

  /** Puts a key, which is not in the table, into the first slot that is free and that nobody else takes. False if there is none. */
  #put(mixed: number, high: number, depth: number): boolean {
    const { next, depths } = this.#growth;
    const words = this.#words;
    const rest = restOf(mixed, high, next);
    const home = mixed & next.lineMask;
    const kept = ((depth & depths) << next.keyBits) | (rest << TRY_BITS);
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const base = (home ^ (DETOURS[attempt]! & next.lineMask)) << LINE_SHIFT;
      for (let i = 0; i < LINE_WORDS; i += next.width) {
        const place = base + ((rest * next.width + i) & IN_LINE);
        if (words[place] !== 0 || Atomics.compareExchange(words, place, 0, kept | attempt) !== 0) continue;
        if (next.width === 2) words[place + 1] = high;
        return true;
      }
    }
    return false;
  }
}

/** How many keys of a table have to wait when it grows. */
export function countLate(words: Int32Array, shape: Shape, memory: Memory | undefined): number {
  if (memory !== undefined && isSplit(shape, nextShape(shape))) return countMoved(memory, shape);
  const { width } = shape;
  let late = 0;
  for (let place = 0; place < words.length; place += width) if ((words[place]! & TRIES) > 1) late++;
  return late;
}
