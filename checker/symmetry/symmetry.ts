import type { Layout } from '../relation/layout.ts';
import { Relation } from '../relation/relation.ts';
import { Canonical } from './canonical.ts';
import { closeAnswers } from './close.ts';
import { Group } from './group.ts';
import type { Renaming } from './group.ts';
import { Guard } from './guard.ts';
import { Images } from './images.ts';
import { Orbits } from './orbits.ts';

/** What a search needs to know of interchangeable actors: one state stands for all its images. */
export class Symmetry {
  /** For the monitor, which judges all images of a state. */
  readonly orbits: Orbits;
  /** How many renamings there are. */
  readonly order: number;
  /** How many states those stand for that were counted by {@link Symmetry.count}. */
  #states = 0n;
  readonly #relation: Relation;
  readonly #images: Images;
  readonly #canonical: Canonical;
  readonly #hand: Int32Array;

  /** Throws RH321, RH322. */
  constructor(relation: Relation) {
    const group = new Group(relation.system);
    relation.first();
    this.#relation = relation;
    this.#images = new Images(relation, group);
    this.#canonical = new Canonical(relation, this.#images);
    this.#hand = new Int32Array(relation.actors);
    this.order = group.order;
    const guard = new Guard(relation, this.#images);
    guard.checkStart();
    this.orbits = new Orbits(relation, group, guard);
  }

  /** How many states those stand for that were counted. Exact up to 2⁵³. */
  get states(): number {
    return Number(this.#states);
  }

  /**
   * Replaces packed states by their canonical images. False if new local states changed the layout half-way: then the
   * caller moves its states to the new layout, and begins anew.
   */
  canonicalise(states: Uint32Array, count: number, layout: Layout): boolean {
    const { version } = this.#relation;
    const { words, word, shift } = layout;
    const { found } = this.#canonical;
    const hand = this.#hand;
    for (let state = 0; state < count; state++) {
      const base = state * words;
      this.#hold(states, base, layout);
      this.#canonical.find(hand);
      if (this.#relation.version !== version) return false;
      for (let actor = 0; actor < hand.length; actor++) {
        const change = hand[actor]! ^ found[actor]!;
        if (change !== 0) states[base + word[actor]!]! ^= change << shift[actor]!;
      }
    }
    return true;
  }

  /** Counts the states that canonical ones stand for: `first` up to `end`. */
  count(states: Uint32Array, first: number, end: number, layout: Layout): void {
    for (let state = first; state < end; state++) {
      this.#hold(states, state * layout.words, layout);
      this.#canonical.find(this.#hand);
      this.#states += BigInt(this.#canonical.orbit);
    }
  }

  /** The canonical image of a state, by local states. */
  canonical(locals: readonly number[]): number[] {
    this.#canonical.find(locals);
    return [...this.#canonical.found];
  }

  /** The image of a state. */
  image(locals: readonly number[], renaming: Renaming): number[] {
    const image = new Int32Array(locals.length);
    this.#canonical.image(locals, renaming, image);
    return [...image];
  }

  stepImage(step: number, renaming: Renaming): number {
    return this.#images.group.stepImage(step, renaming);
  }

  /** The image of a state by the renaming that takes one state to another; these have the same canonical image. */
  alongside(locals: readonly number[], from: readonly number[], to: readonly number[]): number[] {
    this.#canonical.find(from);
    const canonical = this.image(locals, this.#canonical.renaming);
    this.#canonical.find(to);
    const { to: there, from: back } = this.#canonical.renaming;
    return this.image(canonical, { to: back, from: there });
  }

  /** Learns what events do in all images of the local states in which that is known. It was found to be alike. */
  close(): void {
    closeAnswers(this.#relation, this.#images);
  }

  /** Marks the images of marked steps. */
  markImages(taken: Uint8Array): void {
    taken.forEach((isTaken, step) => {
      if (isTaken === 1) for (const image of this.orbits.imagesOf(step)) taken[image] = 1;
    });
  }

  #hold(states: Uint32Array, base: number, { word, shift, mask }: Layout): void {
    const hand = this.#hand;
    for (let actor = 0; actor < hand.length; actor++) {
      hand[actor] = (states[base + word[actor]!]! >>> shift[actor]!) & mask[actor]!;
    }
  }
}
