import { toPlain } from '../../checker/report/plain.ts';
import type { PropertyReport } from '../../checker/report/report.ts';
import type { PropertyAnswer, TrapNote } from '../shared/api.ts';
import { writePath } from '../shared/path.ts';

/** A property with its verdict, and its trace as a path in the model as it is now: `numbers` are those of its steps. */
export function answerOf(
  { trace, ...property }: PropertyReport,
  numbers: ReadonlyMap<string, number>,
): PropertyAnswer {
  if (trace === undefined) return property;
  const names = trace.steps.map(({ step }) => step);
  const gone = names.find((name) => !numbers.has(name));
  if (gone !== undefined) return { ...property, stale: `there is no step "${gone}" any more` };
  return {
    ...property,
    path: writePath(names.map((name) => numbers.get(name)!)),
    steps: names.length,
    ...(trace.loop === undefined ? {} : { loop: trace.loop.from }),
    ...(trace.trap === undefined ? {} : { trap: toPlain(trace.trap) as TrapNote }),
  };
}
