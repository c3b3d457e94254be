import type { Command } from 'commander';
import type { Scenario } from '../../checker/index.ts';
import { count } from '../../checker/report/text/numbers.ts';
import type { Paper } from '../../checker/report/text/paper.ts';
import { knownParts } from '../../checker/report/text/recorded.ts';
import { tableLines, unbroken } from '../../checker/report/text/table.ts';
import { prose } from '../../checker/report/text/wrap.ts';
import { scenarios } from '../../machines/index.ts';
import { print } from '../paper.ts';
import { examples } from '../context.ts';
import type { Context } from '../context.ts';

export function addList(program: Command, context: Context): void {
  program
    .command('list')
    .summary('list the scenarios that come with refhold')
    .description(
      'Lists the scenarios that come with refhold, their variants, and the verdicts recorded for each.',
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples([
        ['refhold list', 'all scenarios'],
        ['refhold list --json', 'for programs'],
      ]),
    )
    .action((flags: { readonly json?: true }) => {
      const { stdout } = context.io;
      if (flags.json) stdout.write(`${JSON.stringify(listData(), null, 2)}\n`);
      else print(stdout, listLines(context.paper(stdout)));
    });
}

function listData(): unknown {
  return {
    schema: 'refhold.list/1',
    scenarios: scenarios.map(({ name, title, about, variants }) => ({
      name,
      title,
      about,
      variants: Object.entries(variants).map(([variant, one]) => ({ name: variant, ...one })),
    })),
  };
}

function listLines(paper: Paper): string[] {
  if (scenarios.length === 0) return ['No scenarios come with this refhold.'];
  return scenarios.flatMap((scenario, i) => [...(i > 0 ? [''] : []), ...scenarioLines(paper, scenario)]);
}

/** Name and title, then the variants; the first of them is the default. */
function scenarioLines(paper: Paper, { name, title, variants }: Scenario): string[] {
  const { paint, width } = paper;
  const rows = Object.entries(variants).map(([variant, { known }], i) => [
    variant + (i === 0 ? paint.dim(' (default)') : ''),
    knownParts(paper, known).map(unbroken).join(' '),
    known.states === undefined ? '' : count(known.states),
  ]);
  return [
    ...prose(title, { width, first: `${paint.bold.cyan(name)}  `, rest: '  ' }),
    ...tableLines(
      paper,
      [
        { head: 'variant', wrap: true },
        { head: 'recorded verdicts', wrap: true },
        { head: 'states', align: 'right' },
      ],
      rows,
    ),
  ];
}
