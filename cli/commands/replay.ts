import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';
import { reproduce } from '../../checker/report/reproduce.ts';
import type { Reproduction } from '../../checker/report/reproduce.ts';
import { headerLines } from '../../checker/report/text/header.ts';
import { replayLines } from '../../checker/report/text/replay.ts';
import { seenBefore } from '../../checker/report/text/seen.ts';
import { whyLines } from '../../checker/report/text/why.ts';
import { explainState } from '../../checker/report/why.ts';
import type { WhyRequest } from '../../checker/report/why.ts';
import type { Checkable } from '../../checker/scenario/scenario.ts';
import type { Trace } from '../../checker/trace/types.ts';
import { suggest } from '../../checker/system/suggest.ts';
import { build } from '../check/build.ts';
import { EXIT } from '../exit.ts';
import { loadReport, targetOf } from '../load/report.ts';
import { print } from '../paper.ts';
import { collect, examples } from '../context.ts';
import type { Context } from '../context.ts';
import { addWhy, whyRequestOf } from './why.ts';
import type { WhyFlags } from './why.ts';

interface ReplayFlags extends WhyFlags {
  readonly property?: readonly string[];
}

export function addReplay(program: Command, context: Context): void {
  const command = program
    .command('replay')
    .summary('execute the traces of a saved report again')
    .description(
      'Executes every trace of a report again, step by step through XState, and says whether it still violates its ' +
        'property, and if not, where it departs from what was saved.',
    )
    .argument('<report>', 'file written by `refhold check --json FILE`')
    .option('--property <name>', 'only traces of this property; repeatable', collect);
  addWhy(command)
    .addHelpText(
      'after',
      `${examples([
        ['refhold check os-8627 --json run.json', 'save a report'],
        ['refhold replay run.json', 'and execute its traces again'],
        ['refhold replay run.json --why "no deadlock" --at 3', 'and what it says of a state'],
      ])}

Exit codes:
  12  a violation is still there
   0  none is: every trace ends well now, or some step of it does not exist any more
   2  the report cannot be read, or is about something that does not exist any more
  70  the model has a mistake`,
    )
    .action(async (file: string, flags: ReplayFlags) => {
      context.exit = await replay(file, flags.property ?? [], whyRequestOf(flags), context);
    });
}

async function replay(
  file: string,
  names: readonly string[],
  why: WhyRequest | undefined,
  context: Context,
): Promise<number> {
  const { io } = context;
  const { checks } = loadReport(file, io.cwd);
  refuseUnknown(checks, names);
  const traced = checks.flatMap((check) => {
    const traces = check.properties.filter(
      ({ name, trace }) => trace && (names.length === 0 || names.includes(name)),
    );
    return traces.length === 0 ? [] : [{ check, traces }];
  });
  if (why !== undefined && traced.length !== 1) throw notOne(traced.length);
  const results: Result[] = [];
  for (const { check, traces } of traced) {
    if (results.length > 0) print(io.stdout, ['']);
    const target = await targetOf(check, file, io.cwd);
    const checkable = build(target, check.options, io.cwd);
    const some = await replayCheck(check, traces, checkable, context);
    results.push(...some);
    if (why !== undefined) {
      const again = some.flatMap(({ property: { name, verdict }, result }) =>
        result.kind === 'unknown' ? [] : [{ name, verdict, trace: result.trace }],
      );
      print(io.stdout, ['', '', ...whyLines(context.paper(io.stdout), explainState(checkable, why, again))]);
    }
  }
  if (results.length === 0) print(io.stdout, ['There are no traces in this report: nothing was violated.']);
  return exitOfReplay(results);
}

interface Result {
  readonly property: PropertyReport;
  readonly result: Reproduction;
}

/** Executes some traces of a check again, and shows them. */
async function replayCheck(
  check: CheckReport,
  traces: readonly PropertyReport[],
  checkable: Checkable,
  { io, paper }: Context,
): Promise<Result[]> {
  const page = paper(io.stdout);
  print(io.stdout, headerLines(page, check));
  const shown: { name: string; trace: Trace | undefined }[] = [];
  const results: Result[] = [];
  for (const property of traces) {
    const result = await reproduce(checkable, property, property.trace!);
    const trace = result.kind === 'unknown' ? undefined : result.trace;
    print(io.stdout, ['', ...replayLines(page, property, result, seenBefore(trace, shown))]);
    shown.push({ name: property.name, trace });
    results.push({ property, result });
  }
  return results;
}

function exitOfReplay(results: readonly Result[]): number {
  const violated = results.some(
    ({ property, result }) => property.verdict === 'violated' && result.kind === 'reproduced',
  );
  if (violated) return EXIT.safety;
  return results.some(({ result }) => result.kind === 'unknown') ? EXIT.usage : EXIT.ok;
}

function notOne(checks: number): RefholdError {
  return new RefholdError('RH408', {
    what:
      checks === 0
        ? '--why, but there are no traces in this report'
        : `--why, but there are traces of ${checks} checks in this report`,
    fix: 'Give a report of one check with a trace: `refhold check SCENARIO --variant NAME --json FILE`.',
  });
}

function refuseUnknown(checks: readonly CheckReport[], names: readonly string[]): void {
  const known = [...new Set(checks.flatMap(({ properties }) => properties.map(({ name }) => name)))];
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new RefholdError('RH409', {
      what: `"${name}".${suggest(name, known)}`,
      fix: 'Name a property that the report has a trace of.',
    });
  }
}
