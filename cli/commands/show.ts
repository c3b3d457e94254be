import type { Command } from 'commander';
import { parseAssignment } from '../../checker/scenario/options.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import { scenarioData } from '../../checker/report/scenario.ts';
import { scenarioLines } from '../../checker/report/text/scenario.ts';
import { build } from '../check/build.ts';
import { findTarget } from '../load/target.ts';
import { print } from '../paper.ts';
import { collect, examples } from '../context.ts';
import type { Context } from '../context.ts';

interface ShowFlags {
  readonly variant?: string;
  readonly set?: readonly string[];
  readonly json?: true;
}

export function addShow(program: Command, context: Context): void {
  program
    .command('show')
    .summary('show what a scenario or file consists of')
    .description(
      'Shows what a scenario, or the system in a file, consists of: variants, options, actors, steps, properties, ' +
        'and the sources that it was modelled from.',
    )
    .argument('<target>', 'scenario by name (`refhold list`), or file')
    .option('--variant <name>', 'with the options of this variant')
    .option('--set <option=value>', 'set an option on top of the variant; repeatable', collect)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples([
        ['refhold show os-8627', 'the default variant'],
        ['refhold show os-8627 --set observers=2', 'with an option set'],
        ['refhold show system.ts --json', 'your own system, for programs'],
      ]),
    )
    .action(async (word: string, flags: ShowFlags) => {
      const { io } = context;
      const target = await findTarget(word, io.cwd);
      const { scenario } = target;
      const set = Object.fromEntries(
        (flags.set ?? []).map((text) => parseAssignment(scenario.options, text)),
      );
      const values = valuesOf(scenario, flags.variant, set);
      const variant = flags.variant ?? Object.keys(scenario.variants)[0];
      const data = scenarioData(scenario, build(target, values, io.cwd), variant, values);
      if (flags.json) io.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
      else print(io.stdout, scenarioLines(context.paper(io.stdout), data));
    });
}
