import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import { scenarios } from '../../machines/index.ts';
import { hashOptions } from '../../checker/explore/hashKeys.ts';
import { runChecks } from '../check/checks.ts';
import type { CheckRequest } from '../check/checks.ts';
import { EXIT_HELP } from '../exit.ts';
import { findTarget } from '../load/target.ts';
import { reporterHelp, selectReporters } from '../reporters/select.ts';
import { formatHelp, placeOf } from '../traces/place.ts';
import { parseCount, parsePeriod } from '../quantity.ts';
import type { Context } from '../context.ts';
import { collect, collectList, examples } from '../context.ts';
import { addEngine, addWorkers, engineOf, threadsOf } from './engine.ts';
import type { EngineFlags } from './engine.ts';
import { addBounds, addProgress, limitsOf, number, progressMode } from './bounds.ts';
import type { BoundFlags, ProgressFlags } from './bounds.ts';
import { addTold } from './told.ts';
import type { ToldFlags } from './told.ts';
import { addWhy, whyRequestOf } from './why.ts';
import type { WhyFlags } from './why.ts';

interface CheckFlags extends BoundFlags, ProgressFlags, ToldFlags, WhyFlags, EngineFlags {
  readonly variant?: readonly string[];
  readonly allVariants?: true;
  readonly set?: readonly string[];
  readonly property?: readonly string[];
  readonly known?: true;
  readonly audit?: number;
  readonly jobs?: number;
  readonly por: boolean;
  readonly storage?: string;
  readonly hashBits?: number;
  readonly hashSeed?: string;
  readonly checkpoint?: string;
  readonly checkpointEvery?: number;
  readonly symmetry?: boolean;
}

const JOBS_HELP =
  'run so many checks at a time, once they take longer than a second (default: one per processor)';

export function addCheck(program: Command, context: Context): void {
  const command = program
    .command('check')
    .summary('explore every reachable state and decide all properties')
    .description(
      'Explores every reachable state of a scenario, or of a system in a TypeScript or JavaScript file, and decides ' +
        'all of its properties. Every violated property is shown with a shortest trace. Without arguments, checks ' +
        'all variants of all scenarios against the verdicts recorded for them.',
    )
    .argument('[target...]', 'scenarios by name (`refhold list`), or files')
    .option(
      '--variant <name>',
      'variant of the scenario; repeat it, or separate several by commas',
      collectList,
    )
    .option('--all-variants', 'every variant of the scenario')
    .option('--set <option=value>', 'set an option on top of the variant; repeatable', collect)
    .option('--property <name>', 'only this property; repeatable', collect)
    .option('--known', 'judge by the verdicts recorded for the variant');
  addTold(command);
  addWhy(command);
  addBounds(command)
    .option(
      '--audit [n]',
      'ask every n-th state again without tables (default: 1000)',
      number('--audit', parseCount),
    )
    .option('--jobs <n>', JOBS_HELP, number('--jobs', parseCount))
    .option(
      '--por',
      'partial order reduction: leave out steps whose order cannot matter (off where a property is about runs)',
      false,
    )
    .option('--no-por', 'take every step (default)')
    .option('--storage <kind>', 'exact (default), or hash: less memory for wide states, but no proof')
    .option('--hash-bits <n>', 'bits of a hash, 8 to 63 (default: 48)', number('--hash-bits', parseCount))
    .option('--hash-seed <text>', 'the same seed omits the same states')
    .option(
      '--checkpoint <file>',
      'save the search here now and then, and where something stops it, for `refhold resume`',
    )
    .option(
      '--checkpoint-every <seconds>',
      'from one checkpoint to the next (default: 60, more where writing takes long)',
      number('--checkpoint-every', parsePeriod),
    )
    .option('--no-symmetry', 'look at every state, also where interchangeable actors make them the same')
    .option('--quiet', 'verdicts only: no traces, no progress');
  addWorkers(
    addEngine(
      command,
      'let another engine decide: spin (apt-get install spin gcc) or tlc (java and --tlc-jar); bounds then end ' +
        'the exploration that its input is learned from',
    ),
  );
  addProgress(command)
    .addHelpText(
      'after',
      `${examples([
        ['refhold check', 'everything, against the recorded verdicts'],
        ['refhold check os-8627', 'the default variant, with traces'],
        ['refhold check os-8627 --variant kill,wait', 'these variants'],
        ['refhold check os-8627 --set observers=2', 'with an option set'],
        ['refhold check os-8627 --why "no deadlock" --at 3', 'and what it says of a state'],
        ['refhold check system.ts --timeout 5m', 'your own system'],
        ['refhold check system.ts --workers 4', 'with four threads once the search is large'],
        ['refhold check system.ts --checkpoint run.ckpt', 'a long check that can be resumed'],
        ['refhold check os-8627 --engine spin', 'the same, decided by SPIN'],
        ['refhold check system.ts --json run.json', 'and a report for `refhold replay`'],
        ['refhold check system.ts --reporter text --reporter junit:junit.xml', 'and a file for CI'],
        ['refhold check system.ts --trace-to html:trace.html', 'and a page that shows the trace'],
      ])}\n\n${reporterHelp()}\n\n${formatHelp()}\n\n${EXIT_HELP}`,
    )
    .action(async (words: string[], flags: CheckFlags) => {
      context.exit = await runChecks(await requestOf(words, flags, context), context);
    });
}

