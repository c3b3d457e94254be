import { RefholdError } from '../errors.ts';
import type { Search } from '../explore/search.ts';
import type { Finding } from '../property/monitor.ts';
import type { Machines } from '../system/types.ts';
import type { Property } from '../property/types.ts';
import type { Relation } from '../relation/relation.ts';
import { stateKey } from '../system/semantics.ts';
import { findAtEnd, runSteps, traceOf } from './replay.ts';
import type { Run } from './replay.ts';
import type { Trace } from './types.ts';

/**
 * The trace to a finding. The exploration only says which states lie on the way; the steps are taken anew through
 * XState, and states and finding must come out the same (else RH206).
 */
export function reconstruct(
  relation: Relation,
  search: Search,
  property: Property<Machines>,
  finding: Finding,
): Trace {
  const { states, step: last } = search.path(finding);
  const names = states.slice(1).map((next, i) => stepBetween(relation, states[i]!, next));
  if (last !== undefined) names.push(relation.system.steps[last]!.name);
  const { system } = relation;
  const run = runSteps(system, names);
  states.forEach((locals, i) => {
    if (stateKey(system, relation.snapshots(locals)) !== stateKey(system, run.states[i]!)) {
      throw disagreement(run, i, 'another state');
    }
  });
  if (findAtEnd(system, run, property) === null) {
    throw disagreement(run, names.length, `a state where property "${property.name}" finds nothing`);
  }
  return traceOf(system, run, property);
}

function stepBetween(relation: Relation, before: readonly number[], after: readonly number[]): string {
  const wanted = after.join();
  const step = relation.system.steps.findIndex((_, candidate) => {
    relation.hold(before);
    return relation.successor(candidate)?.join() === wanted;
  });
  return relation.system.steps[step]!.name;
}

function disagreement(run: Run, at: number, what: string): RefholdError {
  const step = run.taken[at - 1]?.step.name;
  return new RefholdError('RH206', {
    what: `XState comes to ${what}`,
    where: step === undefined ? ['the first state'] : [`step ${step}`, `step ${at} of the trace`],
  });
}
