import { isSplit, splitLines } from './kernel/split.ts';
import { mix, unmix } from './mix.ts';
import { grownRoom, growthBytes, makeRoom, MAX_WORDS } from './room.ts';
import type { Place, Room } from './room.ts';
import {
  depthRoom,
  DETOURS,
  LINE_SHIFT,
  LINE_WORDS,
  makeShape,
  nextShape,
  shapeFor,
  slotsOf,
  TRIES,
  TRY_BITS,
  wordsOf,
} from './shape.ts';
import type { Shape } from './shape.ts';
import { sink } from './sink.ts';

/** What {@link Table.place} answers where a key is not in the table and finds no slot. */
export const NO_ROOM = -0x8000_0000;
/** The table grows when so many of its slots are taken. */
export const MAX_LOAD = 0.85;
/** Slots of a line that a word is in. */
const IN_LINE = LINE_WORDS - 1;

/** Keys whose lines are read ahead. */
const GROUP = 64;

/** Whether so many bytes more may be taken. */
export type Allow = (bytes: number) => boolean;

/** What a table is besides its words, as plain data. */
export interface TableImage {
  readonly bits: number;
  readonly lineBits: number;
  readonly width: 1 | 2;
  readonly count: number;
  readonly depthBits: number;
  readonly deepest: number;
}

/**
 * An exact set of keys, each with the depth at which it came in. Slots keep only what their place does not tell (see
 * `shape.ts`), so that a state takes 4 or 8 bytes of table however many bits it has.
 */
export class Table {
  count = 0;
  /** Asked before it grows. */
  allow: Allow;
  #shape: Shape;
  #room: Room;
  #words: Int32Array;
  /** The depths that can be told apart: 2 to the power of this, and that minus 1. */
  #depthBits = 0;
  #depthMask = 0;
  /** Keys from which on it is time to grow. */
  #fullAt = 0;
  #deepest = 0;
  readonly #place: Place;
  readonly #held = new Int32Array(LINE_WORDS + 1);

  /** Room for `count` keys of `bits` bits, 1 to 63. Throws RangeError where there is no memory. */
  constructor(bits: number, count: number, allow: Allow, place: Place = 'any') {
    this.allow = allow;
    this.#place = place;
    this.#shape = shapeFor(bits, count, MAX_LOAD);
    this.#room = makeRoom(wordsOf(this.#shape), place);
    this.#words = this.#room.words;
    this.#settle(depthRoom(this.#shape));
  }

  /** Bytes that a table of so many keys takes. */
  static bytesFor(bits: number, count: number): number {
    return 4 * wordsOf(shapeFor(bits, count, MAX_LOAD));
  }

  get shape(): Shape {
    return this.#shape;
  }

  get room(): Room {
    return this.#room;
  }

  get bytes(): number {
    return 4 * this.#room.words.length;
  }