async function requestOf(
  words: readonly string[],
  flags: CheckFlags,
  context: Context,
): Promise<CheckRequest> {
  const everything = words.length === 0;
  if (everything) refuseWithoutTarget(flags);
  if (flags.allVariants === true && flags.variant !== undefined) {
    throw new RefholdError('RH408', {
      what: '--variant together with --all-variants',
      fix: 'Leave out one of them.',
    });
  }
  const engine = engineOf(flags, context);
  if (engine !== undefined) refuseWithEngine(flags, everything);
  const targets = everything
    ? scenarios.map((scenario) => ({ scenario }))
    : await Promise.all(words.map((word) => findTarget(word, context.io.cwd)));
  return {
    targets,
    selection: {
      variants: flags.variant ?? [],
      allVariants: everything || flags.allVariants === true,
      set: flags.set ?? [],
      limits: limitsOf(flags),
    },
    properties: flags.property ?? [],
    recorded: everything || flags.known === true,
    tableOnly: everything || flags.quiet === true,
    witnesses: flags.witnesses === true,
    coverage: flags.coverage === true,
    reporters: selectReporters(flags.reporter ?? [], flags.json, context.io.cwd),
    traces: (flags.traceTo ?? []).map(placeOf),
    audit: flags.audit ?? 0,
    reduction: flags.por ? 'partial-order' : 'none',
    storage: storageOf(flags),
    symmetry: flags.symmetry === false ? 'off' : 'auto',
    progress: progressMode(flags, context.io),
    lanes: flags.jobs ?? availableParallelism(),
    threads: threadsOf(flags),
    why: whyRequestOf(flags),
    engine,
    checkpoint: checkpointOf(flags, everything),
  };
}

function checkpointOf(
  { checkpoint, checkpointEvery }: CheckFlags,
  everything: boolean,
): CheckRequest['checkpoint'] {
  if (checkpoint !== undefined && !everything)
    return { file: checkpoint, every: checkpointEvery, isResumed: false };
  if (checkpoint === undefined && checkpointEvery === undefined) return undefined;
  throw new RefholdError('RH535', {
    what:
      checkpoint === undefined
        ? '--checkpoint-every without --checkpoint'
        : '--checkpoint without a scenario',
    fix: checkpoint === undefined ? 'Name the file: --checkpoint FILE.' : 'Name the scenario or file.',
  });
}

function storageOf({ storage, hashBits, hashSeed, engine }: CheckFlags): CheckRequest['storage'] {
  if (storage !== undefined && storage !== 'exact' && storage !== 'hash')
    throw new RefholdError('RH408', { what: `--storage is exact or hash, not "${storage}"` });
  if (storage === 'hash' && engine === undefined) {
    return {
      storage,
      ...(hashBits === undefined ? {} : { hashBits: hashOptions(hashBits).bits }),
      ...(hashSeed === undefined ? {} : { hashSeed }),
    };
  }
  const [flag] = [
    ...(storage === 'hash' ? ['--storage hash with --engine'] : []),
    ...(hashBits === undefined ? [] : ['--hash-bits without --storage hash']),
    ...(hashSeed === undefined ? [] : ['--hash-seed without --storage hash']),
  ];
  if (flag !== undefined) throw new RefholdError('RH535', { what: flag });
  return {};
}

/** Recorded verdicts count refhold's steps, and the others are about its tables. */
function refuseWithEngine({ known, audit, coverage, por, engine }: CheckFlags, everything: boolean): void {
  const [flag] = [
    ...(known === undefined ? [] : ['--known']),
    ...(audit === undefined ? [] : ['--audit']),
    ...(coverage === undefined ? [] : ['--coverage']),
    ...(por ? ['--por'] : []),
    ...(everything ? ['no scenario'] : []),
  ];
  if (flag === undefined) return;
  throw new RefholdError('RH408', {
    what: `--engine ${engine!} with ${flag}`,
    fix: `\`refhold judge --engine ${engine!}\` compares all verdicts with refhold's.`,
  });
}

function refuseWithoutTarget({ variant, set, property, why }: CheckFlags): void {
  const [flag] = [
    ...(variant === undefined ? [] : ['--variant']),
    ...(set === undefined ? [] : ['--set']),
    ...(property === undefined ? [] : ['--property']),
    ...(why === undefined ? [] : ['--why']),
  ];
  if (flag === undefined) return;
  throw new RefholdError('RH408', {
    what: `${flag} without a scenario`,
    fix: 'Name the scenario or file: `refhold check SCENARIO`. `refhold list` shows the scenarios.',
  });
}
