import { check } from '../../checker/index.ts';
import type { CheckOptions, CheckProgress, SymmetryChoice } from '../../checker/index.ts';
import { failureOf, reportOf } from '../../checker/report/build.ts';
import { compare } from '../../checker/report/recorded.ts';
import type { ReductionChoice } from '../../checker/explore/reduction/choose.ts';
import type { Known } from '../../checker/scenario/scenario.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import { isRefholdError } from '../load/explain.ts';
import { build, choose, located } from './build.ts';
import { engineReport } from './engine.ts';
import type { EngineChoice } from './engine.ts';
import type { Job } from './jobs.ts';

export interface RunOptions {
  /** Properties by name; empty for all. */
  readonly properties: readonly string[];
  /** Every how many states to ask again without tables; 0 for never. */
  readonly audit: number;
  readonly reduction: ReductionChoice;
  /** What to do about interchangeable actors. */
  readonly symmetry: SymmetryChoice;
  /** The engine that decides, if it is not refhold. */
  readonly engine: EngineChoice | undefined;
  /** Bytes at most where the job names no bound: a share of the machine's memory. */
  readonly maxMemory?: number;
  /** Threads that search. */
  readonly workers?: number | undefined;
  readonly storage?: Pick<CheckOptions, 'storage' | 'hashBits' | 'hashSeed'>;
  /** Where it keeps checkpoints, and which one it goes on from. */
  readonly checkpoint?: Pick<CheckOptions, 'checkpoint' | 'resume'>;
  readonly signal: AbortSignal;
  readonly cwd: string;
  readonly onProgress: (progress: CheckProgress) => void;
}

/** Runs one check. A mistake in the model comes back as part of the report; anything else is thrown. */
export async function runJob(job: Job, options: RunOptions): Promise<CheckReport> {
  try {
    return await run(job, options);
  } catch (thrown) {
    const error = located(thrown, job.target, options.cwd, 'RH201');
    if (!isRefholdError(error) || /^RH([45]|31)/.test(error.code)) throw error;
    return failureOf(job.header, error);
  }
}

async function run({ target, header, known }: Job, options: RunOptions): Promise<CheckReport> {
  const built = build(target, header.options, options.cwd);
  const properties = choose(built, options.properties, header);
  const { audit, reduction, symmetry, signal, onProgress, engine } = options;
  if (engine !== undefined)
    return engineReport(built, header, engine, { signal, onProgress, only: options.properties });
  const share = options.maxMemory === undefined ? {} : { maxMemory: options.maxMemory };
  const limits: CheckOptions = {
    ...share,
    workers: options.workers ?? 1,
    ...header.limits,
    ...options.storage,
    ...options.checkpoint,
    audit,
    reduction,
    symmetry,
    signal,
    onProgress,
  };
  const result = await check(built.system, properties, limits);
  const wanted = new Set(options.properties);
  const report = reportOf(header, result, ({ name }) => wanted.size === 0 || wanted.has(name));
  if (known === undefined) return report;
  return { ...report, recorded: compare(comparable(known, report), report, wanted.size === 0) };
}

/** What is recorded, without the number of states where a reduction left some out. */
function comparable({ states, ...known }: Known, { exploration }: CheckReport): Known {
  const { reduction } = exploration!;
  const isWhole = reduction === undefined || reduction.off !== undefined;
  return isWhole && states !== undefined ? { ...known, states } : known;
}
