import { RefholdError } from '../../checker/errors.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import { whyLines } from '../../checker/report/text/why.ts';
import type { WhyRequest } from '../../checker/report/why.ts';
import type { Context } from '../context.ts';
import { EXIT, exitOf } from '../exit.ts';
import type { Target } from '../load/target.ts';
import { print } from '../paper.ts';
import { build, choose } from './build.ts';
import type { EngineChoice } from './engine.ts';
import { jobsOf } from './jobs.ts';
import type { Job, Selection } from './jobs.ts';
import { progressView } from './progress.ts';
import type { ProgressMode } from './progress.ts';
import { refuseUnwritable, writeJson } from './json.ts';
import { runJob } from './run.ts';
import { askWhy, refuseWhy } from './why.ts';
import { writeCheck, writeInterrupted, writeSummary } from './text.ts';

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
  /** File for the JSON report, `-` for the standard output in place of text. */
  readonly json: string | undefined;
  readonly audit: number;
  readonly progress: ProgressMode;
  /** A property to be explained at a state of a trace. */
  readonly why: WhyRequest | undefined;
  /** The engine that decides, if it is not refhold. */
  readonly engine: EngineChoice | undefined;
}

/** Runs all checks of a request and reports them. Returns the exit code. */
export async function runChecks(request: CheckRequest, context: Context): Promise<number> {
  const jobs = request.targets.flatMap((target) => jobsOf(target, request.selection));
  refuseEarly(jobs, request, context);
  const text = request.json !== '-';
  const checks: CheckReport[] = [];
  const interrupted = await runAll(jobs, request, context, (check) => {
    if (text && !request.tableOnly) writeCheck(check, request, context, checks.length > 0);
    checks.push(check);
  });
  if (text) writeSummary(checks, request, context);
  if (interrupted) writeInterrupted(checks.length, jobs.length, context);
  const unexplained = explain(jobs, checks, request, context);
  if (request.json !== undefined) writeJson(request.json, checks, context);
  if (unexplained !== undefined) throw unexplained;
  const exit = exitOf(checks, request.recorded);
  // What did not run has no verdict, whatever the others have.
  return exit === EXIT.ok && checks.length < jobs.length ? EXIT.incomplete : exit;
}

/** Adds to the only check what was asked about it; returns why that cannot be. */
function explain(
  [job]: readonly Job[],
  checks: CheckReport[],
  { why: request, json }: CheckRequest,
  { io, paper }: Context,
): RefholdError | undefined {
  const [check] = checks;
  if (request === undefined || check === undefined || check.error !== undefined) return undefined;
  const why = askWhy(request, job!, check, io.cwd);
  if (why instanceof Error) return why;
  checks[0] = { ...check, why };
  if (json !== '-') print(io.stdout, ['', '', ...whyLines(paper(io.stdout), why)]);
  return undefined;
}

/** Says what makes no sense before hours are spent on what does. */
function refuseEarly(jobs: readonly Job[], request: CheckRequest, { io }: Context): void {
  if (request.json !== undefined && request.json !== '-') refuseUnwritable(request.json, io.cwd);
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
  { io, paper }: Context,
  done: (check: CheckReport) => void,
): Promise<boolean> {
  const stop = new AbortController();
  const release = io.onInterrupt(() => {
    stop.abort();
    release();
  });
  const view = progressView(request.progress, io.stderr, paper(io.stderr));
  try {
    for (const job of jobs) {
      if (stop.signal.aborted) break;
      const check = await runJob(job, {
        properties: request.properties,
        audit: request.audit,
        engine: request.engine,
        signal: stop.signal,
        cwd: io.cwd,
        onProgress: (progress) => view.show(job.header, progress),
      });
      view.clear();
      done(check);
    }
  } finally {
    view.clear();
    release();
  }
  return stop.signal.aborted;
}
