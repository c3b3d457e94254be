import type { CheckReport } from '../report.ts';
import type { Paper } from './paper.ts';
import { stepRange } from './recorded.ts';
import { paintVerdict, symbolOf } from './verdict.ts';
import { prose } from './wrap.ts';

/** How many properties came to which verdict, each of them one part. */
export function outcomeParts(paper: Paper, { properties, error }: CheckReport): string[] {
  if (error !== undefined) return [paper.paint.red(`✘ ${error.code}`)];
  return (['violated', 'incomplete', 'vacuous', 'holds'] as const).flatMap((verdict) => {
    const some = properties.filter((property) => property.verdict === verdict);
    if (some.length === 0) return [];
    const word = verdict === 'holds' && some.length !== 1 ? 'hold' : verdict;
    const lengths = some.map(({ trace }) => trace?.steps.length).filter((length) => length !== undefined);
    const after = verdict === 'violated' ? stepRange(lengths) : '';
    return [paintVerdict(paper, verdict, `${symbolOf(verdict)} ${some.length} ${word}${after}`)];
  });
}

/** Whether the verdicts are those recorded for the variant, in one line or one for each that differs. */
export function recordedLines({ paint, width }: Paper, { recorded }: CheckReport): string[] {
  if (recorded === undefined) return [];
  if (recorded.matches) return [paint.dim('  as recorded for this variant')];
  return [
    paint.yellow('  not as recorded for this variant:'),
    ...recorded.differences.flatMap(({ what, expected, got }) =>
      prose(`${what}: recorded ${expected}, got ${got}`, { width, first: '    ' }),
    ),
  ];
}
