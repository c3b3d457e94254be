import { makeStepNumbers } from '../liveness/graph.ts';
import type { StateGraph } from '../liveness/graph.ts';
import type { Slices } from '../slices.ts';
import type { Finding } from '../property/monitor.ts';
import type { Relation } from '../relation/relation.ts';
import { Expander } from './expand.ts';
import type { Watcher } from './expand.ts';
import { Store } from './store.ts';

/** What may stop a search before its end. */
export type Bound = 'max-states' | 'max-depth' | 'max-memory' | 'timeout' | 'interrupted';

export interface SearchLimits {
  readonly maxStates: number;
  /** Steps from the first state. */
  readonly maxDepth: number;
  /** Bytes for states and tables. */
  readonly maxBytes: number;
  /** Every how many states all answers are asked for anew; 0 for never. */
  readonly audit: number;
}

/** How far a search is. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  /** Steps from the first state to the states being expanded. */
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
  readonly bytes: number;
}

/** An exhaustive search, run in slices. Other strategies fit behind this. */
export interface Search {
  /** Works until about `milliseconds` have passed. True when there is nothing left to do. */
  run: (milliseconds: number) => boolean;
  /** Ends the search early. */
  stop: (bound: Bound) => void;
  readonly progress: Progress;
  /** What stopped it early; undefined if nothing did. */
  readonly bound: Bound | undefined;
  /** Per step, whether it was ever taken. */
  readonly taken: Uint8Array;
  /**
   * The whole state graph of a search that came to its end; undefined if there is no memory for it. `visit` is called
   * with each state in the relation's hand.
   */
  graph: (visit: (state: number) => void) => Slices<StateGraph | undefined>;
  /** Per actor, whether it is in the same local state in all of these states. */
  isStill: (states: Uint32Array) => boolean[];
  /** The way to a finding: local states by actor, first state first, and the step for a finding on a step. */
  path: (finding: Finding) => {
    readonly states: readonly (readonly number[])[];
    readonly step: number | undefined;
  };
}

/** States expanded together. */
const BATCH = 128;

/**
 * Breadth-first search: the first finding of a property is one of least depth, so every counterexample is a
 * shortest one.
 */
export class BreadthFirst implements Search {
  readonly #relation: Relation;
  readonly #limits: SearchLimits;
  readonly #store: Store;
  readonly #expander: Expander;
  #version: number;
  #next = 0;
  #levelEnd = 1;
  #depth = 0;
  #bound: Bound | undefined;
  #done = false;

