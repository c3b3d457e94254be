import type { CheckOptions } from '../../checker/index.ts';
import type { Limits } from '../../checker/report/report.ts';
import type { Context } from '../context.ts';
import { interruptible } from '../interrupt.ts';
import { print } from '../paper.ts';
import { progressView } from './progress.ts';
import type { ProgressMode, Watched } from './progress.ts';

/** What a series of checks is run with. */
export interface Watch {
  readonly options: CheckOptions;
  /** Says which check comes next, and how far the series is: `3 of 21`. */
  readonly next: (name: string | undefined, position: string) => void;
}

/**
 * Runs a series of checks that belong together: shows how far it is, and lets Ctrl-C stop it. After that, each check
 * that is left stops at once and is incomplete. The second Ctrl-C ends the process.
 */
export async function watched<T>(
  scenario: string,
  limits: Limits,
  mode: ProgressMode,
  { io, paper }: Context,
  run: (watch: Watch) => Promise<T>,
): Promise<T> {
  const { signal, release } = interruptible(io);
  const view = progressView(mode, io.stderr, paper(io.stderr));
  const started = performance.now();
  let what: Watched = { scenario, limits };
  try {
    return await run({
      options: {
        ...limits,
        signal,
        // A check looks at its signal after a slice of its time: after Ctrl-C, those that are left have short ones.
        get timeout() {
          return signal.aborted ? 1 : (limits.timeout ?? Infinity);
        },
        onProgress: (progress) =>
          view.show({ ...what, before: performance.now() - started - progress.milliseconds }, progress),
      },
      next(variant, position) {
        what = { scenario, limits, position, ...(variant === undefined ? {} : { variant }) };
        view.show({ ...what, before: performance.now() - started });
      },
    });
  } finally {
    view.clear();
    release();
    if (signal.aborted) {
      const { paint } = paper(io.stderr);
      print(io.stderr, [paint.yellow('▲ interrupted: what was not decided by then is incomplete.')]);
    }
  }
}
