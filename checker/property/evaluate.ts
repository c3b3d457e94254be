import { callUser, messageOf, RefholdError } from '../errors.ts';
import type { Machines, StepDefinition, View } from '../system/types.ts';
import type { Answer, LivenessProperty, Property } from './types.ts';

/** Whether an answer is a finding: a violation of `always`, `never` or `onStep`, or a witness of `reachable`. */
export function isFinding({ kind, name }: Property<Machines>, answer: Answer): boolean {
  if (isLiveness(kind)) {
    if (typeof answer === 'boolean') return answer;
    throw new RefholdError('RH209', {
      what: `it answered ${messageOf(answer)} where only true and false make sense`,
      where: [`property ${name}`],
    });
  }
  return kind === 'never' || kind === 'reachable' ? answer !== false : answer !== true;
}

/** Whether a property is about more than single states and steps: it needs the whole state graph. */
export function isLiveness(kind: Property<Machines>['kind']): boolean {
  return LIVENESS.has(kind);
}

const LIVENESS: ReadonlySet<string> = new Set<LivenessProperty<Machines>['kind']>([
  'recoverable',
  'leadsTo',
  'eventually',
  'alwaysEventually',
  'eventuallyAlways',
  'ltl',
]);

/** Calls a predicate, and refuses what it may not do: throw (RH201) or answer with something else (RH209). */
export function ask(property: string, call: () => unknown): Answer {
  const where = [`property ${property}`];
  const answer = callUser(where, call);
  if (typeof answer === 'boolean') return answer;
  if (typeof answer === 'object' && answer !== null && !(answer instanceof Promise)) return answer as Answer;
  throw new RefholdError('RH209', { what: `it answered ${messageOf(answer)}`, where });
}

/** Asks every predicate of a property about a state or step; the first finding, or null. */
export function findIn(
  property: Property<Machines>,
  before: View<Machines>,
  after?: View<Machines>,
  step?: StepDefinition,
): Answer | null {
  if (property.kind === 'deadlock') return null;
  for (const predicate of property.predicates as readonly ((argument: unknown) => unknown)[]) {
    const argument = property.kind === 'onStep' ? { before, after, step } : before;
    const answer = ask(property.name, () => predicate(argument));
    if (isFinding(property, answer)) return answer;
  }
  return null;
}
