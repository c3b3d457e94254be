import { documentsOf } from '../../checker/report/formats/format.ts';
import { reproduce } from '../../checker/report/reproduce.ts';
import type { Reproduction } from '../../checker/report/reproduce.ts';
import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';
import { build } from '../check/build.ts';
import type { Context } from '../context.ts';
import { print } from '../paper.ts';
import { version } from '../version.ts';
import type { TracePlace } from './place.ts';
import { targetOf } from './saved.ts';
import { writeTraces } from './write.ts';
import type { Written } from './write.ts';

/** A property with a saved trace, and what became of that. */
export interface Outcome {
  readonly property: PropertyReport;
  readonly result: Reproduction;
}

/**
 * Writes saved traces in a format; `names` are the wanted properties, empty for all. They are executed again first:
 * one that does not lead where it led is written as it was saved, and a warning says so.
 */
export async function convert(
  checks: readonly CheckReport[],
  report: string,
  names: readonly string[],
  place: TracePlace,
  context: Context,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const written: Written[] = [];
  for (const check of checks) {
    const documents = documentsOf(version(), [check], names);
    if (documents.length === 0) continue;
    const target = await targetOf(check, report, context.io.cwd);
    const checkable = build(target, check.options, context.io.cwd);
    for (const document of documents) {
      const property = check.properties.find(({ name }) => name === document.property.name)!;
      const result = await reproduce(checkable, property, document.trace);
      if (result.kind !== 'reproduced') warn(property, result, context);
      const trace = result.kind === 'reproduced' ? result.trace : document.trace;
      outcomes.push({ property, result });
      written.push({ document: { ...document, trace }, target });
    }
  }
  writeTraces('--to', place, written, context);
  return outcomes;
}

function warn({ name, verdict }: PropertyReport, result: Reproduction, { io, paper }: Context): void {
  const { paint } = paper(io.stderr);
  const says = {
    reproduced: '',
    unknown: result.kind === 'unknown' ? result.why : '',
    gone: `all steps can be taken, and the property finds nothing at their end`,
    departed: result.kind === 'departed' ? `the trace departs at step ${result.at}, "${result.step}"` : '',
  }[result.kind];
  const no = verdict === 'violated' ? 'no longer violates' : 'no longer reaches';
  print(io.stderr, [paint.yellow(`▲ ${name}: ${no}: ${says}. It is written as it was saved.`)]);
}
