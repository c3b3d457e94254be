import { createLogUpdate } from 'log-update';
import type { CheckProgress } from '../../checker/index.ts';
import type { CheckHeader } from '../../checker/report/build.ts';
import { approximate, bytes, count, duration } from '../../checker/report/text/numbers.ts';
import type { Paper } from '../../checker/report/text/paper.ts';
import { widthOf } from '../../checker/report/text/width.ts';
import type { Output } from '../io.ts';

/** A check, and where it stands in a series that is shown as one. */
export interface Watched extends Pick<CheckHeader, 'scenario' | 'variant' | 'limits'> {
  /** `3 of 21` */
  readonly position?: string;
  /** Milliseconds that the checks before it took. */
  readonly before?: number;
}

/** Shows how far a check is; without `progress`, that it has begun. */
export interface ProgressView {
  readonly show: (watched: Watched, progress?: CheckProgress) => void;
  /** Takes away what must not stay before anything else is written. */
  readonly clear: () => void;
}

/** `live` rewrites one line of a terminal, `plain` adds a line now and then. */
export type ProgressMode = 'live' | 'plain' | 'none';

/** Milliseconds before anything is shown: most checks are over by then. */
const PATIENCE = 1000;
const PLAIN_INTERVAL = 5000;
/** States from which on it can be said what a state takes. */
const SETTLED = 10_000;

export function progressView(mode: ProgressMode, output: Output, paper: Paper): ProgressView {
  if (mode === 'live') return liveView(output, paper);
  return mode === 'plain' ? plainView(output, paper) : { show: () => undefined, clear: () => undefined };
}

function liveView(output: Output, paper: Paper): ProgressView {
  // Hiding the cursor would need a handler that shows it again, whatever ends the process.
  const update = createLogUpdate(output as unknown as NodeJS.WritableStream, { showCursor: true });
  const rate = rateMeter();
  return {
    show(watched, progress) {
      const perSecond = progress && rate(progress);
      if (elapsed(watched, progress) >= PATIENCE)
        update(fitted(pieces(paper, watched, progress, perSecond), paper.width - 1));
    },
    clear() {
      update.clear();
    },
  };
}

function plainView(output: Output, paper: Paper): ProgressView {
  const rate = rateMeter();
  let next = PLAIN_INTERVAL;
  return {
    show(watched, progress) {
      const perSecond = progress && rate(progress);
      const passed = elapsed(watched, progress);
      if (passed < next) return;
      next = passed + PLAIN_INTERVAL;
      output.write(`${pieces(paper, watched, progress, perSecond).join('  ')}\n`);
    },
    clear() {
      next = PLAIN_INTERVAL;
    },
  };
}

function elapsed({ before = 0 }: Watched, progress?: CheckProgress): number {
  return before + (progress?.milliseconds ?? 0);
}

/** Most important first: what does not fit is left out. */
function pieces({ paint }: Paper, watched: Watched, progress?: CheckProgress, rate = 0): string[] {
  const { scenario, variant, position, limits } = watched;
  const name = paint.cyan([scenario, variant].filter((one) => one !== undefined).join(' '));
  const begun = [...(position === undefined ? [] : [position]), name];
  if (progress === undefined) return [...begun, duration(elapsed(watched))];
  const estimate = estimateOf(limits, progress);
  return [
    ...begun,
    `${count(progress.states)} states`,
    `${approximate(rate)}/s`,
    duration(progress.milliseconds),
    ...(estimate === undefined ? [] : [estimate]),
    `depth ${count(progress.depth)}`,
    `frontier ${approximate(progress.frontier)}`,
    ...memoryOf(progress),
  ];
}

/** What is held, and for how many states there is room: of interest where there are not that many more. */
function memoryOf({ bytes: held, memory, states }: CheckProgress): string[] {
  if (memory === undefined) return [bytes(held)];
  return [
    `${bytes(memory.held)} of ${bytes(memory.limit)}`,
    ...(states < SETTLED ? [] : [`room for ${approximate(memory.room)} states`]),
  ];
}

/** Nobody knows how many states there are; how near a bound is, is known. */
function estimateOf(limits: Watched['limits'], { states, milliseconds }: CheckProgress): string | undefined {
  const shares = [
    ...(limits.maxStates === undefined ? [] : [{ of: '--max-states', share: states / limits.maxStates }]),
    ...(limits.timeout === undefined ? [] : [{ of: '--timeout', share: milliseconds / limits.timeout }]),
  ].sort((a, b) => b.share - a.share);
  const [nearest] = shares;
  return nearest && `${Math.floor(100 * nearest.share)}% of ${nearest.of}`;
}

function fitted(pieces: readonly string[], width: number): string {
  let line = '';
  for (const piece of pieces) {
    const longer = line === '' ? piece : `${line}  ${piece}`;
    if (widthOf(longer) > width) break;
    line = longer;
  }
  return line;
}

/** States per second over the last second or so. */
function rateMeter(): (progress: CheckProgress) => number {
  let samples: { readonly milliseconds: number; readonly states: number }[] = [];
  return ({ milliseconds, states }) => {
    if ((samples.at(-1)?.milliseconds ?? 0) > milliseconds) samples = [];
    samples.push({ milliseconds, states });
    while (samples.length > 2 && milliseconds - samples[1]!.milliseconds > 1000) samples.shift();
    const [first] = samples as [(typeof samples)[0]];
    const elapsed = milliseconds - first.milliseconds;
    return elapsed > 0
      ? (1000 * (states - first.states)) / elapsed
      : (1000 * states) / Math.max(1, milliseconds);
  };
}
