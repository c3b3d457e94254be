import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf, RefholdError } from '../checker/errors.ts';

/** Writes a file that was named on the command line, by the option for it. Throws RH408. */
export function writeText(option: string, file: string, text: string, cwd: string): void {
  try {
    writeFileSync(resolve(cwd, file), text);
  } catch (thrown) {
    throw unwritable(option, file, thrown);
  }
}

/** Throws RH408 if the file cannot be written. */
export function refuseUnwritable(option: string, file: string, cwd: string): void {
  try {
    accessSync(dirname(resolve(cwd, file)), constants.W_OK);
  } catch (thrown) {
    throw unwritable(option, file, thrown);
  }
}

/** Reads a file that was named on the command line. Throws RH404. */
export function readText(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (thrown) {
    const missing = (thrown as { code?: unknown }).code === 'ENOENT';
    throw new RefholdError('RH404', {
      what: missing ? `there is no ${file}` : messageOf(thrown),
      cause: thrown,
    });
  }
}

function unwritable(option: string, file: string, thrown: unknown): RefholdError {
  return new RefholdError('RH408', {
    what: `${option} ${file}: ${messageOf(thrown)}`,
    fix: 'Name a file in a folder that exists and may be written to.',
    cause: thrown,
  });
}
