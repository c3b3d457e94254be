import { resolve } from 'node:path';
import { RefholdError } from '../../checker/errors.ts';
import { suggest } from '../../checker/system/suggest.ts';
import { refuseUnwritable } from '../files.ts';
import { splitPlace } from '../traces/place.ts';
import { reporters } from './index.ts';
import type { Reporter } from './reporter.ts';

/** A reporter, and where it writes. */
export interface Selected {
  readonly reporter: Reporter;
  /** Left out for the standard output. */
  readonly file?: string;
  /** The option that asked for it, for errors. */
  readonly option: string;
}

/**
 * The reporters of a command line: `--reporter NAME[:FILE]`, and `--json FILE`, which comes on top of the text, or as
 * `-` in place of it. Throws RH530, RH531, RH408.
 */
export function selectReporters(words: readonly string[], json: string | undefined, cwd: string): Selected[] {
  const given = words.map(selectedOf);
  const text: Selected = { reporter: named('text'), option: '--reporter' };
  const selected = [
    ...(given.length === 0 && json !== '-' ? [text] : given),
    ...(json === undefined
      ? []
      : [{ reporter: named('json'), option: '--json', ...(json === '-' ? {} : { file: json }) }]),
  ];
  for (const { option, file } of selected) if (file !== undefined) refuseUnwritable(option, file, cwd);
  refuseCollisions(selected, cwd);
  return selected;
}

function selectedOf(word: string): Selected {
  const { name, file } = splitPlace(word);
  return {
    reporter: named(name),
    option: '--reporter',
    ...(file === undefined || file === '-' || file === '' ? {} : { file }),
  };
}

function named(name: string): Reporter {
  const found = reporters.find((reporter) => reporter.name === name);
  if (found !== undefined) return found;
  const known = reporters.map((reporter) => reporter.name);
  throw new RefholdError('RH530', {
    what: `"${name}".${suggest(name, known)}`,
    fix: `Reporters are ${known.join(', ')}.`,
  });
}

function refuseCollisions(selected: readonly Selected[], cwd: string): void {
  const onStdout = selected.filter(({ file }) => file === undefined);
  const document = onStdout.find(({ reporter }) => reporter.document);
  if (document !== undefined && onStdout.length > 1) {
    const names = onStdout.map(({ reporter }) => reporter.name).join(' and ');
    throw new RefholdError('RH531', { what: `${names} on the standard output` });
  }
  const files = selected.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const paths = files.map((file) => resolve(cwd, file));
  const twice = files.find((_, i) => paths.indexOf(paths[i]!) !== i);
  if (twice !== undefined) throw new RefholdError('RH531', { what: `several reports in ${twice}` });
}

/** For help: the reporters, one a line. */
export function reporterHelp(): string {
  const width = Math.max(...reporters.map(({ name }) => name.length));
  return `Reporters:\n${reporters.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n')}`;
}
