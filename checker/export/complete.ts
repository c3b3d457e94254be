/**
 * Fills in what an exploration did not come across: each question for the combinations of local states that it may look
 * at, each event for the local states of its receiver. What stays open is UNEXPLORED.
 */
import { RefholdError } from '../errors.ts';
import { REFUSED, UNKNOWN } from '../relation/events.ts';
import { nextSnapshot, takes } from '../system/snapshot.ts';
import { UNEXPLORED } from './decision.ts';
import type { Decision, Decisions } from './decision.ts';
import type { Learned } from './explore.ts';
import { LEADS_NOWHERE, REFUSES } from './network.ts';
import { isLocal, THREW } from './questions.ts';
import type { Question, StepQuestion } from './questions.ts';

/** Combinations that one question is asked about, at most, and all of them together; the rest stays open. */
const PATIENCE = 20_000;
const PATIENCE_FOR_ALL = 200_000;
/** Where the exploration was cut short: how often a search for more local states may begin again. */
const ROUNDS = 12;

export interface CompletionOptions {
  /**
   * After a whole exploration, nothing more is asked. What is open then is what no reached state asks: an engine that comes
   * to it has found a state that the exploration missed.
   */
  readonly onlyLearned?: boolean;
}

/** Where an actor goes from a local state. */
type Next = (actor: number, local: number) => number;

export class Completion {
  readonly #learned: Learned;
  readonly #decisions: Decisions;
  /** Local states by actor that count; others are as good as unknown. */
  #sizes: readonly number[];
  /** Local states that an actor may come to have: what counts without end must end here. */
  readonly #most: readonly number[];
  readonly #throwing = new Set<string>();
  #patience: number;

  constructor(learned: Learned, decisions: Decisions, { onlyLearned = false }: CompletionOptions = {}) {
    this.#learned = learned;
    this.#decisions = decisions;
    this.#patience = onlyLearned && learned.search.bound === undefined ? 0 : PATIENCE_FOR_ALL;
    this.#sizes = this.#met();
    this.#most = this.#sizes.map((size) => 2 * size + 16);
    if (learned.search.bound === undefined) this.#askSteps();
    else this.#close();
  }

  /** Local states by actor. */
  get sizes(): readonly number[] {
    return this.#sizes;
  }

