import { RefholdError } from '../errors.ts';
import type { Search } from '../explore/types.ts';
import type { Finding } from '../property/monitor.ts';
import type { Machines, System } from '../system/types.ts';
import type { Property, RecoverableProperty } from '../property/types.ts';
import type { Relation } from '../relation/relation.ts';
import { stateKey } from '../system/semantics.ts';
import { viewOf } from '../system/view.ts';
import { ask } from '../property/evaluate.ts';
import { describeTrap } from './liveness.ts';
import type { Trap } from '../liveness/decide.ts';
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
  const run = runTo(relation, search, finding);
  const { system } = relation;
  if (findAtEnd(system, run, property) === null) {
    throw disagreement(run, run.taken.length, `a state where property "${property.name}" finds nothing`);
  }
  return traceOf(system, run, property);
}

/** The trace to a trap: from its end on, no run leads to where the property wants to get. */
export function reconstructTrap(
  relation: Relation,
  search: Search,
  property: RecoverableProperty<Machines>,
  trap: Trap,
): Trace {
  const run = runTo(relation, search, { state: trap.entry, step: undefined });
  const { system } = relation;
  const last = run.states.at(-1)!;
  if (ask(property.name, () => property.predicates[0](viewOf(system, last))) !== false) {
    throw disagreement(run, run.taken.length, `a state where property "${property.name}" is at its goal`);
  }
  const possible = system.steps.filter((_, step) => search.taken[step] === 1).map(({ name }) => name);
  const isStill = search.isStill(trap.states);
  return { ...traceOf(system, run, property), trap: describeTrap(system, trap, possible, isStill, last) };
}

function runTo(relation: Relation, search: Search, finding: Finding): Run {
  const { states, step: last } = search.path(finding);
  const names = states.slice(1).map((next, i) => stepBetween(relation, states[i]!, next));
  if (last !== undefined) names.push(relation.system.steps[last]!.name);
  const { system } = relation;
  const run = replayed(system, names);
  states.forEach((locals, i) => {
    if (stateKey(system, relation.snapshots(locals)) !== stateKey(system, run.states[i]!)) {
      throw disagreement(run, i, 'another state');
    }
  });
  return run;
}

function replayed(system: System, names: readonly string[]): Run {
  try {
    return runSteps(system, names);
  } catch (thrown) {
    if (!(thrown instanceof RefholdError) || thrown.code !== 'RH207') throw thrown;
    throw new RefholdError('RH206', {
      what: `XState refuses the step ${thrown.what}`,
      where: thrown.where,
      cause: thrown,
    });
  }
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
