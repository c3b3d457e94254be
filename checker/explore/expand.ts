import { makeStepNumbers } from '../liveness/graph.ts';
import type { StepNumbers } from '../liveness/graph.ts';
import { REFUSED, UNKNOWN } from '../relation/events.ts';
import type { Relation } from '../relation/relation.ts';
import type { Reduction } from './reduction/partialOrder.ts';

/** Looks at states and steps as they go by. */
export interface Watcher {
  /** Judges the state in hand. */
  visit: (state: number) => void;
  /** Judges a step: the state in hand before it, and the state after it. */
  step: (state: number, step: number) => void;
  /** Asks again about the state in hand, and compares. Throws RH204. */
  audit: () => void;
  /** Judges the state in hand, which has no step. */
  stuck: (state: number) => void;
  /** Per step, something other than undefined if {@link Watcher.step} wants to see it. */
  readonly watched: readonly unknown[];
}

/**
 * Successors of a batch of states. The inner loops touch typed arrays only; whatever is not known yet is learned
 * on the way.
 */
export class Expander {
  /** Packed successors found, with the state each was found from. */
  successors: Uint32Array = new Uint32Array(0);
  readonly from: Uint32Array;
  /** The steps to them, if asked for by {@link Expander.noteSteps}. */
  steps: StepNumbers | undefined;
  /** How many of them there are. */
  found = 0;
  /** Steps taken so far, over all batches that were finished. */
  transitions = 0;
  /** Per step, whether it was ever taken. */
  readonly taken: Uint8Array;

  readonly #relation: Relation;
  readonly #monitor: Watcher;
  readonly #audit: number;
  readonly #reduction: Reduction | undefined;

  /**
   * `audit`: every how many states all answers are asked for anew; 0 for never. `reduction`: tells which steps of a state
   * are taken.
   */
  constructor(relation: Relation, monitor: Watcher, batch: number, audit: number, reduction?: Reduction) {
    this.#audit = audit;
    this.#reduction = reduction;
    this.#relation = relation;
    this.#monitor = monitor;
    this.from = new Uint32Array(batch * relation.system.steps.length);
    this.taken = new Uint8Array(relation.system.steps.length);
  }

  /** From now on, `steps` is filled. */
  noteSteps(): StepNumbers {
    this.steps = makeStepNumbers(this.from.length, this.#relation.system.steps.length);
    return this.steps;
  }

  /** Judges states `first` up to `end` without taking their steps. */
  judge(states: Uint32Array, first: number, end: number): void {
    for (let state = first; state < end; state++) {
      this.#hold(states, state);
      this.#monitor.visit(state);
    }
  }

  /**
   * Judges states `first` up to `end` and finds their successors. False if a new local state changed the layout
   * half-way: then the caller moves its states to the new layout and asks again.
   * `number`: how many states were expanded before these, for audits.
   */
  expand(states: Uint32Array, first: number, end: number, number = 0): boolean {
    const relation = this.#relation;
    const monitor = this.#monitor;
    const { version, layout, hand, actors } = relation;
    const { words } = layout;
    if (this.successors.length < this.from.length * words)
      this.successors = new Uint32Array(this.from.length * words);
    const { successors, from, steps } = this;
    const { word: wordOf, shift: shiftOf } = layout;
    const { base: maskBase, width } = relation.stepMasks;
    let code: Int32Array;
    let { actor: eventActor, base: eventBase, answers, start: setStart, members } = relation.events;
    let found = 0;
    this.found = 0;
    for (let state = first; state < end; state++) {
      const source = state * words;
      const before = found;
      this.#hold(states, state);
      monitor.visit(state);
      if (this.#audit > 0 && (number + state - first) % this.#audit === 0) {
        relation.audit();
        monitor.audit();
        if (relation.version !== version) return false;
        // An audit learns, too.
        ({ actor: eventActor, base: eventBase, answers, start: setStart, members } = relation.events);
      }
      // Learning a property may not change the layout, but it may grow the trees.
      code = relation.trees.code;
      const chosen = this.#reduction?.choose();
      for (let maskWord = 0; maskWord < width; maskWord++) {
        const masks = relation.stepMasks.bits;
        let open = chosen === undefined ? -1 : chosen[maskWord]!;
        for (let actor = 0; actor < actors; actor++)
          open &= masks[maskBase[actor]! + hand[actor]! * width + maskWord]!;
        while (open !== 0) {
          const step = 32 * maskWord + 31 - Math.clz32(open & -open);
          open &= open - 1;
          let ref = code[step + 1]!;
          while (ref > 0) ref = code[ref + 1 + hand[code[ref]!]!]!;
          let set = -ref - 1;
          if (set < 0) {
            set = relation.learnStep(step);
            code = relation.trees.code;
            ({ actor: eventActor, base: eventBase, answers, start: setStart, members } = relation.events);
          }
          if (set === 0) continue;
          const sink = found * words;
          for (let word = 0; word < words; word++) successors[sink + word] = states[source + word]!;
          let refused = false;
          for (let member = setStart[set]!; member < setStart[set + 1]!; member++) {
            const id = members[member]!;
            const actor = eventActor[id]!;
            let answer = answers[eventBase[id]! + hand[actor]!]!;
            if (answer === UNKNOWN) {
              refused = relation.refuses(set);
              if (refused) break;
              answer = relation.learnEvent(id, hand[actor]!);
              if (relation.version !== version) return false;
            }
            if (answer === REFUSED) {
              refused = true;
              break;
            }
            successors[sink + wordOf[actor]!]! ^= (answer - 1) << shiftOf[actor]!;
          }
          if (refused) continue;
          if (relation.events.unused > 0) this.#markUsed(set);
          if (steps !== undefined) steps[found] = step;
          from[found++] = state;
          this.taken[step] = 1;
          if (monitor.watched[step] !== undefined) {
            this.#holdAfter(successors, sink);
            monitor.step(state, step);
            code = relation.trees.code;
          }
        }
      }
      if (found === before) monitor.stuck(state);
    }
    this.found = found;
    this.transitions += found;
    return true;
  }

  /** Marks the events of a set as taken in the local states in hand. */
  #markUsed(set: number): void {
    const { events, hand } = this.#relation;
    for (let member = events.start[set]!; member < events.start[set + 1]!; member++) {
      const id = events.members[member]!;
      const at = events.base[id]! + hand[events.actor[id]!]!;
      if (events.used[at] === 1) continue;
      events.used[at] = 1;
      events.unused--;
    }
  }

  #hold(states: Uint32Array, state: number): void {
    const { hand, actors, layout } = this.#relation;
    const { word, shift, mask, words } = layout;
    const base = state * words;
    for (let actor = 0; actor < actors; actor++) {
      hand[actor] = (states[base + word[actor]!]! >>> shift[actor]!) & mask[actor]!;
    }
  }

  #holdAfter(states: Uint32Array, base: number): void {
    const { hand, actors, layout } = this.#relation;
    const { word, shift, mask } = layout;
    for (let actor = 0; actor < actors; actor++) {
      hand[actors + actor] = (states[base + word[actor]!]! >>> shift[actor]!) & mask[actor]!;
    }
  }
}
