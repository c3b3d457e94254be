import { mix, mixShape } from './mix.ts';
import type { Allow } from './table.ts';

const MAX_LOAD = 0.5;
/** Pairs in one table at most: their numbers have 31 bits. */
const MAX_PAIRS = 2 ** 31;
const SHAPE = mixShape(32);
const FIRST_PAIRS = 16;

/** Numbers for pairs of 32-bit words, 0 upwards in the order in which they come in. */
export class Pairs {
  #count = 0;
  #pairs = new Int32Array(2 * FIRST_PAIRS);
  /** Open addressing: 1 + the number of a pair, or 0. */
  #slots = new Int32Array(4 * FIRST_PAIRS);
  readonly #allow: Allow;

  /** `allow`: whether so many bytes more may be taken. */
  constructor(allow: Allow = () => true) {
    this.#allow = allow;
  }

  get bytes(): number {
    return this.#pairs.byteLength + this.#slots.byteLength;
  }

  /** The number of a pair. Throws RangeError where there is no memory for a new one. */
  number(first: number, second: number): number {
    const pairs = this.#pairs;
    const mask = this.#slots.length - 1;
    let slot = mix(first, second, SHAPE) & mask;
    for (let seen = this.#slots[slot]!; seen !== 0; seen = this.#slots[slot]!) {
      if (pairs[2 * seen - 2] === first && pairs[2 * seen - 1] === second) return seen - 1;
      slot = (slot + 1) & mask;
    }
    const number = this.#count;
    if (number === MAX_PAIRS - 1) throw new RangeError('too many different parts of states');
    if (2 * number === pairs.length) this.#more();
    this.#pairs[2 * number] = first;
    this.#pairs[2 * number + 1] = second;
    this.#slots[slot] = ++this.#count;
    if (this.#count > MAX_LOAD * this.#slots.length) this.#rehash();
    return number;
  }

  first(number: number): number {
    return this.#pairs[2 * number]!;
  }

  second(number: number): number {
    return this.#pairs[2 * number + 1]!;
  }

  /** All pairs, in the order of their numbers. */
  get pairs(): Int32Array {
    return this.#pairs.subarray(0, 2 * this.#count);
  }

  /** Room for so many pairs, to be filled in; then {@link Pairs.index} is to be called. Throws RangeError. */
  restore(count: number): Int32Array {
    let room = FIRST_PAIRS;
    while (room < count) room *= 2;
    this.#pairs = new Int32Array(2 * room);
    this.#slots = new Int32Array(4 * room);
    this.#count = count;
    return this.pairs;
  }

  /** After {@link Pairs.restore}, once the pairs are filled in: finds them again. */
  index(): void {
    this.#fill();
  }

  #more(): void {
    this.#take(4 * this.#pairs.length);
    const pairs = new Int32Array(2 * this.#pairs.length);
    pairs.set(this.#pairs);
    this.#pairs = pairs;
  }

  #rehash(): void {
    this.#take(4 * this.#slots.length);
    this.#slots = new Int32Array(2 * this.#slots.length);
    this.#fill();
  }

  /** Throws RangeError, as an engine does where an array cannot be had. */
  #take(bytes: number): void {
    if (!this.#allow(bytes)) throw new RangeError('no memory for parts of states');
  }

  #fill(): void {
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let slot = mix(this.#pairs[2 * number]!, this.#pairs[2 * number + 1]!, SHAPE) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}
