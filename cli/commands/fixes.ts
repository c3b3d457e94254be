import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import { fixesReport } from '../../checker/report/fixes.ts';
import type { FixesHeader } from '../../checker/report/fixes.ts';
import { fixesMarkdown } from '../../checker/report/markdown/fixes.ts';
import { fixesLines } from '../../checker/report/text/fixes.ts';
import { fixesOf } from '../../checker/scenario/fixes.ts';
import type { ChangeSet } from '../../checker/scenario/fixes.ts';
import { parseAssignment } from '../../checker/scenario/options.ts';
import type { Scenario } from '../../checker/scenario/scenario.ts';
import { build, located } from '../check/build.ts';
import { jobsOf } from '../check/jobs.ts';
import { watched } from '../check/watch.ts';
import { collect, examples } from '../context.ts';
import type { Context } from '../context.ts';
import { EXIT, INFORMATION_HELP } from '../exit.ts';
import { findTarget, sourceOf } from '../load/target.ts';
import { version } from '../version.ts';
import { addBounds, addProgress, limitsOf, progressMode } from './bounds.ts';
import type { BoundFlags, ProgressFlags } from './bounds.ts';
import { addFormat, formatOf, writeAs } from './format.ts';

interface FixesFlags extends BoundFlags, ProgressFlags {
  readonly variant?: string;
  readonly under?: readonly string[];
  readonly format?: string;
}

export function addFixes(program: Command, context: Context): void {
  const command = program
    .command('fixes')
    .summary('which changes it takes to make every property hold')
    .description(
      'Tries all combinations of the options of a scenario that are changes (`refhold show` marks them), smallest ' +
        'first, and names the minimal ones that make every property hold, for all properties and for each. Larger ' +
        'combinations than one that is enough are not tried.',
    )
    .argument('<target>', 'scenario by name (`refhold list`), or file')
    .option(
      '--variant <name>',
      'start from this variant (default: the one the scenario names for this, or its first)',
    )
    .option(
      '--under <option=value,…>',
      'a setting in which they must hold; repeatable; "" is the variant as it is (default: what the scenario names, or that)',
      collect,
    );
  addFormat(command);
  addBounds(command);
  addProgress(command)
    .addHelpText(
      'after',
      `${examples([
        ['refhold fixes os-8627', 'the default variant'],
        ['refhold fixes os-8627 --under "" --under dladmDelete=true', 'in two settings'],
        ['refhold fixes os-8627 --format markdown', 'for a document'],
      ])}\n\n${INFORMATION_HELP}`,
    )
    .action(async (word: string, flags: FixesFlags) => {
      context.exit = await fixes(word, flags, context);
    });
}

async function fixes(word: string, flags: FixesFlags, context: Context): Promise<number> {
  const { cwd } = context.io;
  const format = formatOf(flags.format);
  const mode = progressMode(flags, context.io);
  const limits = limitsOf(flags);
  const target = await findTarget(word, cwd);
  const { scenario } = target;
  const settings =
    flags.under?.map((text) => settingOf(scenario, text)) ?? ownSettings(scenario, flags.variant);
  const start = flags.variant ?? scenario.fixes?.variant;
  const variants = start === undefined ? [] : [start];
  const [job] = jobsOf(target, { variants, allVariants: false, set: [], limits });
  const { variant, options: base } = job!.header;
  for (const setting of settings) build(target, { ...base, ...setting }, cwd);
  const found = await watched(scenario.name, limits, mode, context, async ({ options, next }) => {
    let tried = 0;
    try {
      return await fixesOf(scenario, variant, settings, options, (_, left) => {
        tried++;
        next(undefined, `${tried} of ${tried + left} tried`);
      });
    } catch (thrown) {
      throw located(thrown, target, cwd, 'RH201');
    }
  });
  const header: FixesHeader = {
    refhold: version(),
    ...sourceOf(target),
    ...(variant === undefined ? {} : { variant }),
    limits,
  };
  const report = fixesReport(header, found);
  writeAs(format, report, { text: fixesLines, markdown: fixesMarkdown }, context);
  return report.stopped.length === 0 ? EXIT.ok : EXIT.incomplete;
}

/** The settings that a scenario names for its own start; the variant as it is for any other. */
function ownSettings({ fixes: own }: Scenario, variant: string | undefined): readonly ChangeSet[] {
  if (own === undefined || (variant !== undefined && variant !== own.variant)) return [{}];
  return own.under as readonly ChangeSet[];
}

/** `option=value,option=value`, none of them a change. Throws RH403, RH408. */
function settingOf({ options }: Scenario, text: string): ChangeSet {
  const parts = text.split(',').filter((part) => part.trim() !== '');
  const setting = Object.fromEntries(parts.map((part) => parseAssignment(options, part)));
  const change = Object.keys(setting).find((name) => options[name]!.change === true);
  if (change === undefined) return setting;
  throw new RefholdError('RH408', {
    what: `--under ${text}, but ${change} is one of the changes that are tried`,
    fix: 'Leave it out. To start from another value of it, name a variant that has it: --variant NAME.',
  });
}
