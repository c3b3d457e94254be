import type { CheckReport } from '../../checker/report/report.ts';
import { makePaper } from '../../checker/report/text/paper.ts';
import type { Context } from '../context.ts';
import { writeText } from '../files.ts';
import { print } from '../paper.ts';
import type { Reporting, Run, Setting } from './reporter.ts';
import type { Selected } from './select.ts';

/** All reports of a run. */
export interface Reports {
  readonly check: (check: CheckReport, before: number) => void;
  readonly end: (run: Run) => Promise<void>;
}

/** Starts all reporters. What goes to the standard output is written at once, files at the end. */
export function startReports(
  selected: readonly Selected[],
  setting: Omit<Setting, 'paper'>,
  { io, paper }: Context,
): Reports {
  const all = selected.map(({ reporter, file, option }) => {
    const on = file === undefined ? paper(io.stdout) : makePaper({ color: false, width: 100 });
    return {
      reporting: reporter.start({ ...setting, paper: on }),
      reporter,
      file,
      option,
      texts: [] as string[],
    };
  });
  const write = ({ file, texts }: (typeof all)[number], text: string): void => {
    if (text === '') return;
    if (file === undefined) io.stdout.write(text);
    else texts.push(text);
  };
  const checkOf = ({ check }: Reporting, report: CheckReport, before: number): string =>
    check === undefined ? '' : check(report, before);
  return {
    check(report, before) {
      for (const one of all) write(one, checkOf(one.reporting, report, before));
    },
    async end(run) {
      for (const one of all) {
        write(one, await one.reporting.end(run));
        if (one.file === undefined) continue;
        writeText(one.option, one.file, one.texts.join(''), io.cwd);
        const again =
          one.reporter.name === 'json' ? `; \`refhold replay ${one.file}\` executes its traces again` : '';
        const what = one.reporter.name === 'json' ? 'report' : `${one.reporter.name} report`;
        print(io.stderr, [paper(io.stderr).paint.dim(`${what} written to ${one.file}${again}`)]);
      }
    },
  };
}
