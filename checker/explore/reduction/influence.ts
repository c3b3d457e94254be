/** Who can influence whom: made from what steps and predicates answer in all combinations of local states. */
import { REFUSED } from '../../relation/events.ts';
import { makeBits, setBit } from './bits.ts';
import type { Bits } from './bits.ts';
import { Diagrams } from './diagrams.ts';
import { UNSURE } from './reach.ts';
import type { Reach } from './reach.ts';

/** A condition on states, as long as it is false: what must happen before it can become true. */
export interface Condition {
  /** Its diagram. */
  readonly node: number;
  /** By actor that it may look at. */
  readonly actors: ReadonlyMap<number, Blocking>;
}

export interface Blocking {
  /** By local state: 1 if the condition is false in it whatever the other actors do. */
  readonly blocked: Uint8Array;
  /** Steps that may lead from a blocked local state to one that is not. */
  readonly entering: Bits;
  /** By local state: what remains of the condition there. */
  readonly residuals: Int32Array;
}

/** What one step does in all combinations of local states. */
export interface StepFunction {
  /** Answers are 0 (it does not exist), UNSURE, or the number of a set of deliveries that all receivers take. */
  readonly node: number;
  /** By actor that it looks at or delivers to: the class of each local state. Within a class it does the same. */
  readonly classes: ReadonlyMap<number, Int32Array>;
  readonly enabled: Condition;
  /** That it comes to where nobody knows what it does; undefined if it never does. */
  readonly danger: Condition | undefined;
}

/** Local moves of one actor: by which step, from where, to where. */
interface Moves {
  readonly step: number[];
  readonly from: number[];
  readonly to: number[];
}

export class Influence {
  readonly diagrams = new Diagrams();
  readonly steps: readonly StepFunction[];
  /** By property: the conditions under which it is decided. */
  readonly goals: ReadonlyMap<number, readonly Condition[]>;
  readonly #reach: Reach;
  readonly #moves: readonly Moves[];
  readonly #movers: readonly Bits[][];
  readonly #leaving = new Map<string, Bits>();
  readonly #sensitive: readonly Map<number, Bits>[];

  constructor(reach: Reach) {
    this.#reach = reach;
    const { system, actors } = reach.relation;
    const nodes = system.steps.map((_, step) => this.#stepNode(step));
    this.#moves = Array.from({ length: actors }, () => ({ step: [], from: [], to: [] }));
    const classes = nodes.map((node, step) => this.#classes(node, step));
    this.#movers = reach.sizes.map((size) => Array.from({ length: size }, () => this.#none()));
    this.#moves.forEach(({ step, from }, actor) => {
      step.forEach((one, i) => setBit(this.#movers[actor]![from[i]!]!, one));
    });
    this.#sensitive = reach.sizes.map(() => new Map());
    this.steps = nodes.map((node, step) => ({
      node,
      classes: classes[step]!,
      enabled: this.#condition(node, (answer) => answer !== 0),
      danger: this.diagrams.answers(node).includes(UNSURE)
        ? this.#condition(node, (answer) => answer === UNSURE)
        : undefined,
    }));
    const goals = new Map<number, Condition[]>();
    for (const { property, tree } of reach.predicates) {
      const node = this.#predicateNode(tree);
      const condition = this.#condition(node, (answer) => answer !== 0);
      goals.set(property, [...(goals.get(property) ?? []), condition]);
    }
    this.goals = goals;
  }

  /** Steps that may take an actor out of a local state. */
  movers(actor: number, local: number): Bits {
    return this.#movers[actor]![local]!;
  }

  /** Steps that may take an actor from local states of one class to another class. `key` names the classes. */
  leaving(key: string, actor: number, classes: Int32Array, from: number): Bits {
    const name = `${key} ${actor} ${from}`;
    const known = this.#leaving.get(name);
    if (known !== undefined) return known;
    const bits = this.#none();
    this.#eachMove(actor, (step, before, after) => {
      if (classes[before] === from && classes[after] !== from) setBit(bits, step);
    });
    this.#leaving.set(name, bits);
    return bits;
  }

  /** Steps to which it makes a difference in which of two local states an actor is. */
  sensitive(actor: number, one: number, other: number): Bits {
    const key = one * this.#reach.sizes[actor]! + other;
    const known = this.#sensitive[actor]!.get(key);
    if (known !== undefined) return known;
    const bits = this.#none();
    this.steps.forEach(({ classes }, step) => {
      const of = classes.get(actor);
      if (of !== undefined && of[one] !== of[other]) setBit(bits, step);
    });
    this.#sensitive[actor]!.set(key, bits);
    return bits;
  }

