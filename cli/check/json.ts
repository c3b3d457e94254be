import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf, RefholdError } from '../../checker/errors.ts';
import { writeReport } from '../../checker/report/json.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import type { Context } from '../context.ts';
import { print } from '../paper.ts';
import { version } from '../version.ts';

/** Writes the JSON report to a file, or to the standard output (`-`). Throws RH408. */
export function writeJson(file: string, checks: readonly CheckReport[], { io, paper }: Context): void {
  const report = writeReport(version(), checks);
  if (file === '-') {
    io.stdout.write(report);
    return;
  }
  try {
    writeFileSync(resolve(io.cwd, file), report);
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
  const { paint } = paper(io.stderr);
  print(io.stderr, [
    paint.dim(`report written to ${file}; \`refhold replay ${file}\` executes its traces again`),
  ]);
}

/** Throws RH408 if a report cannot be written to the file. */
export function refuseUnwritable(file: string, cwd: string): void {
  try {
    accessSync(dirname(resolve(cwd, file)), constants.W_OK);
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}

function unwritable(file: string, thrown: unknown): RefholdError {
  return new RefholdError('RH408', {
    what: `--json ${file}: ${messageOf(thrown)}`,
    fix: 'Name a file in a folder that exists and may be written to.',
    cause: thrown,
  });
}
