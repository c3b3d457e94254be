import * as v from 'valibot';
import { messageOf, RefholdError } from '../errors.ts';
import { toPlain } from './plain.ts';
import { REPORT_SCHEMA } from './report.ts';
import type { CheckReport, Report } from './report.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const names = v.array(v.string());
const byName = <S extends v.GenericSchema>(
  schema: S,
): v.RecordSchema<v.StringSchema<undefined>, S, undefined> => v.record(v.string(), schema);

const localState = v.object({
  value: v.unknown(),
  context: v.exactOptional(v.unknown()),
  status: v.exactOptional(v.string()),
  history: v.exactOptional(v.unknown()),
  output: v.exactOptional(v.unknown()),
});

const change = v.object({
  actor: v.string(),
  path: v.array(v.union([v.string(), v.number()])),
  before: v.exactOptional(v.unknown()),
  after: v.exactOptional(v.unknown()),
});

const traceStep = v.object({
  step: v.string(),
  by: v.exactOptional(v.string()),
  at: v.exactOptional(v.string()),
  about: v.exactOptional(v.string()),
  deliveries: v.array(v.object({ actor: v.string(), event: v.looseObject({ type: v.string() }) })),
  changes: v.array(change),
});

const loop = v.object({
  from: count,
  fairness: v.array(
    v.object({
      name: v.string(),
      fairness: v.picklist(['none', 'weak', 'strong']),
      status: v.picklist(['taken', 'disabled', 'interrupted', 'starved']),
    }),
  ),
});

const trap = v.object({
  states: count,
  steps: names,
  stuck: v.array(v.object({ actor: v.string(), state: localState, lost: names })),
});

const reads = v.array(v.object({ path: v.string(), value: v.unknown() }));

const holder = v.object({
  name: v.string(),
  how: v.picklist(['holds', 'wants', 'is', 'changed']),
  mode: v.exactOptional(v.string()),
});

const waits = v.object({
  waits: v.array(
    v.object({
      by: v.string(),
      step: v.string(),
      for: v.string(),
      event: v.exactOptional(v.string()),
      read: v.exactOptional(v.object({ path: v.string(), value: v.unknown() })),
      holders: v.array(holder),
    }),
  ),
  cycles: v.array(v.array(v.object({ by: v.string(), for: v.string(), holder }))),
});

/** One counterexample or witness. */
export const traceSchema = v.object({
  initial: byName(localState),
  steps: v.array(traceStep),
  final: byName(localState),
  values: v.exactOptional(byName(v.unknown())),
  reads,
  loop: v.exactOptional(loop),
  trap: v.exactOptional(trap),
  waits: v.exactOptional(waits),
});

const why = v.object({
  property: v.string(),
  kind: v.string(),
  formula: v.exactOptional(v.string()),
  trace: v.exactOptional(v.string()),
  steps: count,
  at: count,
  step: v.exactOptional(v.string()),
  state: byName(localState),
  predicates: v.array(
    v.object({
      predicate: v.string(),
      answer: v.union([v.boolean(), byName(v.unknown())]),
      finding: v.exactOptional(v.boolean()),
      reads,
    }),
  ),
});

/** A property without what became of it. */
export const propertyHeadSchema = v.object({
  name: v.string(),
  kind: v.string(),
  about: v.exactOptional(v.string()),
  cites: v.exactOptional(names),
  formula: v.exactOptional(v.string()),
});

export const verdictSchema = v.picklist(['holds', 'violated', 'incomplete', 'vacuous']);

const property = v.object({
  ...propertyHeadSchema.entries,
  verdict: verdictSchema,
  trace: v.exactOptional(traceSchema),
});

/** Option values by name. */
export const optionsSchema = byName(v.union([v.string(), v.number(), v.boolean()]));

const coverage = v.object({
  machine: v.string(),
  actors: names,
  statesNeverReached: names,
  transitionsNeverTaken: names,
  guardsNeverTrue: names,
  guardsNeverFalse: names,
  states: count,
  transitions: count,
  sampled: v.boolean(),
});

