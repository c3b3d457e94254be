import { repack } from '../relation/layout.ts';
import type { Layout } from '../relation/layout.ts';

/** States in a chunk: the first one, and at most. */
const FIRST_CHUNK = 256;
const LARGEST_CHUNK = 1 << 16;

/**
 * The states that were found and not yet expanded, in the order in which they were found: chunks of packed states, given
 * back as soon as they are empty.
 */
export class Frontier {
  /** States in it. */
  count = 0;
  #layout: Layout;
  #chunks: Uint32Array[];
  /** Where the states of the first chunk begin, and those of the last one end. */
  #first = 0;
  #end = 0;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#chunks = [new Uint32Array(FIRST_CHUNK * layout.words)];
  }

  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  }

  /** Appends states `first` up to `end`. Throws RangeError where there is no memory. */
  push(states: Uint32Array, first: number, end: number): void {
    this.#append(states, first, end);
  }

  #append(states: Uint32Array, first: number, end: number): void {
    const { words } = this.#layout;
    this.count += end - first;
    for (let at = first * words; at < end * words;) {
      let chunk = this.#chunks.at(-1)!;
      if (this.#end === chunk.length) {
        chunk = new Uint32Array(Math.min(LARGEST_CHUNK * words, 2 * chunk.length));
        this.#chunks.push(chunk);
        this.#end = 0;
      }
      const taken = Math.min(end * words - at, chunk.length - this.#end);
      chunk.set(states.subarray(at, at + taken), this.#end);
      this.#end += taken;
      at += taken;
    }
  }

  /** Appends one state. */
  pushOne(states: Uint32Array, state: number): void {
    const { words } = this.#layout;
    const chunk = this.#chunks.at(-1)!;
    if (this.#end === chunk.length) {
      this.#append(states, state, state + 1);
      return;
    }
    this.count++;
    for (let word = 0; word < words; word++) chunk[this.#end++] = states[state * words + word]!;
  }

  /** The states that come next, at most so many: where they are, from `first` up to `end`. */
  peek(most: number): { readonly states: Uint32Array; readonly first: number; readonly end: number } {
    const { words } = this.#layout;
    const states = this.#chunks[0]!;
    const first = this.#first / words;
    const last = this.#chunks.length === 1 ? this.#end : states.length;
    return { states, first, end: Math.min(first + most, last / words) };
  }

  /** Takes out that many of the states that {@link Frontier.peek} gave. */
  drop(count: number): void {
    this.count -= count;
    this.#first += count * this.#layout.words;
    if (this.#first < this.#chunks[0]!.length) return;
    this.#first = 0;
    if (this.#chunks.length > 1) this.#chunks.shift();
    else this.#end = 0;
  }

  /** Moves all states to a new layout. Throws RangeError where there is no memory. */
  relayout(layout: Layout): void {
    const from = this.#layout;
    const chunks = this.#chunks.map((chunk) => {
      const states = new Uint32Array((chunk.length / from.words) * layout.words);
      repack(from, layout, chunk, chunk.length / from.words, states);
      return states;
    });
    this.#first = (this.#first / from.words) * layout.words;
    this.#end = (this.#end / from.words) * layout.words;
    this.#chunks = chunks;
    this.#layout = layout;
  }
}
