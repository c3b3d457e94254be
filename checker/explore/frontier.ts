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
  /** Chunks that will be needed soon. */
  #spare: Uint32Array[] = [];
  #bytes: number;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#chunks = [new Uint32Array(FIRST_CHUNK * layout.words)];
    this.#bytes = this.#chunks[0]!.byteLength;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Makes sure that so many states can be appended without asking for memory: a state that is in the table must not be
   * missing here. Throws RangeError, and all stays as it is, where there is none.
   */
  reserve(count: number): void {
    const last = this.#chunks.at(-1)!;
    let free = last.length - this.#end;
    for (const { length } of this.#spare) free += length;
    for (; free < count * this.#layout.words; free += this.#spare.at(-1)!.length)
      this.#spare.push(this.#newChunk((this.#spare.at(-1) ?? last).length));
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
        chunk = this.#spare.shift() ?? this.#newChunk(chunk.length);
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
    if (this.#chunks.length > 1) this.#bytes -= this.#chunks.shift()!.byteLength;
    else this.#end = 0;
  }

  /** Takes all states out: arrays of packed states, for others to keep. */
  takeAll(): Uint32Array[] {
    const all = this.#chunks.map((chunk, i) => {
      const isLast = i === this.#chunks.length - 1;
      return chunk.slice(i === 0 ? this.#first : 0, isLast ? this.#end : chunk.length);
    });
    this.#chunks = [new Uint32Array(FIRST_CHUNK * this.#layout.words)];
    this.#spare = [];
    this.#bytes = this.#chunks[0]!.byteLength;
    this.#first = 0;
    this.#end = 0;
    this.count = 0;
    return all.filter(({ length }) => length > 0);
  }

  /** Calls back with all states in turn, and how many were before them; leaves them in. */
  each(visit: (states: Uint32Array, first: number, end: number, before: number) => void): void {
    const { words } = this.#layout;
    let before = 0;
    this.#chunks.forEach((chunk, i) => {
      const first = i === 0 ? this.#first / words : 0;
      const end = (i === this.#chunks.length - 1 ? this.#end : chunk.length) / words;
      if (first < end) visit(chunk, first, end, before);
      before += end - first;
    });
  }

  /** All states in turn, packed: the arrays in use. */
  get arrays(): Uint32Array[] {
    const { words } = this.#layout;
    const arrays: Uint32Array[] = [];
    this.each((states, first, end) => arrays.push(states.subarray(first * words, end * words)));
    return arrays;
  }

  /** Room for so many states in place of those that are in, to be filled in. Throws RangeError where there is no memory. */
  restore(count: number): Uint32Array[] {
    const { words } = this.#layout;
    const chunks = Array.from(
      { length: Math.max(1, Math.ceil(count / LARGEST_CHUNK)) },
      () => new Uint32Array(LARGEST_CHUNK * words),
    );
    this.#chunks = chunks;
    this.#spare = [];
    this.#bytes = chunks.length * chunks[0]!.byteLength;
    this.#first = 0;
    this.#end = (count - (chunks.length - 1) * LARGEST_CHUNK) * words;
    this.count = count;
    return chunks.map((chunk, i) => (i < chunks.length - 1 ? chunk : chunk.subarray(0, this.#end)));
  }

  /** The same states in a new layout. Throws RangeError where there is no memory. `moved`: an empty one to put them into. */
  inLayout(layout: Layout, moved = new Frontier(layout)): Frontier {
    const from = this.#layout;
    moved.#chunks = this.#chunks.map((chunk) => {
      const states = new Uint32Array((chunk.length / from.words) * layout.words);
      repack(from, layout, chunk, chunk.length / from.words, states);
      return states;
    });
    moved.#first = (this.#first / from.words) * layout.words;
    moved.#end = (this.#end / from.words) * layout.words;
    moved.count = this.count;
    moved.#bytes = moved.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    return moved;
  }

  /** The chunk after one of so many words. */
  #newChunk(before: number): Uint32Array {
    const chunk = new Uint32Array(Math.min(LARGEST_CHUNK * this.#layout.words, 2 * before));
    this.#bytes += chunk.byteLength;
    return chunk;
  }
}
