import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import { collect, collectList, examples } from '../context.ts';
import type { Context } from '../context.ts';
import { findTarget } from '../load/target.ts';
import { watchAndCheck } from '../watch/run.ts';
import { addBounds, addProgress, limitsOf, progressMode } from './bounds.ts';
import type { BoundFlags, ProgressFlags } from './bounds.ts';

interface WatchFlags extends BoundFlags, ProgressFlags {
  readonly variant?: readonly string[];
  readonly allVariants?: true;
  readonly set?: readonly string[];
  readonly property?: readonly string[];
}

export function addWatch(program: Command, context: Context): void {
  const command = program
    .command('watch')
    .summary('check again whenever a file is saved')
    .description(
      'Checks a scenario or file, and again whenever it or one of its own imports is saved. Shows the verdicts that ' +
        'changed, and the traces of what is violated now and was not before. Without an argument, all variants of ' +
        'all scenarios. Ends with Ctrl-C.',
    )
    .argument('[target]', 'scenario by name (`refhold list`), or file')
    .option(
      '--variant <name>',
      'variant of the scenario; repeat it, or separate several by commas',
      collectList,
    )
    .option('--all-variants', 'every variant of the scenario')
    .option('--set <option=value>', 'set an option on top of the variant; repeatable', collect)
    .option('--property <name>', 'only this property; repeatable', collect);
  addProgress(addBounds(command))
    .addHelpText(
      'after',
      examples([
        ['refhold watch system.ts', 'while you write it'],
        ['refhold watch os-8627 --all-variants', 'a scenario of refhold, in a checkout'],
        ['refhold watch system.ts --max-states 1M', 'with a bound: what it leaves open is incomplete'],
      ]),
    )
    .action(async (word: string | undefined, flags: WatchFlags) => {
      const { io } = context;
      if (flags.allVariants === true && flags.variant !== undefined) {
        throw new RefholdError('RH535', {
          what: '--variant together with --all-variants',
          fix: 'Leave out one of them.',
        });
      }
      // A name that nothing has is a mistake of now; a mistake in a file may be mended while we wait.
      if (word !== undefined) await refuseMissing(word, io.cwd);
      context.exit = await watchAndCheck(
        {
          word,
          selection: {
            variants: flags.variant ?? [],
            allVariants: flags.allVariants === true || word === undefined,
            set: flags.set ?? [],
            limits: limitsOf(flags),
          },
          properties: flags.property ?? [],
          progress: progressMode(flags, io),
        },
        context,
      );
    });
}

async function refuseMissing(word: string, cwd: string): Promise<void> {
  try {
    await findTarget(word, cwd);
  } catch (thrown) {
    if (['RH401', 'RH404'].includes((thrown as { code?: string }).code ?? '')) throw thrown;
  }
}