  constructor(relation: Relation, monitor: Watcher, limits: SearchLimits) {
    this.#relation = relation;
    this.#limits = limits;
    this.#expander = new Expander(relation, monitor, BATCH, limits.audit);
    this.#store = new Store(relation.layout, limits);
    this.#version = relation.version;
    this.#store.add(relation.first(), new Uint32Array(1), 1);
    if (this.#store.full) this.stop(this.#store.full);
    else if (limits.maxDepth <= 0) this.#stopHere('max-depth');
  }

  get bound(): Bound | undefined {
    return this.#bound;
  }

  get taken(): Uint8Array {
    return this.#expander.taken;
  }

  get progress(): Progress {
    return {
      states: this.#store.count,
      transitions: this.#expander.transitions,
      depth: this.#depth,
      frontier: this.#store.count - this.#next,
      bytes: this.#store.bytes + this.#relation.bytes,
    };
  }

  run(milliseconds: number): boolean {
    const end = performance.now() + milliseconds;
    while (!this.#done && performance.now() < end) this.#batch();
    return this.#done;
  }

  stop(bound: Bound): void {
    this.#bound ??= bound;
    this.#done = true;
  }

  path(finding: Finding): { states: number[][]; step: number | undefined } {
    const states = this.#store.path(finding.state).map((state) => this.localsOf(state));
    return { states, step: finding.step };
  }

  *graph(visit: (state: number) => void): Slices<StateGraph | undefined> {
    const store = this.#store;
    const relation = this.#relation;
    const { count: states, words: packed } = store;
    const { transitions } = this.#expander;
    const perEdge = relation.system.steps.length <= 0x1_0000 ? 6 : 8;
    // Edges are counted in 32 bits.
    if (transitions >= 2 ** 32 || !store.fits(4 * states + perEdge * transitions)) return undefined;
    const numberOf = store.indexer();
    if (numberOf === undefined) return undefined;
    const nothing = (): void => undefined;
    const watcher = { visit, step: nothing, stuck: nothing, audit: nothing, watched: [] };
    const expander = new Expander(relation, watcher, BATCH, 0);
    const stepOf = expander.noteSteps();
    const offsets = new Uint32Array(states + 1);
    const targets = new Uint32Array(transitions);
    const steps = makeStepNumbers(transitions, relation.system.steps.length);
    let edges = 0;
    for (let first = 0; first < states; first += BATCH) {
      if (first % (BATCH << 10) === 0) yield undefined;
      expander.expand(packed, first, Math.min(states, first + BATCH));
      for (let i = 0; i < expander.found; i++) {
        offsets[expander.from[i]! + 1]!++;
        targets[edges] = numberOf(expander.successors, i * relation.layout.words);
        steps[edges++] = stepOf[i]!;
      }
    }
    for (let state = 0; state < states; state++) offsets[state + 1]! += offsets[state]!;
    return { states, offsets, targets, steps, parents: store.parents };
  }

  isStill(states: Uint32Array): boolean[] {
    const { layout, words } = this.#store;
    const width = layout.words;
    const first = states[0]! * width;
    const changed = new Uint32Array(width);
    for (const state of states) {
      for (let word = 0; word < width; word++) {
        changed[word]! |= words[state * width + word]! ^ words[first + word]!;
      }
    }
    return this.#relation.unpack(changed, 0, layout).map((bits) => bits === 0);
  }

  /** The state that a state was found from; of the first state, itself. */
  parentOf(state: number): number {
    return this.#store.parents[state]!;
  }

  /**
   * After a search: what tells the number of a state from its local states, −1 for one that was not found. 4 bytes per
   * slot of the table; undefined if there is no memory for it.
   */
  finder(): ((locals: readonly number[]) => number) | undefined {
    const numberOf = this.#store.indexer();
    if (numberOf === undefined) return undefined;
    const { layout, words } = this.#store;
    const packed = new Uint32Array(layout.words);
    return (locals) => {
      // Local states that were met later may not fit into the fields, and cannot be part of a state that was found.
      if (locals.some((local, actor) => local >= layout.capacity[actor]!)) return -1;
      packed.fill(0);
      locals.forEach((local, actor) => (packed[layout.word[actor]!]! |= local << layout.shift[actor]!));
      const state = numberOf(packed, 0);
      // A state that is not in the table leads to an empty slot, which has the number of the first state.
      return packed.every((word, i) => words[state * layout.words + i] === word) ? state : -1;
    };
  }

  /** Local states of a state, by actor. */
  localsOf(state: number): number[] {
    // Without memory for a new layout, the states stay in the one they have.
    const { layout, words } = this.#store;
    return this.#relation.unpack(words, state * layout.words, layout);
  }

  #batch(): void {
    const store = this.#store;
    if (this.#next === this.#levelEnd && !this.#nextLevel()) return;
    const end = Math.min(this.#next + BATCH, this.#levelEnd);
    const expanded = this.#expander.expand(store.words, this.#next, end);
    if (this.#version !== this.#relation.version) {
      this.#version = this.#relation.version;
      if (!store.relayout(this.#relation.layout)) this.stop('max-memory');
    }
    if (!expanded) return;
    store.add(this.#expander.successors, this.#expander.from, this.#expander.found);
    this.#next = end;
    if (store.full) this.#stopHere(store.full);
  }

  /** False when the search is over. */
  #nextLevel(): boolean {
    const { count } = this.#store;
    if (this.#levelEnd === count) {
      this.#done = true;
      return false;
    }
    this.#depth++;
    this.#levelEnd = count;
    if (this.#depth < this.#limits.maxDepth) return true;
    this.#stopHere('max-depth');
    return false;
  }

  /** Stops, but judges the states that were found already. */
  #stopHere(bound: Bound): void {
    this.#expander.judge(this.#store.words, this.#next, this.#store.count);
    this.stop(bound);
  }
}
