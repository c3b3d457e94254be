import type { PredicateReport, WhyReport } from '../why.ts';
import { labelled, readLines } from './finding.ts';
import type { Paper } from './paper.ts';
import { showData, showState } from './values.ts';
import { paintVerdict, symbolOf } from './verdict.ts';
import { pad, widthOf } from './width.ts';
import { flow, prose } from './wrap.ts';

/** A state, what each predicate of a property says of it, and what it read for that. */
export function whyLines(paper: Paper, why: WhyReport): string[] {
  const { paint, width } = paper;
  return [
    ...prose(why.property, { width, first: paint.bold.cyan('? '), rest: '  ' }, paint.bold),
    ...prose(whereOf(why), { width, first: '  ' }, paint.dim),
    ...stateLines(paper, why),
    '',
    ...(why.formula === undefined ? [] : labelled(paper, 'formula', [paint.yellow(why.formula)])),
    ...(why.predicates.length === 0 ? silentLines(paper, why) : []),
    ...why.predicates.flatMap((one) => predicateLines(paper, one, why)),
    ...(why.predicates.some(({ reads }) => reads.length > 1)
      ? [
          '',
          ...prose('What was read is in order: the last reads decided.', { width, first: '  ' }, paint.dim),
        ]
      : []),
  ];
}

function whereOf({ trace, steps, at, step }: WhyReport): string {
  const along = trace === undefined ? '' : `, on the trace of “${trace}”`;
  return step === undefined ? `in the first state${along}` : `after step ${at} of ${steps}, ${step}${along}`;
}

/** One actor on a line: whatever a property may have read is to be found. */
function stateLines({ paint, width }: Paper, { state }: WhyReport): string[] {
  const longest = Math.max(0, ...Object.keys(state).map(widthOf));
  return Object.entries(state).flatMap(([actor, { value, context }]) => {
    const data = context === undefined ? [] : [paint.dim(showData(context, 400))];
    const first = `    ${pad(paint.cyan(actor), longest)}  `;
    return flow([showState(value), ...data], { width, first, rest: ' '.repeat(longest + 8) });
  });
}

/** Only a property of steps may have nothing to say. */
function silentLines({ width }: Paper, { step }: WhyReport): string[] {
  const why = step === undefined ? 'no step led to this state' : 'this step is none of them';
  return prose(`It is about steps, and ${why}.`, { width, first: '    ' });
}

function predicateLines(paper: Paper, one: PredicateReport, { kind, predicates }: WhyReport): string[] {
  const { paint, width } = paper;
  if (kind === 'deadlock') return possibleLines(paper, one);
  const alone = predicates.length === 1 && one.predicate === '1';
  const name = /^\d+$/.test(one.predicate)
    ? paint.dim(alone ? 'it answered' : `predicate ${one.predicate} of ${predicates.length} answered`)
    : `${paint.yellow(one.predicate)} ${paint.dim('is')}`;
  const answer = typeof one.answer === 'boolean' ? String(one.answer) : showData(one.answer, 400);
  return [
    ...flow([name, paint.bold(answer)], { width, first: `    ${mark(paper, one, kind)} ` }),
    ...readLines(paper, one),
  ];
}

/** Whether a state without steps is an accepted end is for the verdict to say. */
function possibleLines(paper: Paper, { answer }: PredicateReport): string[] {
  const names = Object.values(answer).map(String).join();
  return labelled(paper, 'steps', [names === 'none' ? paper.paint.yellow('no step is possible') : names]);
}

/** Whether the answer is a good one; a dot where one state cannot say. */
function mark(paper: Paper, { finding }: PredicateReport, kind: string): string {
  if (finding === undefined || (kind === 'reachable' && !finding)) return paper.paint.dim('·');
  const verdict = finding && kind !== 'reachable' ? 'violated' : 'holds';
  return paintVerdict(paper, verdict, symbolOf(verdict));
}
