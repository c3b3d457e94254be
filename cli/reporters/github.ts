import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';
import { judge, otherDifferences, sentenceOf, titleOf } from './judgement.ts';
import type { Place } from '../load/locate.ts';
import type { Reporter, Run } from './reporter.ts';

/** Annotations beside the lines of a pull request: https://docs.github.com/actions, workflow commands. */
export const github: Reporter = {
  name: 'github',
  about: 'annotations of GitHub Actions, beside the lines where properties are written',
  document: false,
  start: ({ recorded }) => ({
    end: (run) =>
      run.checks
        .flatMap((check) => annotationsOf(check, run, recorded))
        .map((line) => `${line}\n`)
        .join(''),
  }),
};

function annotationsOf(check: CheckReport, { locator }: Run, recorded: boolean): string[] {
  const { error, file, properties } = check;
  if (error !== undefined) {
    const message = `${error.code} ${error.what}\n${error.fix}`;
    return [command('error', placeOfError(check), `${titleOf(check)}: cannot be checked`, message)];
  }
  return [
    ...properties.flatMap((property) => {
      const judgement = judge(check, property, recorded);
      if (judgement === 'passed') return [];
      const level = judgement === 'failed' ? 'error' : 'warning';
      const title = `${titleOf(check)}: ${property.name}`;
      return [command(level, locator.find(file, property.name), title, messageOf(check, property, recorded))];
    }),
    ...otherDifferences(check, recorded).map(({ what, expected, got }) =>
      command(
        'error',
        locator.find(file, what),
        `${titleOf(check)}: ${what}`,
        `Recorded ${expected}, got ${got}.`,
      ),
    ),
  ];
}

/** The code frame of GitHub shows few lines: the steps by name, and what the property says. */
function messageOf(check: CheckReport, property: PropertyReport, recorded: boolean): string {
  const { trace } = property;
  const steps = (trace?.steps ?? []).map(
    ({ step }, i) => `${i + 1}. ${step}${trace?.loop !== undefined && i >= trace.loop.from ? ' ↻' : ''}`,
  );
  return [sentenceOf(check, property, recorded), ...steps].join('\n');
}

function placeOfError({ error, file }: CheckReport): Place | undefined {
  const match = /^(.*):(\d+)(?::\d+)?$/.exec(error!.where[0] ?? '');
  if (match !== null) return { file: match[1]!, line: Number(match[2]) };
  return file === undefined ? undefined : { file, line: 1 };
}

function command(level: 'error' | 'warning', at: Place | undefined, title: string, message: string): string {
  const entries = [
    ...(at === undefined ? [] : [`file=${property(at.file)}`, `line=${at.line}`]),
    ...(at?.column === undefined ? [] : [`col=${at.column}`]),
    `title=${property(title)}`,
  ];
  return `::${level} ${entries.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
