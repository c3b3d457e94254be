import type { Known } from '../../scenario/scenario.ts';
import type { Paper } from './paper.ts';
import { paintVerdict, symbolOf } from './verdict.ts';

/** Recorded verdicts in a few words: `✘ 2 violated (14 to 17 steps) · ● 1 vacuous`, or `✔ all hold`. */
export function knownSummary(paper: Paper, known: Known): string {
  const lengths = Object.values(known.violated ?? {});
  const vacuous = known.vacuous?.length ?? 0;
  const parts = [
    ...(lengths.length === 0
      ? []
      : [
          paintVerdict(
            paper,
            'violated',
            `${symbolOf('violated')} ${lengths.length} violated (${stepRange(lengths)})`,
          ),
        ]),
    ...(vacuous === 0 ? [] : [paintVerdict(paper, 'vacuous', `${symbolOf('vacuous')} ${vacuous} vacuous`)]),
  ];
  if (parts.length === 0) return paintVerdict(paper, 'holds', `${symbolOf('holds')} all hold`);
  return parts.join(paper.paint.dim(' · '));
}

/** `14 steps`, `14 to 17 steps` */
export function stepRange(lengths: readonly number[]): string {
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  return least === most ? `${least} ${least === 1 ? 'step' : 'steps'}` : `${least} to ${most} steps`;
}
