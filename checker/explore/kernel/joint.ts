/**
 * Tables that are indexed by the local states of a few actors at once. The index is gathered from the packed state: fields
 * that stand side by side are taken in one go.
 */
import type { Layout } from '../../relation/layout.ts';
import { and, get, num, or, shl, shr } from './assemble.ts';
import type { Code } from './assemble.ts';

/** Bits of a packed state that stand side by side, and where they go in the index. */
interface Run {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
  readonly target: number;
}

export class Joint {
  readonly actors: readonly number[];
  /** Bits of the index. */
  readonly bits: number;
  readonly #runs: readonly Run[];
  /** Per actor, how far its local state is shifted in the index. */
  readonly #targets: readonly number[];

  constructor(layout: Layout, actors: Iterable<number>) {
    const place = (actor: number): number => 32 * layout.word[actor]! + layout.shift[actor]!;
    this.actors = [...actors].sort((a, b) => place(a) - place(b));
    const runs: Run[] = [];
    const targets: number[] = [];
    let target = 0;
    for (const actor of this.actors) {
      const word = layout.word[actor]!;
      const shift = layout.shift[actor]!;
      const bits = bitsOf(layout, actor);
      const last = runs.at(-1);
      if (last?.word === word && last.shift + last.bits === shift) {
        runs[runs.length - 1] = { ...last, bits: last.bits + bits };
      } else runs.push({ word, shift, bits, target });
      targets.push(target);
      target += bits;
    }
    this.bits = target;
    this.#runs = runs;
    this.#targets = targets;
  }

  /** How many pieces of a state its index is made of. */
  get pieces(): number {
    return this.#runs.length;
  }

  /** The index of a state, from its local states by actor. */
  indexOf(locals: Int32Array): number {
    let index = 0;
    for (let i = 0; i < this.actors.length; i++) index |= locals[this.actors[i]!]! << this.#targets[i]!;
    return index;
  }

  /** Code for the index times 2 to the power of `scale`; `word(i)` is the variable with word i of the state. */
  address(word: (index: number) => number, scale: number): Code {
    const parts = this.#runs.map((run) => {
      const target = run.target + scale;
      const mask = num((2 ** run.bits - 1) * 2 ** target);
      const value = get(word(run.word));
      if (run.shift === target) return and(value, mask);
      return and(
        run.shift > target ? shr(value, num(run.shift - target)) : shl(value, num(target - run.shift)),
        mask,
      );
    });
    return parts.length === 0 ? num(0) : parts.reduce((all, part) => or(all, part));
  }
}

/** Bits of the field of an actor. */
export function bitsOf({ mask }: Layout, actor: number): number {
  return 32 - Math.clz32(mask[actor]!);
}
