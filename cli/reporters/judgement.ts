import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';
import { explain } from '../../checker/report/text/incomplete.ts';
import { length } from '../../checker/report/text/verdict.ts';

/** What a verdict is to somebody who only knows passing and failing. What is not decided never passes. */
export type Judgement = 'passed' | 'failed' | 'skipped';

/** With `recorded`, a property passes if its verdict is the recorded one. */
export function judge(check: CheckReport, property: PropertyReport, recorded: boolean): Judgement {
  if (property.verdict === 'incomplete') return 'skipped';
  if (recorded && check.recorded !== undefined) {
    const differs = check.recorded.differences.some(({ what }) => what === property.name);
    return differs ? 'failed' : 'passed';
  }
  if (property.verdict === 'vacuous') return 'skipped';
  return property.verdict === 'holds' ? 'passed' : 'failed';
}

/** What is not as recorded, and is no property that the check has: the number of states, a property that is gone. */
export function otherDifferences(
  { recorded: comparison, properties }: CheckReport,
  recorded: boolean,
): readonly { readonly what: string; readonly expected: string; readonly got: string }[] {
  if (!recorded || comparison === undefined) return [];
  const names = new Set(properties.map(({ name }) => name));
  return comparison.differences.filter(({ what }) => !names.has(what));
}

/** One sentence on a verdict. */
export function sentenceOf(check: CheckReport, property: PropertyReport, recorded: boolean): string {
  const verdict = verdictSentence(check, property);
  const difference = recorded
    ? check.recorded?.differences.find(({ what }) => what === property.name)
    : undefined;
  return difference === undefined ? verdict : `${verdict} Recorded: ${difference.expected}.`;
}

function verdictSentence(
  { exploration, limits }: CheckReport,
  { verdict, kind, trace }: PropertyReport,
): string {
  switch (verdict) {
    case 'holds':
      return kind === 'reachable' && trace !== undefined
        ? `Holds: reached after ${length(trace)}.`
        : 'Holds: the whole state space was explored.';
    case 'violated':
      return trace === undefined
        ? 'Violated: no reachable state satisfies it.'
        : `Violated after ${length(trace)}.`;
    case 'vacuous':
      return 'Vacuous: what it is about never happens.';
    case 'incomplete': {
      const bound = exploration?.bound ?? exploration?.livenessBound;
      const stopped = bound === undefined ? '' : `, the search stopped ${explain(bound, limits)[0]}`;
      return `Incomplete: neither shown nor refuted${stopped}.`;
    }
  }
}

/** Scenario and variant. */
export function titleOf({ scenario, variant }: Pick<CheckReport, 'scenario' | 'variant'>): string {
  return variant === undefined ? scenario : `${scenario} · ${variant}`;
}
