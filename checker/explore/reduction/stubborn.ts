import type { Bits } from './bits.ts';
import { addAll, countCommon, eachBit, hasBit, makeBits, setBit } from './bits.ts';
import type { Condition, Influence } from './influence.ts';
import { UNSURE } from './reach.ts';
import type { Reach } from './reach.ts';

/** What is still open about a check. */
export interface Open {
  /** Properties that have no finding yet: of states, and of steps. */
  readonly states: readonly number[];
  readonly steps: ReadonlySet<number>;
  readonly deadlock: boolean;
}

/** An enabled step is worse to have than one that is not: it leads to one more state. */
const COST_OF_ENABLED = 64;

/**
 * Stubborn sets. Of a state, a set T of steps such that what the other steps do, in any order, leaves T as it is:
 *
 * - with an enabled step, T has every step that may move an actor that it depends on, and every step that depends on an
 *   actor that it moves. So it can be taken now instead of later, and the others follow as they would have done.
 * - with a step that is not enabled, T has every step that may change that (a necessary enabling set).
 * - with every condition that a property looks for, T has every step that may make it true: on each way to such a state
 *   some step of T is taken. The same holds for every way to where the reduction does not know what the system does.
 * - while deadlocks are looked for, one step of T is enabled, if any is.
 *
 * On a way to what is looked for, the first step of T can therefore be moved to its beginning. What is left is one step
 * shorter, and begins in a state that the search comes to. So everything that is looked for is found, and at the same
 * distance; no step can be put off for ever (decision 0019).
 */
export class StubbornSets {
  readonly #reach: Reach;
  readonly #influence: Influence;
  readonly #count: number;
  readonly #unsure: readonly number[];
  #locals: ArrayLike<number> = [];
  /** Per step, what it delivers in the state at hand; 0 if it does not exist. */
  readonly #sets: Int32Array;
  #enabled: Bits;
  #open: Open = { states: [], steps: new Set(), deadlock: true };
  /** The set in work, and its members that were not looked at yet. */
  #chosen: Bits;
  readonly #waiting: number[] = [];

  constructor(reach: Reach, influence: Influence) {
    this.#reach = reach;
    this.#influence = influence;
    this.#count = influence.steps.length;
    this.#sets = new Int32Array(this.#count);
    this.#enabled = makeBits(this.#count);
    this.#chosen = makeBits(this.#count);
    this.#unsure = influence.steps.flatMap(({ danger }, step) => (danger === undefined ? [] : [step]));
  }

