import { RefholdError } from '../errors.ts';
import { isFinding } from '../property/evaluate.ts';
import type { ReadValue } from '../property/explain.ts';
import { headOf } from '../property/head.ts';
import { noDeadlock } from '../property/properties.ts';
import type { Answer, Property, Verdict } from '../property/types.ts';
import type { Checkable } from '../scenario/scenario.ts';
import { suggest } from '../system/suggest.ts';
import type { Machines } from '../system/types.ts';
import { localStates } from '../trace/diff.ts';
import { runSteps } from '../trace/replay.ts';
import type { LocalState, Trace } from '../trace/types.ts';
import { why } from '../trace/why.ts';
import { counted } from './text/numbers.ts';

/** Which property is to be explained, and where. */
export interface WhyRequest {
  readonly property: string;
  /** Steps before the state: 0 is the first state. Default: the end of the trace. */
  readonly at?: number;
  /** Name of the property whose trace it is. Default: the same one, else the first that is violated. */
  readonly trace?: string;
}

/** What a property says of one state of a trace, and what decided it. */
export interface WhyReport {
  readonly property: string;
  readonly kind: string;
  /** The formula of a temporal property. */
  readonly formula?: string;
  /** The property whose trace it is; left out where there is none, and the first state was asked about. */
  readonly trace?: string;
  /** How long that trace is. */
  readonly steps: number;
  /** Steps before the state. */
  readonly at: number;
  /** The last of them. */
  readonly step?: string;
  readonly state: Readonly<Record<string, LocalState>>;
  /** Empty for a property of steps that is not about this one. */
  readonly predicates: readonly PredicateReport[];
}

/** What one predicate answered. */
export interface PredicateReport {
  /** Its name in a formula, else its number. */
  readonly predicate: string;
  readonly answer: Answer;
  /** Whether that violates the property, or is what it looks for; left out where one state cannot say. */
  readonly finding?: boolean;
  /** In order; the last ones decided. */
  readonly reads: readonly ReadValue[];
}

/** A property with its trace, if it has one. */
export interface Traced {
  readonly name: string;
  readonly verdict: Verdict;
  readonly trace?: Trace;
}

/** Asks a property about a state of one of the traces. Throws RH408, RH409. */
export function explainState(
  { system, properties }: Checkable,
  request: WhyRequest,
  traced: readonly Traced[],
): WhyReport {
  const property = findProperty(properties, request.property);
  const chosen = traceFor(request, traced);
  const names = (chosen?.trace?.steps ?? []).map(({ step }) => step);
  const at = request.at ?? names.length;
  refuseBeyond(at, chosen);
  const run = runSteps(system, names);
  const step = names[at - 1];
  const { name, kind, formula } = headOf(property);
  return {
    property: name,
    kind,
    ...(formula === undefined ? {} : { formula }),
    ...(chosen === undefined ? {} : { trace: chosen.name }),
    steps: names.length,
    at,
    ...(step === undefined ? {} : { step }),
    state: localStates(system, run.states[at]!),
    predicates: why(system, property, run, at).map((one) => ({ ...one, ...findingOf(property, one.answer) })),
  };
}

/** The property of this name, freedom from deadlock among them. Throws RH409. */
export function findProperty(properties: Checkable['properties'], name: string): Property<Machines> {
  const all = properties.some(({ kind }) => kind === 'deadlock') ? properties : [...properties, noDeadlock];
  const found = all.find((property) => property.name === name);
  if (found !== undefined) return found;
  const known = all.map((property) => property.name);
  throw new RefholdError('RH409', { what: `"${name}".${suggest(name, known)}` });
}

/** The trace to look along; undefined for the first state, which needs none. */
function traceFor({ property, at, trace }: WhyRequest, traced: readonly Traced[]): Traced | undefined {
  const all = traced.filter((one) => one.trace !== undefined);
  const chosen =
    trace === undefined
      ? (all.find(({ name }) => name === property) ?? all.find(({ verdict }) => verdict === 'violated'))
      : all.find(({ name }) => name === trace);
  if (chosen !== undefined || (trace === undefined && at === 0)) return chosen;
  const names = all.map(({ name }) => `"${name}"`).join(', ');
  throw new RefholdError('RH408', {
    what:
      trace === undefined
        ? `--why "${property}", but there is no trace to look along`
        : `--trace "${trace}", which has no trace here`,
    fix:
      names === ''
        ? 'Without a trace there is only the first state: --at 0.'
        : `There is a trace of ${names}: name it with --trace.`,
  });
}

function refuseBeyond(at: number, chosen: Traced | undefined): void {
  const steps = chosen?.trace?.steps.length ?? 0;
  if (at <= steps) return;
  throw new RefholdError('RH408', {
    what: `--at ${at}, but the trace of "${chosen!.name}" has ${counted(steps, 'step')}`,
    fix: `Write 0 for the first state, up to ${steps} for the last one, or choose another trace with --trace.`,
  });
}

/** One state says nothing about runs, and the answer about deadlock is the steps themselves. */
function findingOf(property: Property<Machines>, answer: Answer): { finding?: boolean } {
  switch (property.kind) {
    case 'always':
    case 'never':
    case 'onStep':
    case 'reachable':
      return { finding: isFinding(property, answer) };
    default:
      return {};
  }
}
