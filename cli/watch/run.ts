import { relative } from 'node:path';
import { errorReport } from '../../checker/report/build.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import { errorLines } from '../../checker/report/text/error.ts';
import { choose, build } from '../check/build.ts';
import { jobsOf } from '../check/jobs.ts';
import type { Selection } from '../check/jobs.ts';
import { progressView } from '../check/progress.ts';
import type { ProgressMode } from '../check/progress.ts';
import { runJob } from '../check/run.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit.ts';
import { isRefholdError } from '../load/explain.ts';
import { print } from '../paper.ts';
import { changesBetween, remembered } from './compare.ts';
import { filesFor, freshTargets } from './fresh.ts';
import { watchFiles } from './saves.ts';
import { firstLines, laterLines } from './text.ts';

/** What a command line of `refhold watch` asks for. */
export interface WatchRequest {
  /** A scenario or file; left out for all scenarios of refhold. */
  readonly word: string | undefined;
  readonly selection: Selection;
  readonly properties: readonly string[];
  readonly progress: ProgressMode;
}

/** Checks again whenever a file is saved, until Ctrl-C. A save during a check stops it: its verdicts would be old. */
export async function watchAndCheck(request: WatchRequest, context: Context): Promise<number> {
  const { io, paper } = context;
  const page = paper(io.stdout);
  const saves = watchFiles();
  const end = new AbortController();
  const release = io.onInterrupt(() => {
    end.abort();
    saves.wake();
  });
  let known: readonly CheckReport[] | undefined;
  try {
    for (let saved: readonly string[] = []; !end.signal.aborted; saved = await saves.next()) {
      const watched = saves.add(filesFor(request.word, io.cwd));
      if (saved.length > 0) {
        const names = saved.map((file) => relative(io.cwd, file)).join(', ');
        print(io.stdout, ['', page.paint.dim(`saved ${names}`)]);
      }
      const stop = AbortSignal.any([end.signal, saves.signal()]);
      const checks = await attempt(request, context, stop);
      if (stop.aborted) continue;
      if (checks !== undefined) {
        const lines =
          known === undefined
            ? firstLines(page, checks)
            : laterLines(page, checks, changesBetween(known, checks));
        print(io.stdout, lines);
        known = remembered(known ?? [], checks);
      }
      await watched;
      print(io.stdout, [page.paint.dim('waiting for a file to be saved; Ctrl-C ends')]);
    }
  } finally {
    release();
    await saves.close();
  }
  return EXIT.ok;
}

/** The reports of all checks; undefined if nothing can be loaded, which is shown. */
async function attempt(
  { word, selection, properties, progress }: WatchRequest,
  { io, paper }: Context,
  signal: AbortSignal,
): Promise<CheckReport[] | undefined> {
  const view = progressView(progress, io.stderr, paper(io.stderr));
  const checks: CheckReport[] = [];
  try {
    const jobs = (await freshTargets(word, io.cwd)).flatMap((target) => jobsOf(target, selection));
    for (const { target, header } of jobs) choose(build(target, header.options, io.cwd), properties, header);
    for (const job of jobs) {
      if (signal.aborted) break;
      const onProgress = (now: Parameters<typeof view.show>[1]): void => view.show(job.header, now);
      const options = {
        properties,
        audit: 0,
        symmetry: 'auto',
        reduction: 'none',
        engine: undefined,
      } as const;
      checks.push(await runJob(job, { ...options, signal, cwd: io.cwd, onProgress }));
      view.clear();
    }
    return checks;
  } catch (thrown) {
    if (!isRefholdError(thrown)) throw thrown;
    if (!signal.aborted) print(io.stdout, errorLines(paper(io.stdout), errorReport(thrown)));
    return undefined;
  } finally {
    view.clear();
  }
}
