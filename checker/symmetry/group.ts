import { RefholdError } from '../errors.ts';
import { wordsOf } from '../system/symmetry.ts';
import type { System } from '../system/types.ts';

/** A permutation of blocks: where each goes, and where each comes from. */
export interface Renaming {
  readonly to: Int32Array;
  readonly from: Int32Array;
}

/** Stands for "in no block". */
export const NONE = -1;

interface Place {
  readonly block: number;
  readonly role: number;
}

/**
 * All permutations of the blocks of a system's families, each block going to a place of its own family. They act on
 * actors, on names inside texts, and on steps, whose names tell where they go.
 */
export class Group {
  readonly system: System;
  /** Per block, over all families, its actors by role; and its family. */
  readonly blocks: readonly (readonly number[])[];
  readonly familyOf: readonly number[];
  /** Blocks of each family. */
  readonly families: readonly (readonly number[])[];
  /** Per actor, its block or {@link NONE}, and its role there. */
  readonly blockOf: Int32Array;
  readonly roleOf: Int32Array;
  /** How many permutations there are. */
  readonly order: number;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #words: RegExp;
  readonly #steps: ReadonlyMap<string, number>;
  /** Blocks that the name of each step names. */
  readonly #stepBlocks: readonly (readonly number[])[];
  readonly #stepImages = new Map<string, number>();

  /** Throws RH322 if a step goes nowhere. */
  constructor(system: System) {
    this.system = system;
    const actors = new Map(system.actors.map(({ name }, i) => [name, i]));
    const blocks = system.symmetry.flatMap((family) => family.blocks);
    this.blocks = blocks.map((block) => block.map((name) => actors.get(name)!));
    this.familyOf = system.symmetry.flatMap((family, f) => family.blocks.map(() => f));
    this.families = system.symmetry.map((_, f) => [...blocks.keys()].filter((b) => this.familyOf[b] === f));
    this.order = this.families.reduce((product, { length }) => product * factorial(length), 1);
    this.blockOf = new Int32Array(system.actors.length).fill(NONE);
    this.roleOf = new Int32Array(system.actors.length);
    this.blocks.forEach((block, b) => {
      block.forEach((actor, role) => {
        this.blockOf[actor] = b;
        this.roleOf[actor] = role;
      });
    });
    this.#places = new Map(
      blocks.flatMap((block, b) => block.map((name, role) => [name, { block: b, role }])),
    );
    this.#words = wordsOf([...this.#places.keys()]);
    this.#steps = new Map(system.steps.map(({ name }, step) => [name, step]));
    this.#stepBlocks = system.steps.map(({ name }) => [...new Set(this.placesIn(name).map((p) => p.block))]);
    for (const swap of this.generators()) system.steps.forEach((_, step) => this.stepImage(step, swap));
  }

  /** The renaming that leaves everything where it is. */
  identity(): Renaming {
    const to = Int32Array.from(this.blocks.keys());
    return { to, from: to };
  }

  /** Exchanges of neighbours: every renaming is made of them. */
  generators(): Renaming[] {
    return this.families.flatMap((family) =>
      family.slice(1).map((second, i) => {
        const to = Int32Array.from(this.blocks.keys());
        to[family[i]!] = second;
        to[second] = family[i]!;
        return { to, from: to };
      }),
    );
  }

  actorImage(actor: number, { to }: Renaming): number {
    const block = this.blockOf[actor]!;
    return block === NONE ? actor : this.blocks[to[block]!]![this.roleOf[actor]!]!;
  }

  /** Where a step goes. Throws RH322. */
  stepImage(step: number, renaming: Renaming): number {
    const blocks = this.#stepBlocks[step]!;
    if (blocks.length === 0) return step;
    const key = `${step} ${blocks.map((block) => renaming.to[block]).join()}`;
    const known = this.#stepImages.get(key);
    if (known !== undefined) return known;
    const { name } = this.system.steps[step]!;
    const wanted = this.renameText(name, renaming);
    const image = this.#steps.get(wanted);
    if (image === undefined) {
      throw new RefholdError('RH322', {
        what: `step "${name}" would be "${wanted}"`,
        where: [`step ${name}`, this.show(renaming)],
      });
    }
    this.#stepImages.set(key, image);
    return image;
  }

  /** Blocks that the name of a step names: they alone decide where it goes. */
  stepBlocks(step: number): readonly number[] {
    return this.#stepBlocks[step]!;
  }

  /** Names of actors of blocks in a text, in the order in which they stand there. */
  placesIn(text: string): Place[] {
    if (this.#places.size === 0) return [];
    return [...text.matchAll(this.#words)].map(([name]) => this.#places.get(name)!);
  }

  /** A text with every name of an actor of a block replaced. */
  replace(text: string, by: (place: Place) => string): string {
    return text.replace(this.#words, (name) => by(this.#places.get(name)!));
  }

  renameText(text: string, { to }: Renaming): string {
    return this.replace(text, ({ block, role }) => this.nameAt(to[block]!, role));
  }

  /** Where blocks go, for people. */
  show({ to }: Renaming): string {
    const moved = [...to.keys()].filter((block) => to[block] !== block);
    const seen = new Set<number>();
    const cycles = moved.flatMap((start) => {
      if (seen.has(start)) return [];
      const cycle: string[] = [];
      for (let at = start; !seen.has(at); at = to[at]!) {
        seen.add(at);
        cycle.push(this.showBlock(at));
      }
      return [cycle.length === 2 ? cycle.join(' ↔ ') : [...cycle, cycle[0]!].join(' → ')];
    });
    return cycles.length === 0 ? 'nothing exchanged' : `exchange ${cycles.join(', ')}`;
  }

  showBlock(block: number): string {
    const names = this.blocks[block]!.map((_, role) => this.nameAt(block, role));
    return names.length === 1 ? names[0]! : `[${names.join(', ')}]`;
  }

  nameAt(block: number, role: number): string {
    return this.system.actors[this.blocks[block]![role]!]!.name;
  }
}

export function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}
