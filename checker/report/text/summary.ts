import type { CheckReport } from '../report.ts';
import { count, counted, duration } from './numbers.ts';
import { outcomeParts } from './outcome.ts';
import type { Paper } from './paper.ts';
import { tableLines, unbroken } from './table.ts';
import type { Column } from './table.ts';
import { prose } from './wrap.ts';

/** One row per check. With `recorded`, whether each came out as recorded. */
export function summaryLines(paper: Paper, checks: readonly CheckReport[], recorded: boolean): string[] {
  const columns: Column[] = [
    { head: 'scenario', wrap: true },
    { head: 'variant', wrap: true },
    { head: 'verdicts', wrap: true },
    { head: 'states', align: 'right' },
    { head: 'time', align: 'right' },
    ...(recorded ? [{ head: 'recorded' }] : []),
  ];
  return tableLines(
    paper,
    columns,
    checks.map((check, i) => [
      // A name that stands above is not said again.
      check.scenario === checks[i - 1]?.scenario ? '' : paper.paint.cyan(check.scenario),
      check.variant ?? '',
      outcomeParts(paper, check).map(unbroken).join(' '),
      check.exploration ? count(check.exploration.states) : '',
      check.exploration ? duration(check.exploration.milliseconds) : '',
      ...(recorded ? [recordedCell(paper, check)] : []),
    ]),
  );
}

function recordedCell({ paint }: Paper, { recorded }: CheckReport): string {
  if (recorded === undefined) return paint.dim('nothing');
  return recorded.matches ? paint.green('as recorded') : paint.red('differs');
}

/** How many of the checks came out as recorded. */
export function matchLine({ paint }: Paper, checks: readonly CheckReport[]): string {
  const matching = checks.filter(({ recorded }) => recorded?.matches === true).length;
  const all = counted(checks.length, 'check');
  if (matching === checks.length)
    return paint.green(`✔ ${checks.length === 1 ? all : `all ${all}`} as recorded`);
  return paint.red(`✘ ${checks.length - matching} of ${all} not as recorded`);
}

/** Every verdict that is not the recorded one, with what was expected and what came out. */
export function differenceLines({ paint, width }: Paper, checks: readonly CheckReport[]): string[] {
  return checks.flatMap(({ scenario, variant, recorded }) => {
    if (recorded === undefined || recorded.matches) return [];
    return [
      `${paint.red('✘')} ${paint.bold([scenario, variant].filter((name) => name !== undefined).join(' '))}`,
      ...recorded.differences.flatMap(({ what, expected, got }) => [
        ...prose(what, { width, first: '    ' }),
        ...prose(expected, { width, first: `      ${paint.dim('recorded')}  ` }),
        ...prose(got, { width, first: `      ${paint.dim('got     ')}  ` }),
      ]),
    ];
  });
}
