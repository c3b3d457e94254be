import type { Command } from 'commander';
import { collect } from '../context.ts';

/** What is told of a check, and in which form: the flags of whoever runs one. */
export interface ToldFlags {
  readonly witnesses?: true;
  readonly coverage?: true;
  readonly json?: string;
  readonly reporter?: readonly string[];
  readonly traceTo?: readonly string[];
}

export function addTold(command: Command): Command {
  return command
    .option('--witnesses', 'show the traces of `reachable` properties that hold, too')
    .option('--coverage', 'show states, transitions and guards of the machines that never mattered')
    .option(
      '--json [file]',
      'write the report as JSON: to the file, or to the standard output in place of text',
    )
    .option('--reporter <name[:file]>', 'report like this (below), in place of text; repeatable', collect)
    .option(
      '--trace-to <format[:file]>',
      'write the traces of what is violated in this format (below), besides; repeatable',
      collect,
    );
}
