import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import type { Limits } from '../../checker/report/report.ts';
import type { ProgressMode } from '../check/progress.ts';
import type { Io } from '../io.ts';
import { parseCount, parseDuration, parseSize } from '../quantity.ts';

/** Bounds of each check that a command runs. */
export interface BoundFlags {
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxMemory?: number;
  readonly timeout?: number;
  readonly maxLocalStates?: number;
}

export function addBounds(command: Command): Command {
  return command
    .option(
      '--max-states <n>',
      'stop each check after so many states (10k, 5M, 1e6)',
      number('--max-states', parseCount),
    )
    .option(
      '--max-depth <n>',
      'stop each check so many steps from the first state',
      number('--max-depth', parseCount),
    )
    .option(
      '--max-memory <size>',
      'stop each check at this size of its tables (512M, 8G)',
      number('--max-memory', parseSize),
    )
    .option(
      '--timeout <duration>',
      'stop each check after this time (30s, 5m, 1h30m)',
      number('--timeout', parseDuration),
    )
    .option(
      '--max-local-states <n>',
      'refuse an actor with more local states (default: 100000)',
      number('--max-local-states', parseCount),
    );
}

export function limitsOf(flags: BoundFlags): Limits {
  const { maxStates, maxDepth, maxMemory, timeout, maxLocalStates } = flags;
  return {
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...(maxMemory === undefined ? {} : { maxMemory }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(maxLocalStates === undefined ? {} : { maxLocalStates }),
  };
}

export interface ProgressFlags {
  readonly progress?: boolean | string;
  readonly quiet?: true;
}

export function addProgress(command: Command): Command {
  return command
    .option('--progress <mode>', 'live (default on a terminal) or plain (a line every 5 s)')
    .option('--no-progress', 'show no progress');
}

export function progressMode({ progress, quiet }: ProgressFlags, { stderr }: Io): ProgressMode {
  if (progress === false || quiet === true) return 'none';
  if (progress === 'plain' || progress === 'live') return progress;
  if (progress === undefined || progress === true) return stderr.isTTY === true ? 'live' : 'none';
  throw new RefholdError('RH408', { what: `--progress is live or plain, not "${progress}"` });
}

/** The parser of an option's value, for Commander. */
export function number(
  option: string,
  parse: (option: string, text: string) => number,
): (text: string) => number {
  return (text) => parse(option, text);
}