  /** Where an event leads, by local state of its receiver. */
  targets(event: number): Int32Array {
    const size = this.#sizes[this.#learned.relation.events.actor[event]!]!;
    return Int32Array.from({ length: size }, (_, local) => this.#target(event, local, false));
  }

  /** A question about states as a diagram. */
  decision(question: Question): Decision {
    this.#ask(question);
    return this.#read(question.tree);
  }

  /**
   * A question about a step, as a diagram over the state before it: if the step delivers this set, the state after it
   * follows. Where a receiver refuses, the answer does not matter and is 0.
   */
  onStep(question: StepQuestion, members: readonly number[]): Decision {
    const { relation } = this.#learned;
    const targets = new Map(members.map((id) => [relation.events.actor[id]!, this.targets(id)]));
    const after: Next = (actor, local) => targets.get(actor)?.[local] ?? local;
    this.#ask(question, after);
    const { code } = relation.trees;
    const fixed = new Map<number, number>();
    const go = (ref: number): Decision => {
      if (ref <= 0) return this.#leaf(ref);
      const position = code[ref]!;
      const actor = position % relation.actors;
      const then = (local: number): Decision => {
        const seen = position < relation.actors ? local : after(actor, local);
        return seen < 0 ? this.#decisions.leaf(0) : go(code[ref + 1 + seen]!);
      };
      const known = fixed.get(actor);
      if (known !== undefined) return then(known);
      const thens = this.#all(actor).map((local) => {
        fixed.set(actor, local);
        return then(local);
      });
      fixed.delete(actor);
      return this.#decisions.look(actor, thens);
    };
    return go(code[question.tree + 1]!);
  }

  #met(): number[] {
    return this.#learned.relation.locals.map(({ size }) => size);
  }

  #all(actor: number): number[] {
    return Array.from({ length: this.#sizes[actor]! }, (_, local) => local);
  }

  #askSteps(): void {
    for (const question of this.#learned.questions.steps) this.#ask(question);
  }

  /** Steps and events in turn, until no local state is new: each actor may be anywhere that some step could take it. */
  #close(): void {
    const { events } = this.#learned.relation;
    for (let round = 0, grown = true; grown; round++) {
      this.#sizes = this.#met();
      const known = events.events.length;
      this.#askSteps();
      for (let event = 0; event < events.events.length; event++) {
        const size = this.#sizes[events.actor[event]!]!;
        for (let local = 0; local < size; local++) this.#target(event, local, round < ROUNDS);
      }
      grown = events.events.length > known || this.#met().some((size, actor) => size > this.#sizes[actor]!);
    }
  }

  #target(event: number, local: number, mayGrow: boolean): number {
    const { relation } = this.#learned;
    const { events, actor: actorOf, answers, base } = relation.events;
    const actor = actorOf[event]!;
    const answer = answers[base[event]! + local]!;
    if (answer === REFUSED) return REFUSES;
    if (answer !== UNKNOWN) return this.#inside(actor, local ^ (answer - 1));
    const key = `${event} ${local}`;
    if (this.#throwing.has(key)) return LEADS_NOWHERE;
    const { name, machine } = relation.system.actors[actor]!;
    const where = { actor: name, machine };
    const locals = relation.locals[actor]!;
    const snapshot = locals.snapshots[local]!;
    try {
      if (!takes(where, snapshot, events[event]!.event)) return REFUSES;
      const found = locals.find(nextSnapshot(where, snapshot, events[event]!.event));
      if (found !== undefined) return this.#inside(actor, found);
      if (mayGrow && locals.size < this.#most[actor]!) relation.learnEvent(event, local);
    } catch (thrown) {
      if (!isLocal(thrown)) throw thrown;
      this.#throwing.add(key);
    }
    return LEADS_NOWHERE;
  }

  #inside(actor: number, local: number): number {
    return local < this.#sizes[actor]! ? local : LEADS_NOWHERE;
  }

  /**
   * Walks the tree of a question, and asks where it ends in nothing. `after`: where an actor goes, for questions that also
   * look at the state after a step; only states that follow from each other are asked about.
   */
  #ask(question: Question, after: Next = (_, local) => local): void {
    const { relation, questions } = this.#learned;
    const { hand, trees, actors } = relation;
    const chosen = new Set<number>();
    const candidates = (position: number): number[] => {
      const actor = position % actors;
      if (position < actors) {
        const fits = (local: number): boolean =>
          !chosen.has(actor + actors) || hand[actor + actors] === after(actor, local);
        return this.#all(actor).filter(fits);
      }
      const before = chosen.has(actor) ? [hand[actor]!] : this.#all(actor);
      return [...new Set(before.map((local) => after(actor, local)).filter((local) => local >= 0))];
    };
    let patience = PATIENCE;
    const go = (slot: number): void => {
      const known = trees.code[slot];
      if (known === 0) {
        if (patience-- <= 0 || this.#patience-- <= 0) return;
        questions.learn(question, false);
      }
      const ref = trees.code[slot]!;
      if (ref <= 0) return;
      const position = trees.code[ref]!;
      chosen.add(position);
      for (const local of candidates(position)) {
        hand[position] = local;
        go(ref + 1 + local);
      }
      chosen.delete(position);
    };
    hand.fill(0);
    try {
      go(question.tree + 1);
    } catch (thrown) {
      // No room for more answers: what was reached is there.
      if (!(thrown instanceof RefholdError) || thrown.code !== 'RH302') throw thrown;
    }
  }

  #read(tree: number): Decision {
    const { code } = this.#learned.relation.trees;
    const go = (ref: number): Decision => {
      if (ref <= 0) return this.#leaf(ref);
      const actor = code[ref]!;
      return this.#decisions.look(
        actor,
        this.#all(actor).map((local) => go(code[ref + 1 + local]!)),
      );
    };
    return go(code[tree + 1]!);
  }

  /** The answer behind an entry of a tree: 0 stands for none. */
  #leaf(ref: number): Decision {
    const answer = -ref - 1;
    return this.#decisions.leaf(ref === 0 || answer === THREW ? UNEXPLORED : answer);
  }
}