  /** Steps of which those that are enabled have to be taken; undefined for all. `locals`: a state, as {@link Reach} has it. */
  choose(locals: ArrayLike<number>, open: Open): Bits | undefined {
    this.#locals = locals;
    this.#open = open;
    if (!this.#look()) return undefined;
    this.#chosen = makeBits(this.#count);
    if (!this.#addGoals()) return undefined;
    for (const step of this.#unsure) {
      if (!hasBit(this.#chosen, step)) this.#prevent(this.#influence.steps[step]!.danger!);
    }
    if (open.deadlock && countCommon(this.#chosen, this.#enabled) === 0) this.#addOne();
    return countCommon(this.#chosen, this.#enabled) < countCommon(this.#enabled, this.#enabled)
      ? this.#chosen
      : undefined;
  }

  /** What every step does here. False if that is not known of one. */
  #look(): boolean {
    const { steps, diagrams } = this.#influence;
    this.#enabled.fill(0);
    for (let step = 0; step < this.#count; step++) {
      const set = diagrams.answer(steps[step]!.node, this.#locals);
      if (set === UNSURE) return false;
      this.#sets[step] = set;
      if (set !== 0) setBit(this.#enabled, step);
    }
    return true;
  }

  /** False if a condition is true already that no property was found by: then it is not known well enough. */
  #addGoals(): boolean {
    const { diagrams, goals } = this.#influence;
    for (const property of this.#open.states) {
      for (const condition of goals.get(property) ?? []) {
        if (diagrams.answer(condition.node, this.#locals) !== 0) return false;
        this.#prevent(condition);
      }
    }
    if (this.#open.steps.size === 0) return true;
    this.#reach.watched.forEach((questions, step) => {
      if (questions.some(({ property }) => this.#open.steps.has(property))) this.#add(step);
    });
    this.#close();
    return true;
  }

  /** Adds the enabled step that brings the fewest others with it. */
  #addOne(): void {
    const base = this.#chosen;
    let best: Bits | undefined;
    let fewest = Infinity;
    eachBit(this.#enabled, (step) => {
      if (fewest === 1) return;
      this.#chosen = base.slice();
      this.#add(step);
      this.#close();
      const count = countCommon(this.#chosen, this.#enabled);
      if (count >= fewest) return;
      fewest = count;
      best = this.#chosen;
    });
    this.#chosen = best ?? base;
  }

  #add(step: number): void {
    if (hasBit(this.#chosen, step)) return;
    setBit(this.#chosen, step);
    this.#waiting.push(step);
  }

  #addAll(steps: Bits): void {
    eachBit(steps, (step) => this.#add(step));
  }

  /** Adds what the members of the set need, and what that needs. */
  #close(): void {
    for (let step = this.#waiting.pop(); step !== undefined; step = this.#waiting.pop()) {
      if (this.#sets[step] === 0) this.#prevent(this.#influence.steps[step]!.enabled);
      else this.#keep(step);
    }
  }

  /** What an enabled step needs. */
  #keep(step: number): void {
    const { events } = this.#reach.relation;
    const { node, classes } = this.#influence.steps[step]!;
    const ids = events.eventsOf(this.#sets[step]!);
    const receivers = ids.map((id) => events.actor[id]!);
    const after = Array.from(this.#locals);
    for (const actor of new Set([...this.#influence.diagrams.path(node, this.#locals), ...receivers])) {
      this.#holdActor(`step ${step}`, actor, classes.get(actor)!);
    }
    ids.forEach((id, i) => {
      const actor = receivers[i]!;
      const local = this.#locals[actor]!;
      const target = this.#reach.target(id, local);
      after[actor] = target;
      if (target !== local) this.#addAll(this.#influence.sensitive(actor, local, target));
    });
    for (const question of this.#reach.watched[step]!) {
      if (!this.#open.steps.has(question.property)) continue;
      for (const actor of this.#reach.readBy(question, this.#locals, after)) {
        this.#addAll(this.#influence.movers(actor, this.#locals[actor]!));
      }
    }
  }

  /** Every step that may lead an actor out of the class of its local state. */
  #holdActor(key: string, actor: number, classes: Int32Array): void {
    const local = this.#locals[actor]!;
    const leaving = this.#influence.leaving(key, actor, classes, classes[local]!);
    this.#addAll(this.#cheapest([leaving, this.#influence.movers(actor, local)]));
  }

  /** Every step that may be the one that makes a condition true, or one of which each way there has at least one. */
  #prevent({ node, actors }: Condition): void {
    const options: Bits[] = [];
    for (const [actor, { blocked, entering }] of actors) {
      const local = this.#locals[actor]!;
      if (blocked[local] === 1) options.push(entering, this.#influence.movers(actor, local));
    }
    if (options.length > 0) this.#addAll(this.#cheapest(options));
    else {
      for (const actor of this.#influence.diagrams.path(node, this.#locals)) {
        this.#holdActor(`condition ${node}`, actor, actors.get(actor)!.residuals);
      }
    }
    this.#close();
  }

  /** The one of several sets that adds the fewest steps, above all enabled ones. */
  #cheapest(options: readonly Bits[]): Bits {
    let best = options[0]!;
    let least = Infinity;
    for (const option of options) {
      const more = makeBits(this.#count);
      addAll(more, option);
      for (let word = 0; word < more.length; word++) more[word]! &= ~this.#chosen[word]!;
      const cost = COST_OF_ENABLED * countCommon(more, this.#enabled) + countCommon(more, more);
      if (cost >= least) continue;
      least = cost;
      best = option;
    }
    return best;
  }
}