  #none(): Bits {
    return makeBits(this.#reach.relation.system.steps.length);
  }

  #eachMove(actor: number, visit: (step: number, from: number, to: number) => void): void {
    const { step, from, to } = this.#moves[actor]!;
    step.forEach((one, i) => visit(one, from[i]!, to[i]!));
  }

  /** The diagram of a step, which also looks at its receivers. */
  #stepNode(step: number): number {
    const { relation, sizes } = this.#reach;
    const { trees, events } = relation;
    const fixed = new Map<number, number>();
    // The others may refuse where nobody knows what one of them does: then nothing happens there.
    const offered = (set: number, ids: readonly number[], leads = set): number => {
      const [id, ...rest] = ids;
      if (id === undefined) return this.diagrams.leaf(leads);
      const actor = events.actor[id]!;
      const at = (local: number): number => {
        const target = this.#reach.target(id, local);
        if (target === REFUSED) return this.diagrams.leaf(0);
        return offered(set, rest, target === UNSURE ? UNSURE : leads);
      };
      const known = fixed.get(actor);
      if (known !== undefined) return at(known);
      return this.diagrams.look(
        actor,
        Int32Array.from({ length: sizes[actor]! }, (_, local) => at(local)),
      );
    };
    const go = (ref: number): number => {
      const set = ref === 0 ? UNSURE : -ref - 1;
      if (ref <= 0) return offered(set, set === UNSURE ? [] : events.eventsOf(set));
      const actor = trees.code[ref]!;
      const thens = Int32Array.from({ length: sizes[actor]! }, (_, local) => {
        fixed.set(actor, local);
        return go(trees.code[ref + 1 + local]!);
      });
      fixed.delete(actor);
      return this.diagrams.look(actor, thens);
    };
    return go(trees.code[step + 1]!);
  }

  #predicateNode(tree: number): number {
    const { relation, sizes } = this.#reach;
    const { code } = relation.trees;
    const go = (ref: number): number => {
      if (ref <= 0) return this.diagrams.leaf(ref === 0 ? UNSURE : -ref - 1);
      const actor = code[ref]!;
      return this.diagrams.look(
        actor,
        Int32Array.from({ length: sizes[actor]! }, (_, local) => go(code[ref + 1 + local]!)),
      );
    };
    return go(code[tree + 1]!);
  }

  /** Classes of a step; notes its moves on the way. A local state that it moves is a class of its own. */
  #classes(node: number, step: number): Map<number, Int32Array> {
    const { events } = this.#reach.relation;
    const receivers = new Set(
      this.diagrams
        .answers(node)
        .flatMap((set) => (set === UNSURE ? [] : events.eventsOf(set).map((id) => events.actor[id]!))),
    );
    const classes = new Map<number, Int32Array>();
    for (const actor of new Set([...this.diagrams.support(node), ...receivers])) {
      const residuals = this.diagrams.residuals(node, actor, this.#reach.sizes[actor]!);
      classes.set(
        actor,
        residuals.map((rest, local) => (this.#noteMoves(rest, step, actor, local) ? -1 - local : rest)),
      );
    }
    return classes;
  }

  /** Whether the step may take the actor out of this local state; notes where to. */
  #noteMoves(node: number, step: number, actor: number, local: number): boolean {
    const { events } = this.#reach.relation;
    const targets = new Set<number>();
    for (const set of this.diagrams.answers(node)) {
      if (set === UNSURE) continue;
      for (const id of events.eventsOf(set)) {
        if (events.actor[id] === actor) targets.add(this.#reach.target(id, local));
      }
    }
    targets.delete(local);
    const moves = this.#moves[actor]!;
    for (const target of targets) {
      moves.step.push(step);
      moves.from.push(local);
      moves.to.push(target);
    }
    return targets.size > 0;
  }

  #condition(node: number, isTrue: (answer: number) => boolean): Condition {
    const actors = new Map<number, Blocking>();
    for (const actor of this.diagrams.support(node)) {
      const residuals = this.diagrams.residuals(node, actor, this.#reach.sizes[actor]!);
      const blocked = Uint8Array.from(residuals, (rest) => Number(!this.diagrams.answers(rest).some(isTrue)));
      const entering = this.#none();
      this.#eachMove(actor, (step, from, to) => {
        if (blocked[from] === 1 && blocked[to] === 0) setBit(entering, step);
      });
      actors.set(actor, { blocked, entering, residuals });
    }
    return { node, actors };
  }
}
