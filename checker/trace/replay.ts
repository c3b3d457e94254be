import { RefholdError } from '../errors.ts';
import { findIn, isLiveness } from '../property/evaluate.ts';
import { notingView, readValues } from '../property/explain.ts';
import { matchesStep } from '../property/properties.ts';
import type { Answer, Property, StepProperty, TemporalProperty } from '../property/types.ts';
import { enabledSteps, initialState, take } from '../system/semantics.ts';
import type { Taken } from '../system/semantics.ts';
import { suggest } from '../system/suggest.ts';
import type { Machines, System } from '../system/types.ts';
import type { SystemState } from '../system/view.ts';
import { viewOf } from '../system/view.ts';
import { changes, localStates } from './diff.ts';
import type { Trace, TraceStep } from './types.ts';
import { waitGraph } from './waits/graph.ts';

/** A run of a system through XState, with no table in between. */
export interface Run {
  readonly states: readonly SystemState[];
  readonly taken: readonly Taken[];
}

/** Takes the named steps one after the other. Throws RH207 at the first that does not exist. */
export function runSteps(system: System, names: readonly string[]): Run {
  const states = [initialState(system)];
  const taken: Taken[] = [];
  names.forEach((name, i) => {
    const step = system.steps.find((candidate) => candidate.name === name);
    const known = system.steps.map((candidate) => candidate.name);
    if (step === undefined) {
      throw new RefholdError('RH207', {
        what: `the system has no step "${name}".${suggest(name, known)}`,
        where: [`step ${i + 1} of the trace`],
      });
    }
    const next = take(system, states[i]!, step);
    if (next === null)
      throw new RefholdError('RH207', { what: `"${name}"`, where: [`step ${i + 1} of the trace`] });
    taken.push(next);
    states.push(next.after);
  });
  return { states, taken };
}

/** What a property finds at the end of a run: an answer, or null for nothing. */
export function findAtEnd(system: System, run: Run, property: Property<Machines>): Answer | null {
  const last = run.states.at(-1)!;
  if (property.kind === 'deadlock') {
    return enabledSteps(system, last).length === 0 && !system.ends(viewOf(system, last)) ? true : null;
  }
  if (isLiveness(property.kind)) return null;
  if (property.kind !== 'onStep') return findIn(property, viewOf(system, last));
  const [before, taken] = [run.states.at(-2), run.taken.at(-1)];
  if (before === undefined || taken === undefined || !isAbout(property, taken)) return null;
  return findIn(property, viewOf(system, before), viewOf(system, last), taken.step);
}

/** A run as a trace: what each step delivered and changed, and why the property found something at its end. */
export function traceOf(system: System, run: Run, property: Property<Machines>): Trace {
  const answer = findAtEnd(system, run, property);
  return {
    initial: localStates(system, run.states[0]!),
    steps: run.taken.map((taken, i) => traceStep(system, run.states[i]!, taken)),
    final: localStates(system, run.states.at(-1)!),
    ...(typeof answer === 'object' && answer !== null ? { values: answer } : {}),
    reads: readsOf(system, run, property),
    ...waitsOf(system, run),
  };
}

/** Who waits for whom at the end of a run, where that is a deadlock. */
export function waitsOf(system: System, run: Run): Pick<Trace, 'waits'> {
  const last = run.states.at(-1)!;
  if (enabledSteps(system, last).length > 0 || system.ends(viewOf(system, last))) return {};
  const waits = waitGraph(system, run);
  return waits === undefined ? {} : { waits };
}

function traceStep(system: System, before: SystemState, { step, deliveries, after }: Taken): TraceStep {
  return {
    step: step.name,
    ...(step.by === undefined ? {} : { by: step.by }),
    ...(step.at === undefined ? {} : { at: step.at }),
    ...(step.about === undefined ? {} : { about: step.about }),
    deliveries: deliveries.map(({ actor, event }) => ({ actor: system.actors[actor]!.name, event })),
    changes: changes(system, before, after),
  };
}

/** Whether a property is about this step. */
export function isAbout(property: StepProperty<Machines>, { step }: Taken): boolean {
  const info = { name: step.name, ...(step.by ? { by: step.by } : {}), ...(step.at ? { at: step.at } : {}) };
  return matchesStep(property.on, info);
}

function readsOf(system: System, run: Run, property: Property<Machines>): Trace['reads'] {
  if (property.kind === 'deadlock' || isTemporal(property)) return [];
  const notes = new Map<string, unknown>();
  const last = run.states.at(-1)!;
  if (property.kind === 'onStep') {
    const [earlier, taken] = [run.states.at(-2), run.taken.at(-1)];
    if (earlier === undefined || taken === undefined || !isAbout(property, taken)) return [];
    const before = notingView(system, earlier, notes, 'before.');
    findIn(property, before, notingView(system, last, notes, 'after.'), taken.step);
  } else {
    // Only the predicate that found something is worth explaining: those before it found nothing.
    for (const predicate of property.predicates) {
      notes.clear();
      if (findIn({ ...property, predicates: [predicate] }, notingView(system, last, notes)) !== null) break;
    }
  }
  return readValues(notes);
}

function isTemporal(property: Property<Machines>): property is TemporalProperty<Machines> {
  return isLiveness(property.kind) && property.kind !== 'recoverable';
}
