import type { Machines } from '../system/types.ts';
import type {
  DeadlockProperty,
  Predicate,
  PropertyDetails,
  StateProperty,
  StepFilter,
  StepPredicate,
  StepProperty,
} from './types.ts';

type OneOrMore<T> = T | readonly T[];

/**
 * The predicate is true in every reachable state. A list of predicates is their conjunction: one per actor or pair
 * of actors keeps each answer small to remember.
 *
 * @example always('dd_ref never underflows', (s) => s.net0.context.ddRef >= 0 || { dd_ref: s.net0.context.ddRef })
 */
export function always<A extends Machines>(
  name: string,
  predicates: OneOrMore<Predicate<A>>,
  details: PropertyDetails = {},
): StateProperty<A> {
  return { ...details, kind: 'always', name, predicates: list(predicates) };
}

/**
 * The predicate is true in no reachable state. A list of predicates: none of them is.
 *
 * @example never('the kernel panics', (s) => s.net0.hasTag('panicked'))
 */
export function never<A extends Machines>(
  name: string,
  predicates: OneOrMore<Predicate<A>>,
  details: PropertyDetails = {},
): StateProperty<A> {
  return { ...details, kind: 'never', name, predicates: list(predicates) };
}

/**
 * Some reachable state satisfies the predicate (or one of them). The trace to it is shown as a witness.
 *
 * @example reachable('halt completes', (s) => s.web.matches('dead'))
 */
export function reachable<A extends Machines>(
  name: string,
  predicates: OneOrMore<Predicate<A>>,
  details: PropertyDetails = {},
): StateProperty<A> {
  return { ...details, kind: 'reachable', name, predicates: list(predicates) };
}

/**
 * Whenever one of these steps is taken, the predicate is true of the states before and after it.
 * Vacuous if none of them ever is.
 *
 * @example onStep('only an unused link is freed', /dls_devnet_unset/, ({ before }) => before.net0.context.ddRef === 1)
 */
export function onStep<A extends Machines>(
  name: string,
  on: StepFilter,
  predicates: OneOrMore<StepPredicate<A>>,
  details: PropertyDetails = {},
): StepProperty<A> {
  return { ...details, kind: 'onStep', name, on, predicates: list(predicates) };
}

/** No reachable state is without steps, unless the system's `ends` accepts it. Added to every check. */
export const noDeadlock: DeadlockProperty = {
  kind: 'deadlock',
  name: 'no deadlock',
  about: 'Some step is always possible, except in states that are accepted ends.',
};

function list<T extends (...args: never[]) => unknown>(oneOrMore: OneOrMore<T>): readonly T[] {
  return typeof oneOrMore === 'function' ? [oneOrMore] : oneOrMore;
}

/** Whether a step is one that the filter is about. */
export function matchesStep(filter: StepFilter, step: { name: string; by?: string; at?: string }): boolean {
  if (typeof filter === 'string') return step.name === filter;
  if (filter instanceof RegExp)
    return new RegExp(filter.source, filter.flags.replace(/[gy]/g, '')).test(step.name);
  return filter(step as Parameters<typeof filter>[0]);
}
