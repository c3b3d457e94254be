import { CommanderError } from 'commander';
import { messageOf } from '../checker/errors.ts';
import { errorReport } from '../checker/report/build.ts';
import { errorLines } from '../checker/report/text/error.ts';
import type { Context } from './context.ts';
import { EXIT, exitOfError } from './exit.ts';
import type { Io } from './io.ts';
import { isRefholdError } from './load/explain.ts';
import { paperFor, print } from './paper.ts';
import { makeProgram } from './program.ts';
import { settleOptionalValues } from './arguments.ts';

/** Runs a command line, without the program's name. Returns the exit code; never throws. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const context: Context = { io, paper: paperOf(argv, io), exit: EXIT.ok };
  try {
    const program = makeProgram(context);
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(settleOptionalValues(argv), { from: 'user' });
    return context.exit;
  } catch (thrown) {
    return complain(thrown, argv, io);
  }
}

function paperOf(argv: readonly string[], io: Io): Context['paper'] {
  return (output) => paperFor(io, output, colorFlag(argv));
}

/** Needed before the command line is understood: mistakes in it are coloured too. The last one counts. */
function colorFlag(argv: readonly string[]): boolean | undefined {
  const flag = argv.findLast((word) => word === '--color' || word === '--no-color');
  return flag === undefined ? undefined : flag === '--color';
}

/**
 * Says what went wrong, and returns the exit code for it. Stacks are for those who mend refhold, and only where it is
 * refhold that is broken.
 */
export function complain(thrown: unknown, argv: readonly string[], io: Io): number {
  // Commander has said it already.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const page = paperOf(argv, io)(io.stderr);
  if (isRefholdError(thrown)) {
    print(io.stderr, errorLines(page, errorReport(thrown)));
    return exitOfError(thrown.code);
  }
  const debug = io.env.REFHOLD_DEBUG === '1';
  print(io.stderr, [
    `${page.paint.red.bold('✘ unexpected')}  ${messageOf(thrown)}`,
    `  This is a bug of refhold, please report it.${debug ? '' : ' With REFHOLD_DEBUG=1 it says where.'}`,
    ...(debug && thrown instanceof Error ? [thrown.stack ?? ''] : []),
  ]);
  return EXIT.model;
}
