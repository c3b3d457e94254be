import { showPath } from '../../system/plain.ts';
import type { Change } from '../../trace/types.ts';
import type { Paper } from './paper.ts';
import { showData, showState } from './values.ts';

/** Columns for one side of a change. Everything is in the JSON report. */
const SIDE = 120;

/** `visible → freed`, `ddRef 4 → 1`: what changed inside one actor. */
export function showChange({ paint }: Paper, change: Change): string {
  const [field, ...path] = change.path;
  if (field === 'value') return arrow(paint, showState(change.before), showState(change.after));
  const name = field === 'context' ? showPath(path) : showPath(change.path);
  return `${name} ${arrow(paint, side(change, 'before'), side(change, 'after'))}`;
}

function side(change: Change, which: 'before' | 'after'): string {
  // A word of XState's; left out of local states where it is the usual one.
  if (change.path[0] === 'status') return (change[which] as string | undefined) ?? 'active';
  return which in change ? showData(change[which], SIDE) : '(none)';
}

function arrow(paint: Paper['paint'], before: string, after: string): string {
  return `${paint.red(before)} ${paint.dim('→')} ${paint.green(after)}`;
}