  /** For a checkpoint or another thread, together with the words of {@link Table.room}. */
  get image(): TableImage {
    const { bits, lineBits, width } = this.#shape;
    return { bits, lineBits, width, count: this.count, depthBits: this.#depthBits, deepest: this.#deepest };
  }

  /** Becomes the table of an image; the words of its room are to be filled in. Throws RangeError where there is no memory. */
  restore({ bits, lineBits, width, count, depthBits, deepest }: TableImage): void {
    const shape = makeShape(bits, lineBits, width);
    this.#room = makeRoom(wordsOf(shape), this.#place);
    this.#words = this.#room.words;
    this.#shape = shape;
    this.#settle(depthBits);
    this.#deepest = deepest;
    this.count = count;
  }

  /** Numbers of places, for tables beside this one. */
  get places(): number {
    return this.#room.words.length;
  }

  /** Depths are known modulo this. */
  get depths(): number {
    return 2 ** this.#depthBits;
  }

  /** Adds a key. 1: it is new. 0: it was there. −1: it is new and there is no memory for it. */
  add(low: number, high: number, depth: number): number {
    const { mix: mixing } = this.#shape;
    return this.addMixed(mix(low, high, mixing), high, depth);
  }

  /** The same for a key that is mixed already. */
  addMixed(mixed: number, high: number, depth: number): number {
    let place = this.placeMixed(mixed, high);
    if (place >= 0) return 0;
    while (place === NO_ROOM) {
      // Chance has filled seven lines in a row, or there was no memory to grow when it was time.
      if (!this.grow()) return -1;
      place = this.placeMixed(mixed, high);
    }
    this.#put(~place, mixed, high, depth);
    if (depth > this.#deepest) this.#deepest = depth;
    this.count++;
    return 1;
  }

  /** Makes room for so many more. False if there is no memory; the table may still take some. */
  reserve(more: number): boolean {
    while (this.count + more > this.#fullAt) if (!this.grow()) return false;
    return true;
  }

  /** Keys that it takes before it is time to grow. */
  get fullAt(): number {
    return this.#fullAt;
  }

  /** Before the keys of other tables are added: what they know of their depths, and no more. */
  inherit(other: Table): void {
    if (other.#deepest > other.#depthMask) this.#settle(Math.min(this.#depthBits, other.#depthBits));
    this.#deepest = Math.max(this.#deepest, other.#deepest);
  }

  /** What a kernel has added by itself. */
  noteAdded(count: number, deepest: number): void {
    this.count += count;
    this.#deepest = Math.max(this.#deepest, deepest);
  }

  /** Where a key is; negative if it is not in the table. */
  find(low: number, high: number): number {
    return this.placeMixed(mix(low, high, this.#shape.mix), high);
  }

  /** Where a mixed key is; if it is not in the table, `~place` of a free one, or {@link NO_ROOM}. */
  placeMixed(mixed: number, high: number): number {
    const words = this.#words;
    const { lineBits, lineMask, keyMask, width } = this.#shape;
    const home = mixed & lineMask;
    if (width === 2) return this.#placeWide(home, mixed >>> lineBits, high);
    const rest = (mixed >>> lineBits) | (high << (32 - lineBits));
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const wanted = (rest << TRY_BITS) | attempt;
      const base = (home ^ (DETOURS[attempt]! & lineMask)) << LINE_SHIFT;
      for (let i = 0; i < LINE_WORDS; i++) {
        const place = base + ((rest + i) & IN_LINE);
        const seen = words[place]!;
        if (seen === 0) return ~place;
        if ((seen & keyMask) === wanted) return place;
      }
    }
    return NO_ROOM;
  }

  /** The first word of the line of a mixed key: reading it brings the line into the cache. */
  touch(mixed: number): number {
    return this.#words[(mixed & this.#shape.lineMask) << LINE_SHIFT]!;
  }

  /** Calls back with every key, where it is, and its depth as far as it is known. */
  each(visit: (low: number, high: number, place: number, depth: number) => void): void {
    const shape = this.#shape;
    const words = this.#words;
    for (let place = 0; place < words.length; place += shape.width) {
      if (words[place] === 0) continue;
      const first = words[place]!;
      const high = highOf(first, words[place + 1]!, shape);
      const mixed = mixedOf(first, place >>> LINE_SHIFT, shape);
      visit(unmix(mixed, high, shape.mix), high, place, this.depthAt(place));
    }
  }

  /** A depth as it stands in a slot. */
  depthBitsOf(depth: number): number {
    return (depth & this.#depthMask) << this.#shape.keyBits;
  }

  /** The depth of the key at a place, modulo {@link Table.depths}. */
  depthAt(place: number): number {
    return (this.#words[place]! >>> this.#shape.keyBits) & this.#depthMask;
  }

  #placeWide(home: number, rest: number, high: number): number {
    const words = this.#words;
    const { lineMask, keyMask } = this.#shape;
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const wanted = (rest << TRY_BITS) | attempt;
      const base = (home ^ (DETOURS[attempt]! & lineMask)) << LINE_SHIFT;
      for (let i = 0; i < LINE_WORDS; i += 2) {
        const place = base + ((2 * rest + i) & IN_LINE);
        const seen = words[place]!;
        if (seen === 0) return ~place;
        if ((seen & keyMask) === wanted && words[place + 1] === high) return place;
      }
    }
    return NO_ROOM;
  }

  #put(place: number, mixed: number, high: number, depth: number): void {
    const { lineBits, lineMask, keyBits, width } = this.#shape;
    const detour = ((place >>> LINE_SHIFT) ^ mixed) & lineMask;
    let attempt = 1;
    while ((DETOURS[attempt]! & lineMask) !== detour) attempt++;
    const rest = width === 1 ? restOf(mixed, high, lineBits) : mixed >>> lineBits;
    this.#words[place] = ((depth & this.#depthMask) << keyBits) | (rest << TRY_BITS) | attempt;
    if (width === 2) this.#words[place + 1] = high;
  }

  /** After a new shape. */
  #settle(depthBits: number): void {
    this.#depthBits = depthBits;
    this.#depthMask = 2 ** depthBits - 1;
    const { lineBits, bits } = this.#shape;
    // With a line for each key it never fills.
    this.#fullAt = lineBits === bits ? Infinity : MAX_LOAD * slotsOf(this.#shape);
  }

  /**
   * Moves on to the next larger shape, in place. Line i of a table that doubles goes to lines i and i + half: there is room
   * in them for all keys of line i that belong there. Those that a full line has sent elsewhere wait for the end, as they
   * may take room that belongs to others. False if there is no memory.
   */
  grow(): boolean {
    const old = this.#shape;
    const next = nextShape(old);
    const words = wordsOf(next);
    const more = words > this.#words.length ? growthBytes(this.#room, words) : 0;
    if (next.lineBits > Math.min(32, next.bits) || words > MAX_WORDS) return false;
    // Counting takes a look at every line: not where it is plain that there is no room for the least that will wait.
    if (!this.allow(more + Late.bytesFor(this.count >>> 6))) return false;
    const waiting = this.#countLate();
    if (!this.allow(more + Late.bytesFor(waiting))) return false;
    let late: Late;
    try {
      // There must be room for them before anything is moved.
      late = new Late(waiting);
      if (more > 0) this.#room = grownRoom(this.#room, words, this.#place);
    } catch {
      return false;
    }
    this.#words = this.#room.words;
    this.#shape = next;
    const depthMask = this.#depthMask;
    // Depths that were told apart exactly still are, with more bits.
    const exact = this.#deepest <= depthMask;
    this.#settle(exact ? depthRoom(next) : Math.min(this.#depthBits, depthRoom(next)));
    const wait = (first: number, second: number, line: number): void => {
      const depth = (first >>> old.keyBits) & depthMask;
      late.push(mixedOf(first, line, old), highOf(first, second, old), depth);
    };
    const { memory } = this.#room;
    if (memory !== undefined && isSplit(old, next)) splitLines(memory, old, next, depthMask, wait);
    else this.#moveLines(old, depthMask, wait);
    late.each(
      (mixed) => this.touch(mixed),
      (mixed, high, depth) => this.#putLate(mixed, high, depth),
    );
    return true;
  }

  /** What `splitLines` does, for every change of shape. */
  #moveLines(
    old: Shape,
    depthMask: number,
    wait: (first: number, second: number, line: number) => void,
  ): void {
    for (let line = 0; line <= old.lineMask; line++) {
      const held = this.#takeLine(line);
      for (let at = 0; at < LINE_WORDS; at += old.width) {
        const first = held[at]!;
        const second = held[at + 1]!;
        if (first === 0) continue;
        if ((first & TRIES) > 1) {
          wait(first, second, line);
          continue;
        }
        const mixed = mixedOf(first, line, old);
        const high = highOf(first, second, old);
        this.#put(~this.placeMixed(mixed, high), mixed, high, (first >>> old.keyBits) & depthMask);
      }
    }
  }

  /** How many keys {@link Table.grow} will have to keep waiting. */
  #countLate(): number {
    const words = this.#words;
    const { width } = this.#shape;
    let late = 0;
    for (let place = 0; place < words.length; place += width) if ((words[place]! & TRIES) > 1) late++;
    return late;
  }

  #putLate(mixed: number, high: number, depth: number): void {
    let place = this.placeMixed(mixed, high);
    // Fifteen full lines in a table that has just been made larger: as good as impossible.
    while (place === NO_ROOM && this.grow()) place = this.placeMixed(mixed, high);
    if (place === NO_ROOM) throw new RangeError('the table of visited states overflows');
    this.#put(~place, mixed, high, depth);
  }

