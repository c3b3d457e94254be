import type { FairnessOf } from './fairness.ts';
import type { StateGraph } from './graph.ts';

const BITS = 32;

/**
 * Promises of fairness as bits, and where they are enabled: promise p is bit p % 32 of word p / 32 of each row. Rows are
 * `words` long.
 */
export class Promises {
  readonly words: number;
  /** A row per step: the promises that taking it keeps. */
  readonly ofStep: Uint32Array;
  /** A row per state: the promises that some step possible there would keep. */
  readonly enabled: Uint32Array;
  /** One row each: which are weak, which are strong. */
  readonly weak: Uint32Array;
  readonly strong: Uint32Array;

  /** Bytes that they take for a graph. */
  static bytes({ states }: StateGraph, { sets }: FairnessOf): number {
    return 4 * states * Math.ceil(sets.length / BITS);
  }

  constructor(graph: StateGraph, { sets, ofStep }: FairnessOf) {
    const words = Math.ceil(sets.length / BITS);
    this.words = words;
    this.ofStep = new Uint32Array(ofStep.length * words);
    this.enabled = new Uint32Array(graph.states * words);
    this.weak = new Uint32Array(words);
    this.strong = new Uint32Array(words);
    const set = (rows: Uint32Array, row: number, promise: number): void => {
      rows[row * words + Math.floor(promise / BITS)]! |= 1 << (promise % BITS);
    };
    ofStep.forEach((promises, step) => promises.forEach((promise) => set(this.ofStep, step, promise)));
    sets.forEach(({ kind }, promise) => set(this[kind], 0, promise));
    if (words > 0) this.#lookAround(graph);
  }

  #lookAround({ states, offsets, steps }: StateGraph): void {
    const { words, ofStep, enabled } = this;
    for (let word = 0; word < words; word++) {
      for (let state = 0; state < states; state++) {
        let bits = 0;
        const end = offsets[state + 1]!;
        for (let edge = offsets[state]!; edge < end; edge++) bits |= ofStep[steps[edge]! * words + word]!;
        enabled[state * words + word] = bits;
      }
    }
  }
}
