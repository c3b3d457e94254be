/** What refhold is to reach, and whether it did in this run. */
import type { Report, Row } from './compare.ts';
import { isRun } from './outcome.ts';
import type { Run } from './outcome.ts';

export interface Goal {
  readonly text: string;
  /** In this run; undefined if it could not be measured. */
  readonly measured?: string;
  /** Left out where it is only to be known. */
  readonly met?: boolean;
}

/** Transitions per second of processor time; by the clock where nothing else is known. */
export function pace(run: Run): number {
  return run.transitions / (run.processor ?? run.seconds);
}

/** The same by the clock. */
function clock(run: Run): number {
  return run.transitions / run.seconds;
}

export function goalsOf({ large, tiny }: Report): Goal[] {
  const refhold = runs(large.rows, 'refhold')[0];
  const spin = runs(large.rows, 'SPIN').sort((a, b) => pace(b) - pace(a))[0];
  const { states } = large.subject;
  // On the whole machine, with as many threads as either likes.
  const threads = quickest(
    large.rows.filter(({ by }) => by === 'refhold'),
    states,
  );
  const spinOf = (model: string): Run | undefined =>
    quickest(
      large.rows.filter(({ by, engine }) => by === 'SPIN' && engine.includes(model)),
      states,
    );
  const graph = runs(
    tiny.rows.filter(({ engine }) => engine === '@xstate/graph'),
    'XState',
  )[0];
  const c = runs(large.rows, 'C').sort((a, b) => pace(b) - pace(a))[0];
  const ratio = (
    text: string,
    [a, b]: readonly (Run | undefined)[],
    paceOf: (run: Run) => number,
    least?: number,
  ): Goal => {
    if (a === undefined || b === undefined) return { text };
    const times = paceOf(a) / paceOf(b);
    return {
      text,
      measured: `${figure(times)} ×`,
      ...(least === undefined ? {} : { met: times >= least }),
    };
  };
  return [
    ratio(
      'at least 25 × as fast as SPIN’s fastest exact mode, without reductions, by the clock',
      [threads, spinOf('export')],
      clock,
      25,
    ),
    ratio('the same, per core', [refhold, spinOf('export')], pace),
    ratio(
      'the same by the clock, of a model for SPIN written in C by hand',
      [threads, spinOf('packed')],
      clock,
    ),
    ratio('at least 2,000 × as fast as `@xstate/graph`', [refhold, graph], pace, 2000),
    slower('at most 1.5 × the time of C made for the network, per core', refhold, c),
    bytes('at most 10 bytes a state, where SPIN needs 40 or more', refhold, spin),
  ];
}

function slower(text: string, refhold: Run | undefined, c: Run | undefined): Goal {
  if (refhold === undefined || c === undefined) return { text };
  const times = pace(c) / pace(refhold);
  return { text, measured: `${times.toFixed(2)} ×`, met: times <= 1.5 };
}

function bytes(text: string, refhold: Run | undefined, spin: Run | undefined): Goal {
  if (refhold?.bytes === undefined) return { text };
  const mine = refhold.bytes / refhold.states;
  const theirs = spin?.bytes === undefined ? undefined : spin.bytes / spin.states;
  return {
    text,
    measured: `${mine.toFixed(1)}${theirs === undefined ? '' : `, SPIN ${theirs.toFixed(1)}`}`,
    met: mine <= 10 && (theirs === undefined || theirs >= 40),
  };
}

/** The quickest by the clock of those that visited all states. */
function quickest(rows: readonly Row[], states: number): Run | undefined {
  return rows
    .flatMap(({ outcome }) => (isRun(outcome) && outcome.states === states ? [outcome] : []))
    .sort((a, b) => clock(b) - clock(a))[0];
}

/** Of one core and the whole state space. */
function runs(rows: readonly Row[], by: Row['by']): Run[] {
  return rows.flatMap((row) =>
    row.by === by && row.other !== true && isRun(row.outcome) ? [row.outcome] : [],
  );
}

function figure(ratio: number): string {
  return ratio < 100 ? ratio.toFixed(1) : Math.round(ratio).toLocaleString('en-US');
}
