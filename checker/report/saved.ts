import { checkOf, traceFileSchema, TRACE_SCHEMA } from './formats/json.ts';
import { parseAs, parseJson, readReport, schemaOf } from './json.ts';
import { REPORT_SCHEMA } from './report.ts';
import type { Report } from './report.ts';

/** Reads what holds traces: a report, or a single trace. `file` is its name, for the error. Throws RH407. */
export function readSaved(text: string, file: string): Report {
  const data = parseJson(text, file);
  if (schemaOf(data) !== TRACE_SCHEMA) return readReport(text, file);
  const trace = parseAs(traceFileSchema, data, file);
  return { schema: REPORT_SCHEMA, refhold: trace.refhold, checks: [checkOf(trace)] };
}
