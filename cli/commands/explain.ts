import type { Command } from 'commander';
import { errorCatalogue, RefholdError } from '../../checker/errors.ts';
import { warningCatalogue } from '../../checker/report/warnings.ts';
import { prose } from '../../checker/report/text/wrap.ts';
import type { Paper } from '../../checker/report/text/paper.ts';
import { suggest } from '../../checker/system/suggest.ts';
import { print } from '../paper.ts';
import { examples } from '../context.ts';
import type { Context } from '../context.ts';

const catalogue: Readonly<Record<string, { readonly title: string; readonly fix: string }>> = {
  ...errorCatalogue,
  ...warningCatalogue,
};
const codes = Object.keys(catalogue);

export function addExplain(program: Command, context: Context): void {
  program
    .command('explain')
    .summary('say what an error code means and how to mend it')
    .description('Says what an error code means and how to mend it. Without a code, all of them.')
    .argument('[code]', 'such as RH104')
    .addHelpText(
      'after',
      examples([
        ['refhold explain RH204', 'one error'],
        ['refhold explain', 'all errors'],
      ]),
    )
    .action((code: string | undefined) => {
      const paper = context.paper(context.io.stdout);
      const wanted = code === undefined ? codes : [codeOf(code)];
      print(
        context.io.stdout,
        wanted.flatMap((one, i) => [...(i > 0 ? [''] : []), ...entryLines(paper, one)]),
      );
    });
}

function codeOf(text: string): string {
  const code = codes.find((one) => one === text.toUpperCase());
  if (code !== undefined) return code;
  throw new RefholdError('RH408', {
    what: `there is no error "${text}".${suggest(text.toUpperCase(), codes)}`,
    fix: '`refhold explain` shows them all.',
  });
}

function entryLines({ paint, width }: Paper, code: string): string[] {
  const { title, fix } = catalogue[code]!;
  return [
    ...prose(title, { width, first: `${paint.cyan(code)}  ` }, paint.bold),
    ...prose(fix, { width, first: '       ' }),
  ];
}