const exploration = v.object({
  states: count,
  transitions: count,
  depth: count,
  frontier: count,
  bytes: count,
  memory: v.exactOptional(
    v.object({ limit: v.number(), held: count, growth: count, growsAt: count, room: count }),
  ),
  omission: v.exactOptional(
    v.object({ bits: count, seed: v.string(), states: v.number(), finding: v.number() }),
  ),
  complete: v.boolean(),
  bound: v.exactOptional(v.string()),
  livenessBound: v.exactOptional(v.string()),
  milliseconds: v.number(),
  calls: v.object({ user: count, xstate: count }),
  localStates: byName(count),
  unusedSteps: names,
  symmetry: v.exactOptional(
    v.object({
      families: v.array(count),
      order: count,
      off: v.exactOptional(v.string()),
      states: v.exactOptional(count),
    }),
  ),
  coverage: v.exactOptional(v.array(coverage)),
  reduction: v.exactOptional(
    v.object({
      kind: v.literal('partial-order'),
      off: v.exactOptional(v.string()),
      reduced: count,
      whole: count,
    }),
  ),
});

const walk = v.object({
  seed: count,
  depth: count,
  swarm: count,
  walks: count,
  steps: count,
  milliseconds: v.number(),
  ended: count,
  longest: count,
  unusedSteps: names,
  found: v.array(
    v.object({
      property: v.string(),
      walk: count,
      bias: v.picklist(['even', 'weighted', 'ranked', 'one agent at a time', 'seldom taken']),
      steps: count,
      minimised: count,
    }),
  ),
});

const check = v.object({
  scenario: v.string(),
  title: v.exactOptional(v.string()),
  file: v.exactOptional(v.string()),
  variant: v.exactOptional(v.string()),
  options: optionsSchema,
  changed: names,
  limits: v.object({
    maxStates: v.exactOptional(count),
    maxDepth: v.exactOptional(count),
    maxMemory: v.exactOptional(count),
    timeout: v.exactOptional(v.number()),
    maxLocalStates: v.exactOptional(count),
  }),
  properties: v.array(property),
  exploration: v.exactOptional(exploration),
  walk: v.exactOptional(walk),
  warnings: v.array(v.object({ code: v.string(), what: v.string(), where: names })),
  engine: v.exactOptional(
    v.object({
      name: v.string(),
      unsaid: v.array(v.object({ property: v.string(), why: v.string() })),
      notes: names,
      stopped: v.exactOptional(v.string()),
    }),
  ),
  recorded: v.exactOptional(
    v.object({
      matches: v.boolean(),
      differences: v.array(v.object({ what: v.string(), expected: v.string(), got: v.string() })),
    }),
  ),
  why: v.exactOptional(why),
  error: v.exactOptional(v.object({ code: v.string(), what: v.string(), where: names, fix: v.string() })),
});

/** The JSON report, version 1. Entries that it does not name are ignored when a report is read. */
export const reportSchema: v.GenericSchema<unknown, Report> = v.object({
  schema: v.literal(REPORT_SCHEMA),
  refhold: v.string(),
  checks: v.array(check),
});

/** The JSON report as text. */
export function writeReport(version: string, checks: readonly CheckReport[]): string {
  const report: Report = { schema: REPORT_SCHEMA, refhold: version, checks };
  return `${JSON.stringify(toPlain(report), null, 2)}\n`;
}

/** Reads a JSON report; `file` is its name, for the error. Throws RH407. */
export function readReport(text: string, file: string): Report {
  const data = parseJson(text, file);
  const schema = schemaOf(data);
  if (schema !== REPORT_SCHEMA) {
    const found = schema === undefined ? 'it has no schema' : `its schema is ${schema}`;
    throw new RefholdError('RH407', { what: `${found}, not ${REPORT_SCHEMA}`, where: [file] });
  }
  return parseAs(reportSchema, data, file);
}

/** Throws RH407. */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new RefholdError('RH407', { what: `it is not JSON: ${messageOf(thrown)}`, where: [file] });
  }
}

/** What a document says that it is. */
export function schemaOf(data: unknown): string | undefined {
  const schema = (data as { schema?: unknown } | null)?.schema;
  return typeof schema === 'string' ? schema : undefined;
}

/** Throws RH407, which names the first entry that is wrong. */
export function parseAs<T>(schema: v.GenericSchema<unknown, T>, data: unknown, file: string): T {
  const result = v.safeParse(schema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new RefholdError('RH407', { what: issue.message, where: [file, ...(path === null ? [] : [path])] });
}
