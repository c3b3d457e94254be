import { countLate, LATE_WORDS, Mover } from './growth.ts';
import type { Growth } from './growth.ts';
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
import { highOf, mixedOf, restOf } from './slot.ts';

/** What {@link Table.place} answers where a key is not in the table and finds no slot. */
export const NO_ROOM = -0x8000_0000;
/** The table grows when so many of its slots are taken. */
export const MAX_LOAD = 0.85;
/** Slots of a line that a word is in. */
const IN_LINE = LINE_WORDS - 1;

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
    const { lineMask, keyMask, width } = this.#shape;
    const home = mixed & lineMask;
    const rest = restOf(mixed, high, this.#shape);
    if (width === 2) return this.#placeWide(home, rest, high);
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
    const { lineMask, keyBits, width } = this.#shape;
    const detour = ((place >>> LINE_SHIFT) ^ mixed) & lineMask;
    let attempt = 1;
    while ((DETOURS[attempt]! & lineMask) !== detour) attempt++;
    const rest = restOf(mixed, high, this.#shape);
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

  /** Moves on to the next larger shape, in place. False if there is no memory. */
  grow(): boolean {
    const begun = this.beginGrowth((words) => new Int32Array(words));
    if (begun === undefined) return false;
    const { growth, late } = begun;
    let end = 0;
    let mover = new Mover(growth, this.#words, this.#room.memory);
    mover.lines(0, growth.old.lineMask + 1, (held) => {
      late.set(held, end);
      end += held.length;
    });
    for (let at = 0; (at = mover.settle(late, at, end)) < end;) {
      if (!this.grow()) throw new RangeError('the table of visited states overflows');
      mover = new Mover({ ...growth, next: this.#shape, depths: this.#depthMask }, this.#words, undefined);
    }
    return true;
  }

  /**
   * The same, but somebody else has to move the keys: until then nothing else can be done with the table. `late` has room
   * for the keys that will wait, and was made by `make`. Undefined, and all is as it was, if there is no memory.
   */
  beginGrowth(make: (words: number) => Int32Array): { growth: Growth; late: Int32Array } | undefined {
    const old = this.#shape;
    const next = nextShape(old);
    const words = wordsOf(next);
    const more = words > this.#words.length ? growthBytes(this.#room, words) : 0;
    if (next.lineBits > Math.min(32, next.bits) || words > MAX_WORDS) return undefined;
    // Counting takes a look at every line: not where it is plain that there is no room for the least that will wait.
    const lateBytes = 4 * LATE_WORDS;
    if (!this.allow(more + lateBytes * (this.count >>> 6))) return undefined;
    const waiting = countLate(this.#words, old, this.#room.memory);
    if (!this.allow(more + lateBytes * waiting)) return undefined;
    let late: Int32Array;
    try {
      // There must be room for them before anything is moved.
      late = make(LATE_WORDS * waiting);
      if (more > 0) this.#room = grownRoom(this.#room, words, this.#place);
    } catch {
      return undefined;
    }
    this.#words = this.#room.words;
    this.#shape = next;
    const oldDepths = this.#depthMask;
    // Depths that were told apart exactly still are, with more bits.
    const isExact = this.#deepest <= oldDepths;
    this.#settle(isExact ? depthRoom(next) : Math.min(this.#depthBits, depthRoom(next)));
    return { growth: { old, next, oldDepths, depths: this.#depthMask, waiting }, late };
  }
}
