import type { Formula } from './formula.ts';
import type { Machines, StepDefinition, View } from '../system/types.ts';

/**
 * What a predicate may answer. An object stands for the answer that makes the property fail (`false` in `always`,
 * `true` in `never`), and its entries are shown with the counterexample.
 */
export type Answer = boolean | Readonly<Record<string, unknown>>;

/** A pure function of a state. */
export type Predicate<A extends Machines> = (state: View<A>) => Answer;

/** One step as `onStep` sees it. */
export interface StepTaken<A extends Machines> {
  readonly before: View<A>;
  readonly after: View<A>;
  readonly step: Pick<StepDefinition, 'name' | 'by' | 'at'>;
}

/** A pure function of a step and the states before and after it. */
export type StepPredicate<A extends Machines> = (taken: StepTaken<A>) => Answer;

/** Which steps an `onStep` property is about: an exact name, a pattern, or a test. */
export type StepFilter = string | RegExp | ((step: Pick<StepDefinition, 'name' | 'by' | 'at'>) => boolean);

/** What readers want to know about a property. */
export interface PropertyDetails {
  /** One sentence: what it says. */
  readonly about?: string;
  /** The bugs that violated it, or where the rule comes from. */
  readonly cites?: readonly string[];
}

interface Named extends PropertyDetails {
  readonly name: string;
}

export interface StateProperty<A extends Machines> extends Named {
  readonly kind: 'always' | 'never' | 'reachable';
  readonly predicates: readonly Predicate<A>[];
}

export interface StepProperty<A extends Machines> extends Named {
  readonly kind: 'onStep';
  readonly on: StepFilter;
  readonly predicates: readonly StepPredicate<A>[];
}

/** Freedom from deadlock; checked on every system. */
export interface DeadlockProperty extends Named {
  readonly kind: 'deadlock';
}

/** From every reachable state, some run leads to a state that satisfies the predicate: AG EF of branching time. */
export interface RecoverableProperty<A extends Machines> extends Named {
  readonly kind: 'recoverable';
  readonly predicates: readonly [Predicate<A>];
}

/** Something about infinite runs, under the fairness of the system's steps and actors. */
export interface TemporalProperty<A extends Machines> extends Named {
  readonly kind: 'leadsTo' | 'eventually' | 'alwaysEventually' | 'eventuallyAlways' | 'ltl';
  /** Over the predicates, by position. */
  readonly formula: Formula;
  /** As it was written, or as it would be. */
  readonly text: string;
  readonly predicates: readonly Predicate<A>[];
  /** What the predicates are called in `text`. */
  readonly atoms: readonly string[];
}

export type LivenessProperty<A extends Machines> = RecoverableProperty<A> | TemporalProperty<A>;

export type Property<A extends Machines> =
  StateProperty<A> | StepProperty<A> | DeadlockProperty | LivenessProperty<A>;

export type PropertyKind = Property<Machines>['kind'];

/**
 * - `holds`: the whole state space was explored.
 * - `violated`: there is a counterexample (or, for `reachable`, the whole state space has no witness).
 * - `incomplete`: a bound was hit before either was known. Never a pass.
 * - `vacuous`: it holds, but only because what it is about never happened.
 */
export type Verdict = 'holds' | 'violated' | 'incomplete' | 'vacuous';
