import type { CheckReport } from '../../checker/report/report.ts';
import { checkLines } from '../../checker/report/text/check.ts';
import { errorLines } from '../../checker/report/text/error.ts';
import { incompleteLines } from '../../checker/report/text/incomplete.ts';
import type { Paper } from '../../checker/report/text/paper.ts';
import { differenceLines, matchLine, summaryLines } from '../../checker/report/text/summary.ts';
import { warningLines } from '../../checker/report/text/warnings.ts';
import { whyLines } from '../../checker/report/text/why.ts';
import type { Reporter, Setting } from './reporter.ts';

export const text: Reporter = {
  name: 'text',
  about: 'for people at a terminal (default)',
  document: false,
  start: (setting) => ({
    check: (check, before) =>
      setting.tableOnly
        ? ''
        : joined([...(before > 0 ? ['', ''] : []), ...checkLines(setting.paper, check, setting)]),
    end: ({ checks }) =>
      joined([
        ...endLines(checks, setting),
        ...checks.flatMap(({ why }) => (why === undefined ? [] : ['', '', ...whyLines(setting.paper, why)])),
      ]),
  }),
};

/** All checks in one table, where there are several, or nothing else is shown. */
function endLines(checks: readonly CheckReport[], { tableOnly, recorded, paper }: Setting): string[] {
  if (checks.length === 0 || (checks.length === 1 && !tableOnly)) return [];
  return [
    ...(tableOnly ? [] : ['', '']),
    ...summaryLines(paper, checks, recorded),
    // Where everything is shown, each check has said these things already.
    ...(tableOnly ? exceptional(paper, checks) : []),
    ...(tableOnly && recorded ? spaced(differenceLines(paper, checks)) : []),
    ...(recorded ? ['', matchLine(paper, checks)] : []),
  ];
}

/** What must not go unseen, even where only a table is wanted; what is true of several checks, once. */
function exceptional(page: Paper, checks: readonly CheckReport[]): string[] {
  const texts = checks.flatMap((check) => [
    ...(check.error === undefined ? [] : [errorLines(page, check.error)]),
    ...check.warnings.map((warning) => warningLines(page, [warning])),
    ...[incompleteLines(page, check)].filter((lines) => lines.length > 0),
  ]);
  return [...new Set(texts.map((lines) => lines.join('\n')))].flatMap((one) => ['', one]);
}

function spaced(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function joined(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
