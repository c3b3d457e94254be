import { createLogUpdate } from 'log-update';
import type { CheckProgress } from '../../checker/index.ts';
import type { CheckHeader } from '../../checker/report/build.ts';
import { approximate, bytes, count, duration } from '../../checker/report/text/numbers.ts';
import type { Paper } from '../../checker/report/text/paper.ts';
import { widthOf } from '../../checker/report/text/width.ts';
import type { Output } from '../io.ts';

/** Shows how far a check is. */
export interface ProgressView {
  readonly show: (header: CheckHeader, progress: CheckProgress) => void;
  /** Takes away what must not stay before anything else is written. */
  readonly clear: () => void;
}

/** `live` rewrites one line of a terminal, `plain` adds a line now and then. */
export type ProgressMode = 'live' | 'plain' | 'none';

/** Milliseconds before anything is shown: most checks are over by then. */
const PATIENCE = 1000;
const PLAIN_INTERVAL = 5000;

export function progressView(mode: ProgressMode, output: Output, paper: Paper): ProgressView {
  if (mode === 'live') return liveView(output, paper);
  return mode === 'plain' ? plainView(output, paper) : { show: () => undefined, clear: () => undefined };
}

function liveView(output: Output, paper: Paper): ProgressView {
  // Hiding the cursor would need a handler that shows it again, whatever ends the process.
  const update = createLogUpdate(output as unknown as NodeJS.WritableStream, { showCursor: true });
  const rate = rateMeter();
  return {
    show(header, progress) {
      const perSecond = rate(progress);
      if (progress.milliseconds >= PATIENCE)
        update(fitted(pieces(paper, header, progress, perSecond), paper.width - 1));
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
    show(header, progress) {
      const perSecond = rate(progress);
      if (progress.milliseconds < next) return;
      next = progress.milliseconds + PLAIN_INTERVAL;
      output.write(`${pieces(paper, header, progress, perSecond).join('  ')}\n`);
    },
    clear() {
      next = PLAIN_INTERVAL;
    },
  };
}

/** Most important first: what does not fit is left out. */
function pieces({ paint }: Paper, header: CheckHeader, progress: CheckProgress, rate: number): string[] {
  const estimate = estimateOf(header, progress);
  return [
    paint.cyan([header.scenario, header.variant].filter((name) => name !== undefined).join(' ')),
    `${count(progress.states)} states`,
    `${approximate(rate)}/s`,
    duration(progress.milliseconds),
    ...(estimate === undefined ? [] : [estimate]),
    `depth ${count(progress.depth)}`,
    `frontier ${approximate(progress.frontier)}`,
    bytes(progress.bytes),
  ];
}

/** Nobody knows how many states there are; how near a bound is, is known. */
function estimateOf({ limits }: CheckHeader, { states, milliseconds }: CheckProgress): string | undefined {
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
