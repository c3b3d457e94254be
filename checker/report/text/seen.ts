import type { Trace } from '../../trace/types.ts';

/** Steps at the start of a trace that the reader has seen already. */
export interface SeenBefore {
  readonly steps: number;
  /** Where: `as above, for “no deadlock”`. */
  readonly where: string;
}

/** Fewer steps than this are shown again: the reader is spared nothing by looking them up. */
const WORTH_LEAVING_OUT = 3;

/**
 * The most steps at the start of a trace that one of the earlier traces begins with, too. Shortest traces to related
 * bugs differ in their last steps only. A loop is always shown whole.
 */
export function seenBefore(
  trace: Trace | undefined,
  earlier: readonly { readonly name: string; readonly trace: Trace | undefined }[],
): SeenBefore | undefined {
  let best: SeenBefore | undefined;
  for (const { name, trace: other } of earlier) {
    const steps = Math.min(commonSteps(trace, other), trace?.loop?.from ?? Infinity);
    if (steps < WORTH_LEAVING_OUT || steps <= (best?.steps ?? 0)) continue;
    best = { steps, where: `as above, for “${name}”` };
  }
  return best;
}

/** States are the same as long as the steps are: a step leads to one state only. */
function commonSteps(one: Trace | undefined, other: Trace | undefined): number {
  let common = 0;
  const [a, b] = [one?.steps ?? [], other?.steps ?? []];
  while (common < a.length && a[common]!.step === b[common]?.step) common++;
  return common;
}
