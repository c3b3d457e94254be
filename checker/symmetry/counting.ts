import { Frontier } from '../explore/frontier.ts';
import type { Layout } from '../relation/layout.ts';
import type { Symmetry } from './symmetry.ts';

/** A frontier that counts which states those stand for that come into it: each state of a search does, once. */
export class CountingFrontier extends Frontier {
  readonly #symmetry: Symmetry;
  readonly #layout: Layout;

  constructor(layout: Layout, symmetry: Symmetry) {
    super(layout);
    this.#symmetry = symmetry;
    this.#layout = layout;
  }

  override push(states: Uint32Array, first: number, end: number): void {
    this.#symmetry.count(states, first, end, this.#layout);
    super.push(states, first, end);
  }

  override pushOne(states: Uint32Array, state: number): void {
    this.#symmetry.count(states, state, state + 1, this.#layout);
    super.pushOne(states, state);
  }

  override inLayout(layout: Layout): Frontier {
    return super.inLayout(layout, new CountingFrontier(layout, this.#symmetry));
  }
}