  /** What a line held; it is empty then. */
  #takeLine(line: number): Int32Array {
    const words = this.#words;
    const base = line * LINE_WORDS;
    for (let at = 0; at < LINE_WORDS; at++) {
      this.#held[at] = words[base + at]!;
      words[base + at] = 0;
    }
    return this.#held;
  }
}

/** So many keys that wait. */
class Late {
  readonly #held: Int32Array;
  #end = 0;

  /** Throws RangeError where there is no memory. */
  constructor(count: number) {
    this.#held = new Int32Array(3 * count);
  }

  static bytesFor(count: number): number {
    return 12 * count;
  }

  push(mixed: number, high: number, depth: number): void {
    this.#held[this.#end++] = mixed;
    this.#held[this.#end++] = high;
    this.#held[this.#end++] = depth;
  }

  /** `touch` is called for many of them, so that what it reads is on its way, before `visit` is. */
  each(touch: (mixed: number) => number, visit: (mixed: number, high: number, depth: number) => void): void {
    const held = this.#held;
    for (let first = 0; first < this.#end; first += 3 * GROUP) {
      const end = Math.min(this.#end, first + 3 * GROUP);
      let touched = 0;
      for (let i = first; i < end; i += 3) touched ^= touch(held[i]!);
      sink(touched);
      for (let i = first; i < end; i += 3) visit(held[i]!, held[i + 1]!, held[i + 2]!);
    }
  }
}

/** What a slot of one word keeps of a key, besides its place. */
function restOf(mixed: number, high: number, lineBits: number): number {
  return (mixed >>> lineBits) | (high << (32 - lineBits));
}

/** The mixed low part of the key in a slot. */
function mixedOf(first: number, line: number, { lineBits, lineMask, keyMask }: Shape): number {
  const home = line ^ (DETOURS[first & TRIES]! & lineMask);
  return (((first & keyMask) >>> TRY_BITS) << lineBits) | home;
}

/** The high part of the key in a slot. */
function highOf(first: number, second: number, { lineBits, keyMask, width }: Shape): number {
  return width === 2 ? second : ((first & keyMask) >>> TRY_BITS) >>> (32 - lineBits);
}
