/**
 * What could happen at most: the local states that each actor may come to whatever the others do, and what steps and
 * predicates answer in all combinations of them. It is learned in a relation of its own, so that the search stores, counts
 * and reports what it reaches and nothing else.
 *
 * What is not known (code threw, there were too many combinations, an actor has too many local states) is UNSURE, and the
 * reduction is made so that it cannot matter.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { isFinding } from '../../property/evaluate.ts';
import { matchesStep } from '../../property/properties.ts';
import type { Property } from '../../property/types.ts';
import { REFUSED, UNKNOWN } from '../../relation/events.ts';
import { Relation } from '../../relation/relation.ts';
import type { Read } from '../../relation/trees.ts';
import { askStep } from '../../system/semantics.ts';
import { nextSnapshot, takes } from '../../system/snapshot.ts';
import type { Machines, StepDefinition, System } from '../../system/types.ts';

/** The answer where nobody knows it. */
export const UNSURE = 0x3fff_ffff;

/** Combinations that one question is asked about at most, and all questions together. */
const PATIENCE = 10_000;
const PATIENCE_FOR_ALL = 100_000;
/** Local states per actor at most, to begin with. */
const FIRST_CAP = 32;

/** Whether an actor takes an event. */
type Taking = 'yes' | 'no' | 'threw';

/** A set of deliveries, and where those receivers are that the step has looked at; −1 for the others. */
interface Offer {
  readonly ids: readonly number[];
  readonly froms: readonly number[];
}

/** A predicate of a property of states. */
export interface Asked {
  readonly property: number;
  readonly tree: number;
}

/** A predicate about one step. */
interface AskedOfStep extends Asked {
  readonly ask: () => number;
}

export class Reach {
  readonly relation: Relation;
  readonly predicates: readonly Asked[];
  /** By step: the predicates about it. */
  readonly watched: readonly (readonly AskedOfStep[])[];
  /** Local states by actor that count. */
  sizes: readonly number[];
  readonly #system: System;
  readonly #asks: (() => number)[];
  readonly #names: string[];
  /** Per event and local state of its receiver. */
  readonly #taking: (Taking | undefined)[][] = [];
  #caps: number[];
  #patience = PATIENCE_FOR_ALL;

  constructor(system: System, properties: readonly Property<Machines>[]) {
    this.#system = system;
    this.relation = new Relation(system, { maxLocalStates: Infinity, askTwice: false });
    const { events, views, trees } = this.relation;
    this.#names = system.steps.map(({ name }) => `step ${name}`);
    this.#asks = system.steps.map((step) => () => events.setOf(askStep(system, step, views.before)));
    this.predicates = properties.flatMap((property, i): Asked[] => {
      if (property.kind !== 'always' && property.kind !== 'never' && property.kind !== 'reachable') return [];
      return property.predicates.map((predicate) => {
        const name = `property ${property.name}`;
        this.#names.push(name);
        this.#asks.push(() => Number(isFinding(property, predicate(views.before))));
        return { property: i, tree: trees.ask(name) };
      });
    });
    this.watched = system.steps.map((step) =>
      properties.flatMap((property, i): AskedOfStep[] => {
        if (property.kind !== 'onStep' || !matchesStep(property.on, infoOf(step))) return [];
        return property.predicates.map((predicate) => {
          const call = (): number => Number(isFinding(property, predicate({ ...views, step })));
          return { property: i, tree: trees.ask(`property ${property.name}`), ask: call };
        });
      }),
    );
    this.#caps = system.actors.map(() => FIRST_CAP);
    this.sizes = [];
    this.#close();
  }

  /** Takes local states in that the search has come to and this has not, and goes on from there. */
  grow(met: readonly (readonly [actor: number, snapshot: AnyMachineSnapshot])[]): void {
    for (const [actor, snapshot] of met) this.relation.meet(actor, snapshot);
    this.#caps = this.#caps.map((cap, actor) => Math.max(cap, 2 * this.relation.locals[actor]!.size));
    this.#patience += PATIENCE_FOR_ALL;
    this.#close();
  }

  /** Where an event takes its receiver: a local state that counts, or REFUSED, or UNSURE. */
  target(id: number, local: number): number {
    const { actor, answers, base } = this.relation.events;
    const answer = answers[base[id]! + local]!;
    if (answer === REFUSED) return REFUSED;
    if (answer === UNKNOWN) return this.#taking[id]?.[local] === 'no' ? REFUSED : UNSURE;
    const next = local ^ (answer - 1);
    return next < this.sizes[actor[id]!]! ? next : UNSURE;
  }

  /** The actors that a predicate about a step looks at, between these two states. */
  readBy({ tree, ask }: AskedOfStep, before: ArrayLike<number>, after: ArrayLike<number>): number[] {
    const { trees, hand, actors } = this.relation;
    hand.set(before);
    hand.set(after, actors);
    if (trees.find(tree, hand) < 0) this.#learn(tree, ask, 'a property');
    const found: number[] = [];
    for (let ref = trees.code[tree + 1]!; ref > 0; ref = trees.code[ref + 1 + hand[trees.code[ref]!]!]!) {
      found.push(trees.code[ref]! % actors);
    }
    return found;
  }

