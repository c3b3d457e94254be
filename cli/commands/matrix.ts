import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import { isDecided } from '../../checker/report/bounds.ts';
import { matrixMarkdown } from '../../checker/report/markdown/matrix.ts';
import type { MatrixReport } from '../../checker/report/matrix.ts';
import { matrixLines } from '../../checker/report/text/matrix.ts';
import { matrixOf } from '../../checker/scenario/matrix.ts';
import { parseAssignment } from '../../checker/scenario/options.ts';
import { build, located } from '../check/build.ts';
import { jobsOf } from '../check/jobs.ts';
import { watched } from '../check/watch.ts';
import { collect, collectList, examples } from '../context.ts';
import type { Context } from '../context.ts';
import { EXIT, INFORMATION_HELP } from '../exit.ts';
import { isRefholdError } from '../load/explain.ts';
import { findTarget, sourceOf } from '../load/target.ts';
import { version } from '../version.ts';
import { addBounds, addProgress, limitsOf, progressMode } from './bounds.ts';
import type { BoundFlags, ProgressFlags } from './bounds.ts';
import { addFormat, formatOf, writeAs } from './format.ts';

interface MatrixFlags extends BoundFlags, ProgressFlags {
  readonly variant?: readonly string[];
  readonly set?: readonly string[];
  readonly format?: string;
}

export function addMatrix(program: Command, context: Context): void {
  const command = program
    .command('matrix')
    .summary('variants of a scenario against its properties, as one table')
    .description(
      'Checks all variants of a scenario and shows what became of every property in each of them: violated with the ' +
        'number of steps of a shortest trace, incomplete, vacuous, or that it holds.',
    )
    .argument('<target>', 'scenario by name (`refhold list`), or file')
    .option('--variant <name>', 'only this variant; repeat it, or separate several by commas', collectList)
    .option('--set <option=value>', 'set an option on top of every variant; repeatable', collect);
  addFormat(command);
  addBounds(command);
  addProgress(command)
    .addHelpText(
      'after',
      `${examples([
        ['refhold matrix os-8627', 'all variants'],
        ['refhold matrix os-8627 --variant today,kill,wait', 'these variants'],
        ['refhold matrix os-8627 --set observers=2', 'with an option set in all of them'],
        ['refhold matrix os-8627 --format markdown', 'for a document'],
      ])}\n\n${INFORMATION_HELP}`,
    )
    .action(async (word: string, flags: MatrixFlags) => {
      context.exit = await matrix(word, flags, context);
    });
}

async function matrix(word: string, flags: MatrixFlags, context: Context): Promise<number> {
  const { cwd } = context.io;
  const format = formatOf(flags.format);
  const mode = progressMode(flags, context.io);
  const limits = limitsOf(flags);
  const target = await findTarget(word, cwd);
  const { scenario } = target;
  const all = Object.keys(scenario.variants);
  if (all.length === 0) {
    throw new RefholdError('RH402', {
      what: `${scenario.name} has no variants at all`,
      fix: `\`refhold check ${word}\` decides its properties. Variants are named in \`defineScenario\`.`,
    });
  }
  const texts = flags.set ?? [];
  const jobs = jobsOf(target, { variants: flags.variant ?? all, allVariants: false, set: texts, limits });
  // Says what makes no sense before hours are spent on what does.
  for (const { header } of jobs) build(target, header.options, cwd);
  const names = jobs.map(({ header }) => header.variant!);
  const set = Object.fromEntries(texts.map((text) => parseAssignment(scenario.options, text)));
  const found = await watched(scenario.name, limits, mode, context, async ({ options, next }) => {
    let done = 0;
    const announce = (): void => {
      if (done < names.length) next(names[done], `${done + 1} of ${names.length}`);
    };
    announce();
    try {
      return await matrixOf(scenario, names, set, options, () => {
        done++;
        announce();
      });
    } catch (thrown) {
      throw within(`variant ${names[done]!}`, located(thrown, target, cwd, 'RH201'));
    }
  });
  const report: MatrixReport = {
    schema: 'refhold.matrix/1',
    refhold: version(),
    ...sourceOf(target),
    set,
    limits,
    ...found,
  };
  writeAs(format, report, { text: matrixLines, markdown: matrixMarkdown }, context);
  return found.rows.every(isDecided) ? EXIT.ok : EXIT.incomplete;
}

/** An error with where it came from in front. */
function within(where: string, thrown: unknown): unknown {
  if (!isRefholdError(thrown)) return thrown;
  const { code, what, fix } = thrown;
  return new RefholdError(code, { what, where: [where, ...thrown.where], fix, cause: thrown });
}
