import type { Relation } from '../relation/relation.ts';
import { initialState } from '../system/semantics.ts';
import type { Machines, StepDefinition, View } from '../system/types.ts';
import { makeView } from '../system/view.ts';
import { fixed, nothingFixed, someRenaming } from './enumerate.ts';
import type { Partial } from './enumerate.ts';
import { NONE } from './group.ts';
import type { Group, Renaming } from './group.ts';
import type { Guard } from './guard.ts';

/** Parts that a question about states is split into at most. */
const MAX_PARTS = 64;

/**
 * Asks what properties ask, of all images of a state at once. So properties need not be symmetric themselves: a state in
 * hand stands for all its images, and each of them is judged as it is.
 */
export class Orbits {
  readonly #group: Group;
  readonly #guard: Guard;
  readonly #relation: Relation;

  constructor(relation: Relation, group: Group, guard: Guard) {
    this.#relation = relation;
    this.#group = group;
    this.#guard = guard;
  }

  /**
   * The parts that a question about states should be asked in. What a predicate says of all images depends on all blocks,
   * even if it looks at one only. Asked apart by which block comes to the place that it looks at, each part depends on one
   * block again. A part may look at anything, so that the choice is a matter of speed only.
   */
  parts(predicate: (view: View<Machines>) => unknown): readonly Partial[] {
    const group = this.#group;
    let parts = [nothingFixed(group)];
    for (const place of this.#placesLookedAt(predicate)) {
      const family = group.families[group.familyOf[place]!]!;
      if (parts.length * family.length > MAX_PARTS) break;
      parts = parts.flatMap((part) =>
        family.filter((block) => part.to[block] === NONE).map((block) => fixed(part, block, place)),
      );
    }
    return parts;
  }

  /** The part that is everything. */
  whole(): Partial {
    return nothingFixed(this.#group);
  }

  /** Whether an image of the state in hand, by a renaming of this part, is one that the predicate says true of. */
  someState(what: string, part: Partial, predicate: (view: View<Machines>) => boolean): Renaming | undefined {
    return this.#some(what, part, [], (_, view) => predicate(view('before')));
  }

  /** The same for the step in hand, where its image is one that `isAbout` says true of. */
  someStep(
    what: string,
    step: number,
    isAbout: (step: number) => boolean,
    predicate: (taken: {
      readonly before: View<Machines>;
      readonly after: View<Machines>;
      readonly step: StepDefinition;
    }) => boolean,
  ): Renaming | undefined {
    const { system } = this.#group;
    const blocks = this.#group.stepBlocks(step);
    return this.#some(what, nothingFixed(this.#group), blocks, (renaming, view) => {
      const image = this.#group.stepImage(step, renaming);
      if (!isAbout(image)) return false;
      return predicate({ before: view('before'), after: view('after'), step: system.steps[image]! });
    });
  }

  /** All images of a step. */
  imagesOf(step: number): readonly number[] {
    const images = new Set<number>();
    someRenaming(this.#group, '', nothingFixed(this.#group), this.#group.stepBlocks(step), (renaming) => {
      images.add(this.#group.stepImage(step, renaming));
      return false;
    });
    return [...images];
  }

  /** Whether a step's images go by the state in hand as it does. Throws RH323. */
  checkStep(step: number): void {
    this.#guard.checkStep(step);
  }

  #some(
    what: string,
    part: Partial,
    seed: readonly number[],
    run: (renaming: Renaming, view: (which: 'before' | 'after') => View<Machines>) => boolean,
  ): Renaming | undefined {
    let found: Renaming | undefined;
    someRenaming(this.#group, what, part, seed, (renaming, needs) => {
      if (!run(renaming, (which) => this.#guard.view(which, renaming, needs))) return false;
      found = renaming;
      return true;
    });
    return found;
  }

  /** Places of blocks that a predicate looks at in the first state, each once. */
  #placesLookedAt(predicate: (view: View<Machines>) => unknown): number[] {
    const { system } = this.#relation;
    const state = initialState(system);
    const places = new Set<number>();
    const view = makeView(system, (actor) => {
      const block = this.#group.blockOf[actor]!;
      if (block !== NONE) places.add(block);
      return state[actor]!;
    });
    try {
      predicate(view);
    } catch {
      // It will throw again when it is asked about the first state, and be reported then.
    }
    return [...places];
  }
}
