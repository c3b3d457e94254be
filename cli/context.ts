import type { Paper } from '../checker/report/text/paper.ts';
import type { Io, Output } from './io.ts';

/** What commands share. */
export interface Context {
  readonly io: Io;
  /** What to write on one of the outputs, as `--color` has it. */
  readonly paper: (output: Output) => Paper;
  /** The exit code, once a command has come to one. */
  exit: number;
}

/** For options that may be given more than once. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** For options that may be given more than once, or hold several values separated by commas. */
export function collectList(value: string, before: readonly string[] = []): readonly string[] {
  const values = value.split(',').map((one) => one.trim());
  return [...before, ...values.filter((one) => one !== '')];
}

/** The examples of a command's help: what to type, and what it does. */
export function examples(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return `\nExamples:\n${lines.map(([command, does]) => `  ${command.padEnd(width)}  ${does}`).join('\n')}`;
}
