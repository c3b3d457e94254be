import type { ExplorationReport } from '../report.ts';
import { approximate, bytes, count, counted, duration } from './numbers.ts';
import type { Paper } from './paper.ts';
import { isComplete } from './incomplete.ts';
import { flow } from './wrap.ts';

/** States from which on it can be said what a state takes. */
const SETTLED = 10_000;

/** What was explored, how fast, and how rarely other people's code had to be called for it. */
export function explorationLines({ paint, width }: Paper, exploration: ExplorationReport): string[] {
  const { states, transitions, depth, milliseconds, calls } = exploration;
  const rate = (1000 * transitions) / milliseconds;
  const pieces = [
    counted(states, 'state'),
    counted(transitions, 'transition'),
    `depth ${count(depth)}`,
    duration(milliseconds),
    // The rate of a moment is that of starting up.
    ...(milliseconds < 1000 ? [] : [`${approximate(rate)} transitions/s`]),
    `${counted(calls.user, 'call')} of steps and properties`,
    `${count(calls.xstate)} of XState`,
    bytes(exploration.bytes),
    ...roomOf(exploration),
  ];
  const dimmed = pieces.map((piece, i) => paint.dim(i < pieces.length - 1 ? `${piece} ·` : piece));
  const incomplete = isComplete(exploration) ? [] : [paint.yellow('incomplete,')];
  return flow([...incomplete, ...dimmed], { width, first: paint.dim('  explored  ') });
}

/** For how many states there was room: said where the search did not come to its end. */
function roomOf({ complete, memory, states }: ExplorationReport): string[] {
  if (complete || memory === undefined || states < SETTLED) return [];
  return [`room for ${approximate(memory.room)} states in ${bytes(memory.limit)}`];
}

/** What became of the symmetry that the system declares. */
export function symmetryLines({ paint, width }: Paper, { symmetry, complete }: ExplorationReport): string[] {
  if (symmetry === undefined) return [];
  const { families, order, off, states } = symmetry;
  const size = `${families.map((blocks) => `${blocks}!`).join(' · ')} = ${count(order)}`;
  const pieces =
    off === undefined
      ? [`${size}, on;`, `${complete ? 'these' : 'so far these'} stand for ${counted(states ?? 0, 'state')}`]
      : [`${size}, off:`, off];
  return flow(
    pieces.map((piece) => paint.dim(piece)),
    { width, first: paint.dim('  symmetry  ') },
  );
}

/** Steps that were never taken: often a guard that is never true, sometimes what was to be shown. */
export function unusedLines({ paint, width }: Paper, { unusedSteps, complete }: ExplorationReport): string[] {
  if (unusedSteps.length === 0 || !complete) return [];
  const shown = unusedSteps.slice(0, 8);
  const more = unusedSteps.length - shown.length;
  const names = more > 0 ? [...shown, `and ${more} more`] : shown;
  const pieces = names.map((name, i) => paint.dim(i < names.length - 1 ? `${name} ·` : name));
  return flow(pieces, { width, first: paint.dim('  never taken  ') });
}
