import * as v from 'valibot';
import { propertyHeadSchema, optionsSchema, traceSchema, verdictSchema } from '../json.ts';
import { toPlain } from '../plain.ts';
import type { CheckReport } from '../report.ts';
import type { TraceDocument, TraceFormat } from './format.ts';

/** Changes with every incompatible change of {@link TraceFile}. */
export const TRACE_SCHEMA = 'refhold.trace/1';

/** One trace as a file. `refhold replay` executes it again. */
export const traceFileSchema = v.object({
  schema: v.literal(TRACE_SCHEMA),
  refhold: v.string(),
  scenario: v.string(),
  title: v.exactOptional(v.string()),
  file: v.exactOptional(v.string()),
  variant: v.exactOptional(v.string()),
  options: optionsSchema,
  changed: v.array(v.string()),
  property: propertyHeadSchema,
  verdict: verdictSchema,
  trace: traceSchema,
});

export type TraceFile = v.InferOutput<typeof traceFileSchema>;

/** Everything, for programs and for `refhold replay`. */
export const json: TraceFormat = {
  name: 'json',
  about: 'everything, for programs and for `refhold replay`; its JSON Schema is schemas/trace-1.schema.json',
  extension: '.json',
  joins: false,
  write({ refhold, origin, property, verdict, trace }: TraceDocument) {
    const file = { schema: TRACE_SCHEMA, refhold, ...origin, property, verdict, trace };
    return `${JSON.stringify(toPlain(file), null, 2)}\n`;
  },
};

/** A trace file as the check that it is from, with this trace alone. */
export function checkOf({ property, verdict, trace, ...file }: TraceFile): CheckReport {
  const { scenario, title, file: source, variant, options, changed } = file;
  return {
    scenario,
    ...(title === undefined ? {} : { title }),
    ...(source === undefined ? {} : { file: source }),
    ...(variant === undefined ? {} : { variant }),
    options,
    changed,
    limits: {},
    properties: [{ ...property, verdict, trace }],
    warnings: [],
  };
}
