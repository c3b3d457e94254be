import type { Command } from 'commander';
import { RefholdError } from '../../checker/errors.ts';
import type { WhyRequest } from '../../checker/report/why.ts';
import { parsePosition } from '../quantity.ts';
import { number } from './bounds.ts';

export interface WhyFlags {
  readonly why?: string;
  readonly at?: number;
  readonly trace?: string;
}

export function addWhy(command: Command): Command {
  return command
    .option(
      '--why <property>',
      'at last, ask this property about a state of a trace: what decides its answer?',
    )
    .option(
      '--at <n>',
      'the state after n steps (0: the first; default: the last)',
      number('--at', parsePosition),
    )
    .option(
      '--trace <property>',
      'of the trace of this property (default: its own, else the first violated one)',
    );
}

/** What is to be explained, if anything. Throws RH408. */
export function whyRequestOf({ why, at, trace }: WhyFlags): WhyRequest | undefined {
  if (why !== undefined) {
    return { property: why, ...(at === undefined ? {} : { at }), ...(trace === undefined ? {} : { trace }) };
  }
  if (at === undefined && trace === undefined) return undefined;
  throw new RefholdError('RH408', {
    what: `${at === undefined ? '--trace' : '--at'} without --why`,
    fix: 'Say which property is to be explained: `--why PROPERTY --at N`.',
  });
}
