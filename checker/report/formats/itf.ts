import type { LocalState } from '../../trace/types.ts';
import { statesOf } from '../../trace/states.ts';
import type { States } from '../../trace/states.ts';
import { showState } from '../text/values.ts';
import { endsWith, nameOf } from './format.ts';
import type { TraceDocument, TraceFormat } from './format.ts';

/** The variable that names the step that led to a state, as Apalache and Quint have it. */
const ACTION = 'mbt::actionTaken';
/** What it holds in the first state. */
const FIRST = 'init';

/** A value of ITF. */
export type ItfValue =
  | boolean
  | string
  | readonly ItfValue[]
  | { readonly '#bigint': string }
  | { readonly '#map': readonly (readonly [ItfValue, ItfValue])[] }
  | { readonly '#tup': readonly ItfValue[] }
  | { readonly '#unserializable': string }
  | { readonly [field: string]: ItfValue };

/** The Informal Trace Format of Apalache, for the trace viewers and converters of TLA+ and Quint. */
export const itf: TraceFormat = {
  name: 'itf',
  about: "Apalache's Informal Trace Format, for tools of TLA+ and Quint",
  extension: '.itf.json',
  joins: false,
  write: (document) => `${JSON.stringify(itfOf(document), null, 2)}\n`,
};

function itfOf(document: TraceDocument): unknown {
  const { refhold, origin, property, trace } = document;
  const states = statesOf(trace);
  const { loop, steps } = trace;
  const closes = loop !== undefined && loop.from < steps.length;
  // The state at the end of a loop is the one at its beginning: what comes after the last state is `states[loop]`.
  const shown = closes ? states.slice(0, -1) : states;
  return {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      description: `refhold ${refhold}: ${nameOf(origin)} ${endsWith(document)} "${property.name}"`,
      ...(closes ? { closes: steps.at(-1)!.step } : {}),
    },
    params: [],
    vars: [ACTION, ...Object.keys(trace.initial).map(variable)],
    states: shown.map((state, i) => ({
      '#meta': { index: i },
      [ACTION]: i === 0 ? FIRST : steps[i - 1]!.step,
      ...stateOf(state),
    })),
    ...(loop === undefined ? {} : { loop: loop.from }),
  };
}

/** `#` begins what ITF itself says. */
function variable(actor: string): string {
  return actor.startsWith('#') || actor === ACTION ? `_${actor}` : actor;
}

function stateOf(states: States): Record<string, ItfValue> {
  return Object.fromEntries(
    Object.entries(states).map(([actor, state]) => [variable(actor), localOf(state)]),
  );
}

/**
 * All records of one variable have the same fields of the same types, as TLA+ and Quint want it: what a machine does
 * not have is empty, and states are texts, however deep they are.
 */
function localOf({ value, context, status }: LocalState): ItfValue {
  return { value: showState(value), context: itfValue(context ?? {}), status: status ?? 'active' };
}

/** Plain data as ITF has it. There is no null in TLA+: it is the variant `None`, as Quint writes it. */
export function itfValue(value: unknown): ItfValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { '#bigint': String(value) } : { '#unserializable': String(value) };
  }
  if (value === null || value === undefined) return { tag: 'None', value: { '#tup': [] } };
  if (Array.isArray(value)) return value.map(itfValue);
  const entries = Object.entries(value);
  if (entries.some(([key]) => key.startsWith('#'))) {
    return { '#map': entries.map(([key, item]) => [key, itfValue(item)] as const) };
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, itfValue(item)]));
}
