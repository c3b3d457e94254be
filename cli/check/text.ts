import type { CheckReport } from '../../checker/report/report.ts';
import { checkLines } from '../../checker/report/text/check.ts';
import { errorLines } from '../../checker/report/text/error.ts';
import { incompleteLines } from '../../checker/report/text/incomplete.ts';
import type { Paper } from '../../checker/report/text/paper.ts';
import { differenceLines, matchLine, summaryLines } from '../../checker/report/text/summary.ts';
import { warningLines } from '../../checker/report/text/warnings.ts';
import type { Context } from '../context.ts';
import { print } from '../paper.ts';
import type { CheckRequest } from './checks.ts';

/** Everything about one check; `more` if it is not the first. */
export function writeCheck(
  check: CheckReport,
  request: CheckRequest,
  { io, paper }: Context,
  more: boolean,
): void {
  print(io.stdout, [...(more ? ['', ''] : []), ...checkLines(paper(io.stdout), check, request)]);
}

/** All checks in one table, where there are several, or nothing else is shown. */
export function writeSummary(
  checks: readonly CheckReport[],
  { tableOnly, recorded }: CheckRequest,
  { io, paper }: Context,
): void {
  const page = paper(io.stdout);
  if (checks.length === 0 || (checks.length === 1 && !tableOnly)) return;
  print(io.stdout, [
    ...(tableOnly ? [] : ['', '']),
    ...summaryLines(page, checks, recorded),
    // Where everything is shown, each check has said these things already.
    ...(tableOnly ? exceptional(page, checks) : []),
    ...(tableOnly && recorded ? spaced(differenceLines(page, checks)) : []),
    ...(recorded ? ['', matchLine(page, checks)] : []),
  ]);
}

/** What must not go unseen, even where only a table is wanted; what is true of several checks, once. */
function exceptional(page: Paper, checks: readonly CheckReport[]): string[] {
  const texts = checks.flatMap((check) => [
    ...(check.error === undefined ? [] : [errorLines(page, check.error)]),
    ...check.warnings.map((warning) => warningLines(page, [warning])),
    ...[incompleteLines(page, check)].filter((lines) => lines.length > 0),
  ]);
  return [...new Set(texts.map((lines) => lines.join('\n')))].flatMap((text) => ['', text]);
}

function spaced(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

export function writeInterrupted(done: number, wanted: number, { io, paper }: Context): void {
  const { paint } = paper(io.stderr);
  const left = wanted - done;
  const rest = left === 0 ? '' : ` ${left} of ${wanted} checks did not run.`;
  print(io.stderr, [paint.yellow(`▲ interrupted: what stands above is what is known so far.${rest}`)]);
}