  /** Steps and deliveries in turn, until no local state is new; then the predicates. */
  #close(): void {
    const { length } = this.#system.steps;
    for (let grown = true; grown;) {
      this.sizes = this.relation.locals.map(({ size }) => size);
      const offers = new Map<string, Offer>();
      for (let step = 0; step < length; step++)
        this.#ask(step, (set, fixed) => this.#offer(set, fixed, offers));
      for (const offer of offers.values()) this.#deliver(offer);
      grown = this.relation.locals.some(({ size }, actor) => size > this.sizes[actor]!);
    }
    for (let question = length; question < this.#asks.length; question++)
      this.#ask(question, () => undefined);
  }

  /** Asks a question wherever it can be asked; calls back with each answer and the actors that it was given for. */
  #ask(question: number, answered: (answer: number, fixed: ReadonlySet<number>) => void): void {
    const { trees, hand } = this.relation;
    const fixed = new Set<number>();
    let left = PATIENCE;
    const go = (slot: number): void => {
      if (left-- <= 0) return;
      if (trees.code[slot] === 0 && this.#patience > 0) {
        this.#patience--;
        this.#learn(question, this.#asks[question]!, this.#names[question]!);
      }
      const ref = trees.code[slot]!;
      if (ref < 0) answered(-ref - 1, fixed);
      if (ref <= 0) return;
      const actor = trees.code[ref]!;
      fixed.add(actor);
      for (let local = 0; local < this.sizes[actor]!; local++) {
        hand[actor] = local;
        go(ref + 1 + local);
      }
      fixed.delete(actor);
    };
    hand.fill(0);
    go(question + 1);
  }

  /** Of the state in hand, which perhaps is never reached: where code throws, nobody knows. */
  #learn(tree: number, ask: () => number, name: string): void {
    const { relation } = this;
    const reads: Read[] = [];
    const call = (): number => {
      try {
        return ask();
      } catch {
        return UNSURE;
      }
    };
    relation.calls.user++;
    relation.trees.learn(tree, reads, relation.observe(name, call, reads));
  }

  /** Notes what a step delivers in the state in hand, of which it has looked at some actors. */
  #offer(set: number, fixed: ReadonlySet<number>, offers: Map<string, Offer>): void {
    if (set === 0 || set === UNSURE) return;
    const { events, hand } = this.relation;
    const ids = events.eventsOf(set);
    const froms = ids.map((id) => (fixed.has(events.actor[id]!) ? hand[events.actor[id]!]! : -1));
    offers.set(`${set} ${froms.join()}`, { ids, froms });
  }

  /** Lets the receivers take their events, wherever all of them could. */
  #deliver({ ids, froms }: Offer): void {
    const takers = ids.map((id, i) => {
      const size = this.sizes[this.relation.events.actor[id]!]!;
      const all = froms[i]! >= 0 ? [froms[i]!] : Array.from({ length: size }, (_, local) => local);
      return all.filter((local) => this.#takes(id, local) !== 'no');
    });
    if (takers.some(({ length }) => length === 0)) return;
    ids.forEach((id, i) => {
      for (const local of takers[i]!) this.#go(id, local);
    });
  }

  #takes(id: number, local: number): Taking {
    const known = (this.#taking[id] ??= [])[local];
    if (known !== undefined) return known;
    const { actor, event } = this.relation.events.events[id]!;
    const { name, machine } = this.#system.actors[actor]!;
    const snapshot = this.relation.locals[actor]!.snapshots[local]!;
    this.relation.calls.xstate++;
    let taking: Taking = 'threw';
    try {
      taking = takes({ actor: name, machine }, snapshot, event) ? 'yes' : 'no';
    } catch {
      // It is asked again if the search comes there.
    }
    return (this.#taking[id][local] = taking);
  }

  /** Learns where an event leads, unless that is a new local state and there are enough. */
  #go(id: number, local: number): void {
    const { events, locals, calls } = this.relation;
    const { actor, event } = events.events[id]!;
    if (events.answers[events.base[id]! + local] !== UNKNOWN) return;
    if (this.#takes(id, local) !== 'yes') return;
    const { name, machine } = this.#system.actors[actor]!;
    try {
      calls.xstate++;
      const next = nextSnapshot({ actor: name, machine }, locals[actor]!.snapshots[local]!, event);
      if (locals[actor]!.find(next) === undefined && locals[actor]!.size >= this.#caps[actor]!) return;
      this.relation.learnEvent(id, local);
    } catch {
      this.#taking[id]![local] = 'threw';
    }
  }
}

/** A step as filters of properties see it. */
function infoOf({ name, by, at }: StepDefinition): { name: string; by?: string; at?: string } {
  return { name, ...(by === undefined ? {} : { by }), ...(at === undefined ? {} : { at }) };
}
