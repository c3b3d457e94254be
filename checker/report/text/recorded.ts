import type { Verdict } from '../../property/types.ts';
import type { Known } from '../../scenario/scenario.ts';
import { counted } from './numbers.ts';
import type { Paper } from './paper.ts';
import { paintVerdict, symbolOf } from './verdict.ts';

/** Recorded verdicts in a few words, `✘ 2 violated (14 to 17 steps)` and `● 1 vacuous`, or `✔ all hold`. */
export function knownParts(paper: Paper, { violated = {}, vacuous = [] }: Known): string[] {
  const lengths = Object.values(violated);
  const parts = [
    ...(lengths.length === 0 ? [] : [part(paper, 'violated', lengths.length, stepRange(lengths))]),
    ...(vacuous.length === 0 ? [] : [part(paper, 'vacuous', vacuous.length, '')]),
  ];
  return parts.length > 0 ? parts : [paintVerdict(paper, 'holds', `${symbolOf('holds')} all hold`)];
}

function part(paper: Paper, verdict: Verdict, howMany: number, more: string): string {
  return paintVerdict(paper, verdict, `${symbolOf(verdict)} ${howMany} ${verdict}${more}`);
}

/** ` (14 steps)`, ` (14 to 17 steps)`; nothing where there are no traces (0: `reachable` without a witness). */
export function stepRange(all: readonly number[]): string {
  const lengths = all.filter((length) => length > 0);
  if (lengths.length === 0) return '';
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  return least === most ? ` (${counted(least, 'step')})` : ` (${least} to ${most} steps)`;
}
