import { Expander } from '../explore/expand.ts';
import type { Watcher } from '../explore/expand.ts';
import type { Relation } from '../relation/relation.ts';

/** A state, and the steps out of it, from the learned relation. Nobody else may learn in that relation. */
export class Steps {
  /** The steps that are enabled, as many as `count` says. */
  readonly enabled: Uint16Array | Uint32Array;
  count = 0;
  readonly #relation: Relation;
  readonly #expander: Expander;
  #state: Uint32Array;

  /** `watcher` judges each state that it comes to, as state 0, and all steps out of it. */
  constructor(relation: Relation, watcher: Watcher) {
    this.#relation = relation;
    this.#expander = new Expander(relation, watcher, 1, 0);
    this.enabled = this.#expander.noteSteps();
    this.#state = relation.first();
  }

  /** Goes to the first state. */
  restart(): void {
    this.#state = this.#relation.first();
    this.#look();
  }

  /** Goes to a state. */
  goTo(locals: readonly number[]): void {
    this.#state = this.#relation.pack(locals);
    this.#look();
  }

  /** Takes one of the enabled steps, by its position. */
  take(position: number): void {
    const { words } = this.#relation.layout;
    this.#state.set(this.#expander.successors.subarray(position * words, (position + 1) * words));
    this.#look();
  }

  /** Local states of the state it is in. */
  get locals(): number[] {
    return this.#relation.unpack(this.#state, 0);
  }

  /** Local states after one of the enabled steps. */
  after(position: number): number[] {
    return this.#relation.unpack(this.#expander.successors, position * this.#relation.layout.words);
  }

  /** Steps taken or looked at, by number: whether they ever were enabled. */
  get met(): Uint8Array {
    return this.#expander.taken;
  }

  #look(): void {
    for (;;) {
      const { layout } = this.#relation;
      if (this.#expander.expand(this.#state, 0, 1)) break;
      // A new local state, and with it a new layout.
      this.#state = this.#relation.pack(this.#relation.unpack(this.#state, 0, layout));
    }
    this.count = this.#expander.found;
  }
}
