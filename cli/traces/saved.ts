import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { RefholdError } from '../../checker/errors.ts';
import type { CheckReport, Report } from '../../checker/report/report.ts';
import { readSaved } from '../../checker/report/saved.ts';
import { suggest } from '../../checker/system/suggest.ts';
import { readText } from '../files.ts';
import { findTarget } from '../load/target.ts';
import type { Target } from '../load/target.ts';

/** Whether a word on the command line means a file of saved traces. */
export function isSaved(word: string): boolean {
  return /\.json$/i.test(word);
}

/**
 * Reads what `refhold check --json FILE` or a trace format `json` wrote: a single trace is a report with that trace
 * alone. Throws RH404, RH407.
 */
export function loadSaved(file: string, cwd: string): Report {
  return readSaved(readText(file, cwd), file);
}

/** Throws RH409 if a saved report has no property of one of these names. */
export function refuseUnknown(checks: readonly CheckReport[], names: readonly string[]): void {
  const known = [...new Set(checks.flatMap(({ properties }) => properties.map(({ name }) => name)))];
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new RefholdError('RH409', {
      what: `"${name}".${suggest(name, known)}`,
      fix: 'Name a property that the report has a trace of.',
    });
  }
}

/** A file is looked for where it was when the report was written, then next to the report. */
export function targetOf(check: CheckReport, report: string, cwd: string): Promise<Target> {
  if (check.file === undefined) return findTarget(check.scenario, cwd);
  const beside = join(dirname(resolve(cwd, report)), check.file);
  const file =
    !existsSync(resolve(cwd, check.file)) && existsSync(beside) ? relative(cwd, beside) : check.file;
  return findTarget(file, cwd);
}
