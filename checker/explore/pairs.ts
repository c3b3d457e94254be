import { mix, mixShape } from './mix.ts';

const MAX_LOAD = 0.5;
/** Pairs in one table at most: their numbers have 31 bits. */
const MAX_PAIRS = 2 ** 31;
const SHAPE = mixShape(32);

/** Numbers for pairs of 32-bit words, 0 upwards in the order in which they come in. */
export class Pairs {
  #count = 0;
  #pairs = new Int32Array(32);
  /** Open addressing: 1 + the number of a pair, or 0. */
  #slots = new Int32Array(64);

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

  #more(): void {
    const pairs = new Int32Array(2 * this.#pairs.length);
    pairs.set(this.#pairs);
    this.#pairs = pairs;
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let slot = mix(this.#pairs[2 * number]!, this.#pairs[2 * number + 1]!, SHAPE) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}
