import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';
import { errorLines } from '../../checker/report/text/error.ts';
import { headerLines } from '../../checker/report/text/header.ts';
import { incompleteLines } from '../../checker/report/text/incomplete.ts';
import { counted } from '../../checker/report/text/numbers.ts';
import { outcomeParts } from '../../checker/report/text/outcome.ts';
import type { Paper } from '../../checker/report/text/paper.ts';
import { propertyLines } from '../../checker/report/text/properties.ts';
import { traceSections } from '../../checker/report/text/sections.ts';
import { length, showVerdict } from '../../checker/report/text/verdict.ts';
import { flow } from '../../checker/report/text/wrap.ts';
import type { Standing, VerdictChange } from './compare.ts';

/** All verdicts, of the first run. */
export function firstLines(paper: Paper, checks: readonly CheckReport[]): string[] {
  return checks.flatMap((check, i) => [
    ...(i === 0 ? [] : ['']),
    ...headerLines(paper, check),
    ...(check.error === undefined ? propertyLines(paper, check.properties) : errorLines(paper, check.error)),
    ...incompleteLines(paper, check),
  ]);
}

/** What is not as it was, with the traces that are new; then where all checks stand. */
export function laterLines(
  paper: Paper,
  checks: readonly CheckReport[],
  changes: readonly VerdictChange[],
): string[] {
  const { paint } = paper;
  const failed = checks.flatMap(({ error }) => (error === undefined ? [] : errorLines(paper, error)));
  const nothing =
    changes.length === 0 && failed.length === 0 ? [paint.dim('  no verdict is other than it was')] : [];
  return [
    ...failed,
    ...changes.flatMap((change) => changeLines(paper, change, checks.length > 1)),
    ...nothing,
    ...checks.flatMap((check) => traceSections(paper, violatedNow(check, changes))),
    ...checks.flatMap((check) => {
      const lines = incompleteLines(paper, check);
      return lines.length === 0 ? [] : ['', ...lines];
    }),
    '',
    ...checks.map((check) => standLine(paper, check, checks.length > 1)),
  ];
}

/** The properties of a check that are violated, and were not, or not like this. */
function violatedNow(check: CheckReport, changes: readonly VerdictChange[]): PropertyReport[] {
  return check.properties.filter(
    ({ name, verdict }) =>
      verdict === 'violated' && changes.some((change) => change.check === check && change.name === name),
  );
}

function changeLines(paper: Paper, { check, name, was, now }: VerdictChange, several: boolean): string[] {
  const { paint, width } = paper;
  const where = several ? [paint.cyan([check.scenario, check.variant].filter(Boolean).join(' '))] : [];
  return flow([standing(paper, was), paint.dim('→'), standing(paper, now), ...where, paint.bold(name)], {
    width,
    first: '  ',
    rest: '      ',
    gap: '  ',
  });
}

function standing(paper: Paper, one: Standing): string {
  if (one === undefined) return paper.paint.dim('(not there)');
  const after = one.trace === undefined || one.verdict === 'holds' ? '' : ` after ${length(one.trace)}`;
  return showVerdict(paper, one.verdict) + paper.paint.dim(after);
}

function standLine(paper: Paper, check: CheckReport, several: boolean): string {
  const { paint } = paper;
  const where = several ? `${paint.cyan([check.scenario, check.variant].filter(Boolean).join(' '))}  ` : '';
  const states = check.exploration === undefined ? [] : [counted(check.exploration.states, 'state')];
  return `  ${where}${[...outcomeParts(paper, check), ...states].join(paint.dim(' · '))}`;
}
