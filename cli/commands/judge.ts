import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { createLogUpdate } from 'log-update';
import { judge as judgeSystem } from '../../checker/engines/judge.ts';
import { judgeMarkdown } from '../../checker/report/markdown/judge.ts';
import { judgeLines } from '../../checker/report/text/judge.ts';
import type { SpinOptions } from '../../checker/engines/spin.ts';
import type { JudgedVariant } from '../../checker/report/text/judge.ts';
import { scenarios } from '../../machines/index.ts';
import { build } from '../check/build.ts';
import { titleOf } from '../check/engine.ts';
import { jobsOf, smaller } from '../check/jobs.ts';
import type { Job } from '../check/jobs.ts';
import { collect, collectList, examples } from '../context.ts';
import type { Context } from '../context.ts';
import { interruptible } from '../interrupt.ts';
import { EXIT } from '../exit.ts';
import { findTarget } from '../load/target.ts';
import { parseCount } from '../quantity.ts';
import { number } from './bounds.ts';
import { addFormat, formatOf, writeAs } from './format.ts';
import { addEngine, engineOf } from './engine.ts';
import type { EngineFlags } from './engine.ts';

interface JudgeFlags extends EngineFlags {
  readonly variant?: readonly string[];
  readonly set?: readonly string[];
  readonly maxStates?: number;
  readonly jobs?: number;
  readonly json?: true;
  readonly format?: string;
}

/** Larger systems would keep a judge busy for longer than one waits for a table. */
const MOST_STATES = 25_000;

export function addJudge(program: Command, context: Context): void {
  const command = program
    .command('judge')
    .summary("hold refhold's verdicts against those of another engine")
    .description(
      'Checks every variant with refhold and with another engine, and compares the number of states and transitions, ' +
        'the depth, the verdict of each property, and the lengths of shortest counterexamples. Without arguments, ' +
        'all scenarios.',
    )
    .argument('[target...]', 'scenarios by name (`refhold list`), or files')
    .option('--variant <name>', 'only this variant; repeat it, or separate several by commas', collectList)
    .option('--set <option=value>', 'set an option on top of every variant; repeatable', collect)
    .option(
      '--max-states <n>',
      'take what has more states at the small sizes of its scenario, or leave it to refhold (default: 25k)',
      number('--max-states', parseCount),
    )
    .option('--jobs <n>', 'so many at a time (default: one per processor)', number('--jobs', parseCount))
    .option('--json', 'as JSON, like --format json');
  addFormat(command);
  addEngine(command, 'spin (default; apt-get install spin gcc) or tlc (java and --tlc-jar)')
    .addHelpText(
      'after',
      `${examples([
        ['refhold judge', 'all scenarios, by SPIN'],
        ['refhold judge os-8627 --variant today,kill', 'these variants'],
        ['refhold judge --format markdown', 'as a document, docs/agreement.md'],
        ['refhold judge os-8627 --engine tlc --tlc-jar tla2tools.jar', 'by TLC'],
      ])}

Exit codes:
   0  both agree
   1  they do not
  20  interrupted
  70  the model has a mistake, or an engine failed
   2  the command line makes no sense, or the engine is not on this machine`,
    )
    .action(async (words: string[], flags: JudgeFlags) => {
      context.exit = await judge(words, flags, context);
    });
}

async function judge(words: readonly string[], flags: JudgeFlags, context: Context): Promise<number> {
  const { io } = context;
  const name = flags.engine ?? 'spin';
  const format = formatOf(flags.json === true ? 'json' : flags.format);
  const engine = engineOf({ ...flags, engine: name }, context);
  if (engine === undefined) return EXIT.ok;
  const targets =
    words.length === 0
      ? scenarios.map((scenario) => ({ scenario }))
      : await Promise.all(words.map((word) => findTarget(word, io.cwd)));
  const jobs = targets.flatMap((target) =>
    jobsOf(target, {
      variants: flags.variant ?? [],
      allVariants: flags.variant === undefined && Object.keys(target.scenario.variants).length > 0,
      set: flags.set ?? [],
      limits: {},
    }),
  );
  const { signal, release } = interruptible(io);
  const options = engine.engine === 'spin' ? { ...engine, ...quickly() } : engine;
  const maxStates = flags.maxStates ?? MOST_STATES;
  const judgeAt = async ({ target, header }: Job): Promise<JudgedVariant> => ({
    scenario: header.scenario,
    variant: header.variant ?? '',
    agreement: await judgeSystem(build(target, header.options, io.cwd), titleOf(header), options, {
      maxStates,
      signal,
    }),
  });
  const progress = progressOf(context, jobs.length);
  const judgeJob = async (job: Job): Promise<JudgedVariant> => {
    const small = smaller(job);
    // What is known to be too large is not explored up to there first.
    const first =
      small !== undefined && (job.known?.states ?? 0) > maxStates ? undefined : await judgeAt(job);
    const tooLarge = first?.agreement.other === undefined && !signal.aborted;
    const judged = tooLarge && small !== undefined ? { ...(await judgeAt(small)), at: small.at } : first!;
    progress.done(job);
    return judged;
  };
  try {
    const judged = await inParallel(jobs, flags.jobs ?? availableParallelism(), signal, judgeJob);
    const done = judged.filter((one) => one !== undefined);
    progress.clear();
    writeAs(
      format,
      done,
      {
        text: (paper) => judgeLines(paper, name, done),
        markdown: () => judgeMarkdown(name, done),
      },
      context,
    );
    if (signal.aborted) return EXIT.incomplete;
    return done.every(({ agreement }) => agreement.differences.length === 0) ? EXIT.ok : EXIT.differs;
  } finally {
    progress.clear();
    release();
  }
}

/** One line of a terminal that says how many are judged; nothing where nobody watches. */
function progressOf({ io }: Context, all: number): { done: (job: Job) => void; clear: () => void } {
  if (io.stderr.isTTY !== true) return { done: () => undefined, clear: () => undefined };
  const update = createLogUpdate(io.stderr as unknown as NodeJS.WritableStream, { showCursor: true });
  let count = 0;
  return {
    done: ({ header }) => update(`judged ${++count} of ${all}: ${header.scenario} ${header.variant ?? ''}`),
    clear: () => update.clear(),
  };
}

/** Small models are compiled longer than they are searched: tcc takes a fortieth of the time of gcc, where it is there. */
function quickly(): Pick<SpinOptions, 'compiler' | 'optimise'> {
  const tcc = spawnSync('tcc', ['-v'], { stdio: 'ignore' });
  return tcc.error === undefined ? { compiler: 'tcc', optimise: '-O1' } : { optimise: '-O0' };
}

/** Results in the order of the items; undefined for those that an interrupt came before. */
async function inParallel<T, R>(
  items: readonly T[],
  most: number,
  signal: AbortSignal,
  work: (item: T) => Promise<R>,
): Promise<(R | undefined)[]> {
  const results = new Array<R | undefined>(items.length).fill(undefined);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && !signal.aborted) {
      const mine = next++;
      results[mine] = await work(items[mine]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}
