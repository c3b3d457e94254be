import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import { suggest } from '../../checker/system/suggest.ts';
import { toPlain } from '../../checker/report/plain.ts';
import type { Paper } from '../../checker/report/text/paper.ts';
import type { Context } from '../context.ts';
import { print } from '../paper.ts';

const formats = ['text', 'markdown', 'json'] as const;

export type Format = (typeof formats)[number];

export function addFormat(command: Command): Command {
  return command.option('--format <format>', 'text (default), markdown or json');
}

/** Throws RH408. */
export function formatOf(text = 'text'): Format {
  const found = formats.find((format) => format === text);
  if (found !== undefined) return found;
  throw new RefholdError('RH408', {
    what: `--format is text, markdown or json, not "${text}".${suggest(text, formats)}`,
  });
}

/** Writes a report in one of the formats. */
export function writeAs<T>(
  format: Format,
  report: T,
  { text, markdown }: { text: (paper: Paper, report: T) => string[]; markdown: (report: T) => string[] },
  { io, paper }: Context,
): void {
  if (format === 'json') io.stdout.write(`${JSON.stringify(toPlain(report), null, 2)}\n`);
  else print(io.stdout, format === 'text' ? text(paper(io.stdout), report) : markdown(report));
}
