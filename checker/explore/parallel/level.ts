import { KERNEL_BATCH } from '../kernel/kernel.ts';
import type { Control } from './control.ts';

/** States of a piece, at least: fewer are not worth the way. */
const LEAST = 64;
/** And at most: states that were found one after the other have successors in common, which a thread knows from lately. */
const MOST = 8 * KERNEL_BATCH;

/** The states of a depth, in chunks that all threads see. They are taken in pieces, each by one thread. */
export interface Level {
  readonly depth: number;
  readonly chunks: readonly Uint32Array[];
  /** Words of a state, and states of a piece. A chunk's last piece may have less. */
  readonly words: number;
  readonly piece: number;
}

/** So large that there is something for everybody, and nobody waits long for the last one. */
export function makeLevel(
  depth: number,
  chunks: readonly Uint32Array[],
  words: number,
  threads: number,
): Level {
  const states = wordsOf(chunks) / words;
  const piece = Math.min(MOST, Math.max(LEAST, Math.ceil(states / (4 * threads))));
  return { depth, chunks, words, piece };
}

/** Takes pieces of a level. */
export class Taker {
  readonly #level: Level;
  readonly #control: Control;
  #chunk = 0;
  /** The number of the first piece of that chunk. */
  #first = 0;

  constructor(level: Level, control: Control) {
    this.#level = level;
    this.#control = control;
  }

  /** States that nobody else takes; undefined when all are taken. */
  next(): Uint32Array | undefined {
    return this.#at(this.#control.take());
  }

  /** All that is left. */
  rest(): Uint32Array[] {
    const states: Uint32Array[] = [];
    for (let number = this.#control.taken; ; number++) {
      const piece = this.#at(number);
      if (piece === undefined) return states;
      states.push(piece);
    }
  }

  /** A piece; their numbers only rise. */
  #at(number: number): Uint32Array | undefined {
    const { chunks, words, piece } = this.#level;
    const pieceWords = words * piece;
    for (; this.#chunk < chunks.length; this.#chunk++) {
      const chunk = chunks[this.#chunk]!;
      const pieces = Math.ceil(chunk.length / pieceWords);
      if (number < this.#first + pieces) {
        const from = (number - this.#first) * pieceWords;
        return chunk.subarray(from, from + pieceWords);
      }
      this.#first += pieces;
    }
    return undefined;
  }
}

export function wordsOf(chunks: readonly Uint32Array[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
