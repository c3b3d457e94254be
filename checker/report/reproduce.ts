import { RefholdError } from '../errors.ts';
import { noDeadlock } from '../property/properties.ts';
import type { Property } from '../property/types.ts';
import type { Checkable } from '../scenario/scenario.ts';
import { enabledSteps } from '../system/semantics.ts';
import { suggest } from '../system/suggest.ts';
import type { Machines, System } from '../system/types.ts';
import { runSteps, traceOf } from '../trace/replay.ts';
import type { Run } from '../trace/replay.ts';
import type { Trace } from '../trace/types.ts';
import type { PropertyReport } from './report.ts';
import { findAgain } from './findAgain.ts';
import { firstDifference } from './same.ts';

/** What became of a saved trace when its steps were taken again, through XState. */
export type Reproduction = Reproduced | Gone | Departed | Unknown;

/** The property still finds what it found. */
export interface Reproduced {
  readonly kind: 'reproduced';
  readonly trace: Trace;
  /** Where the way there is not the saved one; undefined if it is the same in all states. */
  readonly difference: string | undefined;
}

/** All steps could be taken, but the property finds nothing at their end. */
export interface Gone {
  readonly kind: 'gone';
  readonly trace: Trace;
  readonly difference: string | undefined;
  /** Where there is more to say than that. */
  readonly why?: string;
}

/** Some step does not exist any more, or not in the state that was reached. */
export interface Departed {
  readonly kind: 'departed';
  /** The way as far as it could be gone. */
  readonly trace: Trace;
  /** Number of the step that could not be taken, from 1. */
  readonly at: number;
  readonly step: string;
  readonly why: string;
  /** The steps that exist in the state before it. */
  readonly possible: readonly string[];
}

/** There is no such property any more. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly why: string;
}

/** Takes the steps of a saved trace again. Throws what the model throws (RH1xx, RH2xx), but not RH207. */
export async function reproduce(
  checkable: Checkable,
  saved: PropertyReport,
  trace: Trace,
): Promise<Reproduction> {
  const system = checkable.system;
  const property = findProperty(checkable, saved);
  if (property === undefined) {
    const names = checkable.properties.map(({ name }) => name);
    return {
      kind: 'unknown',
      why: `there is no property "${saved.name}" any more.${suggest(saved.name, names)}`,
    };
  }
  const steps = trace.steps.map(({ step }) => step);
  const { run, error } = runAsFar(system, steps);
  if (error !== undefined) return departed(system, run, steps, error);
  const { found, ...more } = await findAgain(system, property, run, trace);
  const now = { ...traceOf(system, run, property), ...more.notes };
  const difference = firstDifference(trace, now);
  if (found) return { kind: 'reproduced', trace: now, difference };
  return { kind: 'gone', trace: now, difference, ...(more.why === undefined ? {} : { why: more.why }) };
}

function findProperty(
  { properties }: Checkable,
  { name, kind }: PropertyReport,
): Property<Machines> | undefined {
  return (
    properties.find((property) => property.name === name) ?? (kind === 'deadlock' ? noDeadlock : undefined)
  );
}

/** The longest run of these steps, and what is wrong with the one after it. */
function runAsFar(system: System, steps: readonly string[]): { run: Run; error: RefholdError | undefined } {
  let error: RefholdError | undefined;
  for (let length = steps.length; ; length--) {
    try {
      return { run: runSteps(system, steps.slice(0, length)), error };
    } catch (thrown) {
      if (!(thrown instanceof RefholdError) || thrown.code !== 'RH207') throw thrown;
      error = thrown;
    }
  }
}

function departed(system: System, run: Run, steps: readonly string[], error: RefholdError): Departed {
  const at = run.taken.length + 1;
  const step = steps[at - 1]!;
  const known = system.steps.some(({ name }) => name === step);
  return {
    kind: 'departed',
    trace: traceOf(system, run, noDeadlock),
    at,
    step,
    why: known ? 'it does not exist in this state any more' : error.what,
    possible: enabledSteps(system, run.states.at(-1)!).map((taken) => taken.step.name),
  };
}
