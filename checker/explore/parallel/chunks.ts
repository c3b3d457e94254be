/** States of a chunk. */
const CHUNK = 1 << 16;

/** Words in memory that all threads see. Throws RangeError where there is none. */
export function sharedWords(words: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * words));
}

/** Those chunks that {@link NewStates} can use again. */
export function wholeChunks(chunks: readonly Uint32Array[], words: number): Uint32Array[] {
  return chunks.filter(({ length }) => length === CHUNK * words);
}

/** The states that a thread has found and that were new: chunks in memory that all threads see. */
export class NewStates {
  /** Chunks that are empty, to be filled. */
  spare: Uint32Array[] = [];
  readonly #words: number;
  readonly #tell: (chunk: Uint32Array) => void;
  #open: Uint32Array | undefined;
  #end = 0;

  /** `words` of a state; `tell` is called with chunks that are full. */
  constructor(words: number, tell: (chunk: Uint32Array) => void) {
    this.#words = words;
    this.#tell = tell;
  }

  /** Throws RangeError where there is no memory. */
  push(states: Uint32Array): void {
    for (let at = 0; at < states.length;) {
      this.#open ??= this.spare.pop() ?? sharedWords(CHUNK * this.#words);
      const taken = Math.min(states.length - at, this.#open.length - this.#end);
      this.#open.set(states.subarray(at, at + taken), this.#end);
      this.#end += taken;
      at += taken;
      if (this.#end < this.#open.length) continue;
      this.#tell(this.#open);
      this.#open = undefined;
      this.#end = 0;
    }
  }

  /** Tells what is there. */
  flush(): void {
    if (this.#end === 0) return;
    const chunk = sharedWords(this.#end);
    chunk.set(this.#open!.subarray(0, this.#end));
    this.#tell(chunk);
    this.#end = 0;
  }
}
