import type { PropertyReport } from '../../checker/report/report.ts';
import { findingLines } from '../../checker/report/text/finding.ts';
import { makePaper } from '../../checker/report/text/paper.ts';
import { traceLines } from '../../checker/report/text/trace.ts';

/** A trace and what the property says of its end, without colours; empty if there is none. */
export function traceText(property: PropertyReport): string[] {
  const { trace } = property;
  if (trace === undefined) return [];
  const paper = makePaper({ color: false, width: 100 });
  return [...traceLines(paper, trace), ...findingLines(paper, property, trace)].map((line) => line.trimEnd());
}
