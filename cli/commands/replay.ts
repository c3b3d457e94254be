import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';
import { reproduce } from '../../checker/report/reproduce.ts';
import { headerLines } from '../../checker/report/text/header.ts';
import { replayLines } from '../../checker/report/text/replay.ts';
import { seenBefore } from '../../checker/report/text/seen.ts';
import { whyLines } from '../../checker/report/text/why.ts';
import { explainState } from '../../checker/report/why.ts';
import type { WhyRequest } from '../../checker/report/why.ts';
import type { Checkable } from '../../checker/scenario/scenario.ts';
import type { Trace } from '../../checker/trace/types.ts';
import { build } from '../check/build.ts';
import { EXIT } from '../exit.ts';
import { loadSaved, refuseUnknown, targetOf } from '../traces/saved.ts';
import type { Outcome } from '../traces/convert.ts';
import { convert } from '../traces/convert.ts';
import { formatHelp, formatNamed } from '../traces/place.ts';
import { print } from '../paper.ts';
import { collect, examples } from '../context.ts';
import type { Context } from '../context.ts';
import { addWhy, whyRequestOf } from './why.ts';
import type { WhyFlags } from './why.ts';

interface ReplayFlags extends WhyFlags {
  readonly property?: readonly string[];
  readonly to?: string;
  readonly out?: string;
}

export function addReplay(program: Command, context: Context): void {
  const command = program
    .command('replay')
    .summary('execute the traces of a saved report again')
    .description(
      'Executes every trace of a report again, step by step through XState, and says whether it still violates its ' +
        'property, and if not, where it departs from what was saved.',
    )
    .argument('<report>', 'file written by `refhold check --json FILE`, or a trace (`--trace-to json:FILE`)')
    .option('--property <name>', 'only traces of this property; repeatable', collect)
    .option('--to <format>', 'write the traces in this format (below) instead of showing them')
    .option('--out <file>', 'where to (default: the standard output)');
  addWhy(command)
    .addHelpText(
      'after',
      `${examples([
        ['refhold check os-8627 --json run.json', 'save a report'],
        ['refhold replay run.json', 'and execute its traces again'],
        ['refhold replay run.json --why "no deadlock" --at 3', 'and what it says of a state'],
        ['refhold replay run.json --to mermaid --property "no deadlock"', 'a sequence diagram'],
        ['refhold replay run.json --to vitest --out bug.test.ts', 'a regression test'],
      ])}

${formatHelp()}

Exit codes:
  12  a violation is still there
   0  none is: every trace ends well now, or some step of it does not exist any more
   2  the report cannot be read, or is about something that does not exist any more
  70  the model has a mistake`,
    )
    .action(async (file: string, flags: ReplayFlags) => {
      context.exit = await replay(file, flags, context);
    });
}

async function replay(file: string, flags: ReplayFlags, context: Context): Promise<number> {
  const { io } = context;
  const names = flags.property ?? [];
  const why = whyRequestOf(flags);
  refuseCombinations(flags, why);
  const { checks } = loadSaved(file, io.cwd);
  refuseUnknown(checks, names);
  if (flags.to !== undefined) {
    const place = { format: formatNamed(flags.to), ...(flags.out === undefined ? {} : { file: flags.out }) };
    return exitOfReplay(await convert(checks, file, names, place, context));
  }
  const traced = checks.flatMap((check) => {
    const traces = check.properties.filter(
      ({ name, trace }) => trace && (names.length === 0 || names.includes(name)),
    );
    return traces.length === 0 ? [] : [{ check, traces }];
  });
  if (why !== undefined && traced.length !== 1) throw notOne(traced.length);
  const results: Outcome[] = [];
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

/** Executes some traces of a check again, and shows them. */
async function replayCheck(
  check: CheckReport,
  traces: readonly PropertyReport[],
  checkable: Checkable,
  { io, paper }: Context,
): Promise<Outcome[]> {
  const page = paper(io.stdout);
  print(io.stdout, headerLines(page, check));
  const shown: { name: string; trace: Trace | undefined }[] = [];
  const results: Outcome[] = [];
  for (const property of traces) {
    const result = await reproduce(checkable, property, property.trace!);
    const trace = result.kind === 'unknown' ? undefined : result.trace;
    print(io.stdout, ['', ...replayLines(page, property, result, seenBefore(trace, shown))]);
    shown.push({ name: property.name, trace });
    results.push({ property, result });
  }
  return results;
}

function exitOfReplay(results: readonly Outcome[]): number {
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

function refuseCombinations({ to, out }: ReplayFlags, why: WhyRequest | undefined): void {
  if (out !== undefined && to === undefined) {
    throw new RefholdError('RH535', {
      what: '--out without --to',
      fix: 'Say which format: `--to FORMAT --out FILE`.',
    });
  }
  if (to !== undefined && why !== undefined) {
    throw new RefholdError('RH535', { what: '--to together with --why', fix: 'Leave out one of them.' });
  }
}
