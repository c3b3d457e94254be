import { REFUSED, UNKNOWN } from '../../relation/events.ts';
import type { Relation } from '../../relation/relation.ts';

/** A question that is asked about states or steps: its property, and the tree that knows the answers (0: fine). */
interface Question {
  readonly property: number;
  readonly tree: number;
}

/** What {@link Answers} needs to know of a monitor. */
export interface Judge {
  readonly questions: readonly Question[];
  readonly watched: readonly (readonly Question[] | undefined)[];
  readonly findings: readonly unknown[];
}

/** A step in the state in hand: the events that it delivers, or null where it does not exist. */
export interface StepAnswer {
  readonly events: readonly number[] | null;
}

/**
 * What the learned relation says of the state in hand without asking anybody, and which actors the answer depends on. An
 * answer is given only if the plain search would do nothing with such a state or step but go on: nothing to learn, to mark
 * as taken or to judge.
 */
export class Answers {
  readonly #relation: Relation;
  readonly #judge: Judge;
  readonly #taken: Uint8Array;

  /** `taken`: per step, whether it was ever taken. */
  constructor(relation: Relation, judge: Judge, taken: Uint8Array) {
    this.#relation = relation;
    this.#judge = judge;
    this.#taken = taken;
  }

  /** Of a step. `support`: actors that are looked at first; those that the answer needs besides are added. */
  step(step: number, support: Set<number>): StepAnswer | undefined {
    const { events, hand, stepMasks } = this.#relation;
    const masked = (actor: number): boolean =>
      (stepMasks.bits[stepMasks.base[actor]! + hand[actor]! * stepMasks.width + (step >>> 5)]! &
        (1 << (step & 31))) ===
      0;
    for (const actor of support) if (masked(actor)) return { events: null };
    for (let actor = 0; actor < this.#relation.actors; actor++) {
      if (!masked(actor)) continue;
      support.add(actor);
      return { events: null };
    }
    const set = this.#walk(step, support);
    if (set < 0) return undefined;
    if (set === 0) return { events: null };
    const ids = events.eventsOf(set);
    const answer = (id: number): number => events.answers[events.base[id]! + hand[events.actor[id]!]!]!;
    const refuser = ids.find((id) => answer(id) === REFUSED);
    if (refuser !== undefined) {
      support.add(events.actor[refuser]!);
      return { events: null };
    }
    if (this.#taken[step] === 0) return undefined;
    for (const id of ids) {
      const actor = events.actor[id]!;
      if (answer(id) === UNKNOWN || events.used[events.base[id]! + hand[actor]!] === 0) return undefined;
      support.add(actor);
    }
    return this.#isFine(step, ids, support) ? { events: ids } : undefined;
  }

  /** Whether a question about states is known to be answered well, or need not be asked any more. */
  isFine(question: Question, support: Set<number>): boolean {
    if (this.#judge.findings[question.property] !== undefined) return true;
    return this.#walk(question.tree, support) === 0;
  }

  /** The same for all questions about a step that takes place. */
  #isFine(step: number, ids: readonly number[], support: Set<number>): boolean {
    const questions = this.#judge.watched[step];
    if (questions === undefined) return true;
    const { events, hand, actors } = this.#relation;
    for (let actor = 0; actor < actors; actor++) hand[actors + actor] = hand[actor]!;
    for (const id of ids) {
      const actor = events.actor[id]!;
      const local = hand[actor]!;
      hand[actors + actor] = local ^ (events.answers[events.base[id]! + local]! - 1);
    }
    return questions.every((question) => this.isFine(question, support));
  }

  /** The answer of a tree; negative if it has none. */
  #walk(question: number, support: Set<number>): number {
    const { trees, hand, actors } = this.#relation;
    const { code } = trees;
    let ref = code[question + 1]!;
    while (ref > 0) {
      const position = code[ref]!;
      support.add(position % actors);
      ref = code[ref + 1 + hand[position]!]!;
    }
    return -ref - 1;
  }
}
