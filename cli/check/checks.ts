import { RefholdError } from '../../checker/errors.ts';
import type { ReductionChoice } from '../../checker/explore/reduction/choose.ts';
import type { CheckOptions, SymmetryChoice } from '../../checker/index.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import { documentsOf } from '../../checker/report/formats/format.ts';
import type { WhyRequest } from '../../checker/report/why.ts';
import type { Context } from '../context.ts';
import { interruptible } from '../interrupt.ts';
import { EXIT, exitOf } from '../exit.ts';
import { refuseUnwritable } from '../files.ts';
import { makeLocator } from '../load/locate.ts';
import type { Target } from '../load/target.ts';
import { print } from '../paper.ts';
import { build, choose } from './build.ts';
import { checkpointOptions, refuseCheckpoint, writeHowToResume } from './checkpoint.ts';
import type { CheckpointRequest } from './checkpoint.ts';
import type { EngineChoice } from './engine.ts';
import { jobsOf } from './jobs.ts';
import type { Job, Selection } from './jobs.ts';
import { progressView } from './progress.ts';
import type { ProgressMode } from './progress.ts';
import { startReports } from '../reporters/run.ts';
import type { Selected } from '../reporters/select.ts';
import type { TracePlace } from '../traces/place.ts';
import { writeTraces } from '../traces/write.ts';
import type { Written } from '../traces/write.ts';
import { version } from '../version.ts';
import { runJobs } from './lanes.ts';
import { askWhy, refuseWhy } from './why.ts';

/** What a command line of `refhold check` asks for. */
export interface CheckRequest {
  readonly targets: readonly Target[];
  readonly selection: Selection;
  /** Properties by name; empty for all. */
  readonly properties: readonly string[];
  /** Judge by the recorded verdicts. */
  readonly recorded: boolean;
  /** No traces, one row per check. */
  readonly tableOnly: boolean;
  readonly witnesses: boolean;
  readonly coverage: boolean;
  readonly reporters: readonly Selected[];
  /** Where the traces of what is violated are written, besides. */
  readonly traces: readonly TracePlace[];
  readonly audit: number;
  readonly reduction: ReductionChoice;
  /** How states are kept. */
  readonly storage: Pick<CheckOptions, 'storage' | 'hashBits' | 'hashSeed'>;
  readonly symmetry: SymmetryChoice;
  readonly progress: ProgressMode;
  /** Checks that may run at the same time. */
  readonly lanes: number;
  /** Threads of one check; undefined for all processors where one check runs at a time. */
  readonly threads: number | undefined;
  /** A property to be explained at a state of a trace. */
  readonly why: WhyRequest | undefined;
  /** The engine that decides, if it is not refhold. */
  readonly engine: EngineChoice | undefined;
  readonly checkpoint: CheckpointRequest | undefined;
}

/** Runs all checks of a request and reports them. Returns the exit code. */
export async function runChecks(request: CheckRequest, context: Context): Promise<number> {
  const jobs = request.targets.flatMap((target) => jobsOf(target, request.selection));
  refuseEarly(jobs, request, context);
  const reports = startReports(request.reporters, request, context);
  const checks: CheckReport[] = [];
  const interrupted = await runAll(jobs, request, context, (check) => {
    reports.check(check, checks.length);
    checks.push(check);
  });
  const unexplained = explain(jobs, checks, request, context);
  const exit = exitOf(checks, request.recorded);
  // What did not run has no verdict, whatever the others have.
  const exitCode = exit === EXIT.ok && checks.length < jobs.length ? EXIT.incomplete : exit;
  const locator = makeLocator(context.io.cwd);
  await reports.end({ refhold: version(), checks, wanted: jobs.length, exitCode, locator });
  if (interrupted) writeInterrupted(checks.length, jobs.length, context);
  writeHowToResume(request, context);
  for (const place of request.traces) writeAll(place, jobs, checks, request, context);
  if (unexplained !== undefined) throw unexplained;
  return exitCode;
}

/** The traces of what is violated; with `--witnesses`, of what is reachable, too. */
function writeAll(
  place: TracePlace,
  jobs: readonly Job[],
  checks: readonly CheckReport[],
  { witnesses }: CheckRequest,
  context: Context,
): void {
  const traces = checks.flatMap((check, i): Written[] =>
    documentsOf(version(), [check])
      .filter(({ verdict }) => witnesses || verdict === 'violated')
      .map((document) => ({ document, target: jobs[i]!.target })),
  );
  if (traces.length > 0) writeTraces('--trace-to', place, traces, context);
  else print(context.io.stderr, [`no trace to be written as ${place.format.name}: nothing is violated`]);
}

function writeInterrupted(done: number, wanted: number, { io, paper }: Context): void {
  const { paint } = paper(io.stderr);
  const left = wanted - done;
  const rest = left === 0 ? '' : ` ${left} of ${wanted} checks did not run.`;
  print(io.stderr, [paint.yellow(`▲ interrupted: what stands above is what is known so far.${rest}`)]);
}

/** Adds to the only check what was asked about it; returns why that cannot be. */
function explain(
  [job]: readonly Job[],
  checks: CheckReport[],
  { why: request }: CheckRequest,
  { io }: Context,
): RefholdError | undefined {
  const [check] = checks;
  if (request === undefined || check === undefined || check.error !== undefined) return undefined;
  const why = askWhy(request, job!, check, io.cwd);
  if (why instanceof Error) return why;
  checks[0] = { ...check, why };
  return undefined;
}

/** Says what makes no sense before hours are spent on what does. */
function refuseEarly(jobs: readonly Job[], request: CheckRequest, { io }: Context): void {
  for (const { file } of request.traces) if (file !== undefined) refuseUnwritable('--trace-to', file, io.cwd);
  refuseCheckpoint(request, jobs.length, io.cwd);
  if (request.why !== undefined) refuseWhy(request.why, jobs, io.cwd);
  for (const { target, header, known } of jobs) {
    if (request.recorded && known === undefined) throw nothingRecorded(header.scenario, request);
    if (request.properties.length > 0)
      choose(build(target, header.options, io.cwd), request.properties, header);
  }
}

function nothingRecorded(scenario: string, { selection }: CheckRequest): RefholdError {
  const set = selection.set.length > 0;
  return new RefholdError('RH408', {
    what: set ? '--known together with --set' : `--known, but ${scenario} has no recorded verdicts`,
    fix: set
      ? 'Verdicts are recorded for variants as they are. Leave out --set or --known.'
      : 'Leave out --known, or record verdicts as `known` of a variant (defineScenario).',
  });
}

/** True if Ctrl-C ended it. The first one stops the search, the second one the process. */
async function runAll(
  jobs: readonly Job[],
  request: CheckRequest,
  context: Context,
  done: (check: CheckReport) => void,
): Promise<boolean> {
  const { io, paper } = context;
  const { signal, release } = interruptible(io);
  const view = progressView(request.progress, io.stderr, paper(io.stderr));
  try {
    await runJobs(jobs, {
      properties: request.properties,
      audit: request.audit,
      reduction: request.reduction,
      symmetry: request.symmetry,
      engine: request.engine,
      storage: request.storage,
      checkpoint: checkpointOptions(request, context),
      // Other engines use all processors, or not, as they see fit.
      lanes: request.engine === undefined ? request.lanes : 1,
      workers: request.threads,
      signal,
      cwd: io.cwd,
      onProgress: (job, progress) => view.show(job.header, progress),
      onCheck(check) {
        view.clear();
        done(check);
      },
    });
  } finally {
    view.clear();
    release();
  }
  return signal.aborted;
}
