import type { Stopped } from '../bounds.ts';
import type { Limits } from '../report.ts';
import { explain } from './incomplete.ts';
import type { Paper } from './paper.ts';
import { listed } from './finding.ts';
import { flow, prose } from './wrap.ts';

/** Which of several checks came to no verdict, why, and what to do; `so` says what that means. */
export function stoppedLines(
  paper: Paper,
  stopped: readonly Stopped[],
  limits: Limits,
  noun: readonly [one: string, more: string],
  so: string,
): string[] {
  const { paint, width } = paper;
  return stopped.flatMap(({ bound, names }) => {
    const [where, remedy] = explain(bound, limits);
    const what = `${names.length} ${names.length === 1 ? noun[0] : noun[1]} stopped ${where}. ${so}`;
    return [
      '',
      ...prose(what, { width, first: paint.yellow.bold('▲ INCOMPLETE  '), rest: '  ' }, paint.yellow),
      ...flow(listed(names, 8), { width, first: '  ' }),
      ...prose(remedy, { width, first: '  ' }),
    ];
  });
}
