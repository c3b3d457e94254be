import { availableParallelism } from 'node:os';
import type { CheckProgress } from '../../checker/index.ts';
import { defaultMemoryLimit } from '../../checker/explore/memory.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import type { Job } from './jobs.ts';
import { runJob } from './run.ts';
import type { RunOptions } from './run.ts';
import { JobThread } from './thread.ts';

export interface LaneOptions extends Omit<RunOptions, 'onProgress' | 'maxMemory'> {
  /** Checks that may run at the same time. */
  readonly lanes: number;
  /** Of the first check that is not reported yet. */
  readonly onProgress: (job: Job, progress: CheckProgress) => void;
  /** Called in the order of the jobs, whichever ends first. */
  readonly onCheck: (check: CheckReport) => void;
}

/** Milliseconds before other threads are started: most series are over by then. */
const PATIENCE = 1000;

type Run = (job: Job, onProgress: (progress: CheckProgress) => void) => Promise<CheckReport>;

/**
 * Runs checks one after the other and, once that has taken a while, in other threads besides. An aborted signal ends
 * those that run, with what is known by then, and the others do not begin. Throws what `runJob` throws.
 */
export async function runJobs(jobs: readonly Job[], options: LaneOptions): Promise<void> {
  const { signal, onProgress, onCheck } = options;
  const lanes = Math.min(options.lanes, jobs.length);
  const workers = options.workers ?? (lanes > 1 ? 1 : availableParallelism());
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  // Together they may take what one may take alone.
  const shared = {
    ...options,
    workers,
    signal: stop,
    ...(lanes > 1 ? { maxMemory: defaultMemoryLimit() / lanes } : {}),
  };
  const reports: (CheckReport | undefined)[] = [];
  const failures: unknown[] = [];
  let begun = 0;
  let shown = 0;
  const lane = async (run: Run): Promise<void> => {
    try {
      while (begun < jobs.length && !stop.aborted) {
        const at = begun++;
        const job = jobs[at]!;
        reports[at] = await run(job, (progress) => {
          if (at === shown) onProgress(job, progress);
        });
        for (let next = reports[shown]; next !== undefined; next = reports[++shown]) onCheck(next);
      }
    } catch (thrown) {
      failures.push(thrown);
      failed.abort();
    }
  };
  const others: Promise<void>[] = [];
  const startOthers = (): void => {
    for (let extra = 1; extra < lanes && begun < jobs.length; extra++) others.push(inThread(lane, shared));
  };
  const timer = setTimeout(startOthers, PATIENCE);
  await lane((job, progress) => runJob(job, { ...shared, onProgress: progress }));
  clearTimeout(timer);
  await Promise.all(others);
  if (failures.length > 0) throw failures[0];
}

async function inThread(
  lane: (run: Run) => Promise<void>,
  options: Omit<RunOptions, 'onProgress'>,
): Promise<void> {
  const thread = new JobThread(options);
  try {
    await lane((job, progress) => thread.run(job, progress));
  } finally {
    await thread.end();
  }
}
