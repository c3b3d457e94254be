import type { Command } from 'commander';
import { walk } from '../../checker/index.ts';
import type { WalkOptions } from '../../checker/index.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import { writeReport } from '../../checker/report/json.ts';
import { walkLines } from '../../checker/report/text/walk.ts';
import { build, choose } from '../check/build.ts';
import { jobsOf } from '../check/jobs.ts';
import type { Job } from '../check/jobs.ts';
import { collect, collectList, examples } from '../context.ts';
import type { Context } from '../context.ts';
import { interruptible } from '../interrupt.ts';
import { exitOf } from '../exit.ts';
import { findTarget } from '../load/target.ts';
import { print } from '../paper.ts';
import { parseCount, parseDuration, parseNumber } from '../quantity.ts';
import { version } from '../version.ts';
import { number } from './bounds.ts';

interface WalkFlags extends Pick<
  WalkOptions,
  'seed' | 'depth' | 'walks' | 'time' | 'swarm' | 'maxLocalStates'
> {
  readonly variant?: readonly string[];
  readonly set?: readonly string[];
  readonly property?: readonly string[];
  readonly witnesses?: true;
  readonly json?: true;
}

export function addWalk(program: Command, context: Context): void {
  program
    .command('walk')
    .summary('walk at random through what is too large to be explored')
    .description(
      'Walks at random through a system, and judges states and steps on the way. What it finds is made shorter and ' +
        'executed again through XState. What it does not find is incomplete, never a pass. The same seed walks the same ' +
        'ways.',
    )
    .argument('<target>', 'a scenario by name (`refhold list`), or a file')
    .option(
      '--variant <name>',
      'variant of the scenario; repeat it, or separate several by commas',
      collectList,
    )
    .option('--set <option=value>', 'set an option on top of the variant; repeatable', collect)
    .option('--property <name>', 'only this property; repeatable', collect)
    .option(
      '--seed <n>',
      'which ways are walked (default: any; it is printed)',
      number('--seed', parseNumber),
    )
    .option('--depth <n>', 'steps per walk at most (default: 1000)', number('--depth', parseCount))
    .option('--walks <n>', 'walks at most (default: 1000)', number('--walks', parseCount))
    .option(
      '--time <duration>',
      'walk for so long (30s, 5m), in place of a number',
      number('--time', parseDuration),
    )
    .option(
      '--swarm <n>',
      'so many walkers in turn, each of which prefers other orders of steps (default: 1, which prefers none)',
      number('--swarm', parseCount),
    )
    .option(
      '--max-local-states <n>',
      'refuse an actor with more local states (default: 100000)',
      number('--max-local-states', parseCount),
    )
    .option('--witnesses', 'show the traces of `reachable` properties that hold, too')
    .option('--json', 'write a report as JSON, for `refhold replay`')
    .addHelpText(
      'after',
      `${examples([
        ['refhold walk ipd3 --variant illumos-2022 --seed 1', '1,000 walks of 1,000 steps at most'],
        ['refhold walk system.ts --time 10m --swarm 5', 'ten minutes, five biases in turn'],
        ['refhold walk system.ts --seed 7 --json > run.json', 'and a report for `refhold replay`'],
      ])}

Exit codes, the first that applies:
  70  the model has a mistake, or refhold has one
  12  a safety property is violated
  11  a deadlock was found
  20  incomplete: everything that was not found
   0  every property is a \`reachable\` one that has a witness
   2  the command line makes no sense`,
    )
    .action(async (word: string, flags: WalkFlags) => {
      context.exit = await walkAll(word, flags, context);
    });
}

async function walkAll(word: string, flags: WalkFlags, context: Context): Promise<number> {
  const { io, paper } = context;
  const target = await findTarget(word, io.cwd);
  const jobs = jobsOf(target, {
    variants: flags.variant ?? [],
    allVariants: false,
    set: flags.set ?? [],
    limits: {},
  });
  const { signal, release } = interruptible(io);
  const checks: CheckReport[] = [];
  try {
    for (const job of jobs) {
      const check = await walkOne(job, flags, signal, io.cwd);
      checks.push(check);
      if (flags.json !== true)
        print(io.stdout, [...walkLines(paper(io.stdout), check, flags.witnesses === true), '']);
    }
  } finally {
    release();
  }
  if (flags.json === true) io.stdout.write(writeReport(version(), checks));
  return exitOf(checks, false);
}

async function walkOne(
  { target, header }: Job,
  { property: names = [], seed, depth, walks, time, swarm, maxLocalStates }: WalkFlags,
  signal: AbortSignal,
  cwd: string,
): Promise<CheckReport> {
  const built = build(target, header.options, cwd);
  const given = { seed, depth, walks, time, swarm, maxLocalStates };
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const { properties, walked } = await walk(built.system, choose(built, names, header), {
    ...options,
    signal,
  });
  const wanted = properties.filter(({ name }) => names.length === 0 || names.includes(name));
  return { ...header, properties: wanted, warnings: [], walk: walked };
}
