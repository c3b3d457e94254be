import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { messageOf, RefholdError } from '../../checker/errors.ts';
import { readReport } from '../../checker/report/json.ts';
import type { CheckReport, Report } from '../../checker/report/report.ts';
import { findTarget } from './target.ts';
import type { Target } from './target.ts';

/** Reads a file that `refhold check --json` wrote. Throws RH404, RH407. */
export function loadReport(file: string, cwd: string): Report {
  return readReport(readText(resolve(cwd, file), file), file);
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    const missing = (thrown as { code?: unknown }).code === 'ENOENT';
    throw new RefholdError('RH404', {
      what: missing ? `there is no ${file}` : messageOf(thrown),
      cause: thrown,
    });
  }
}

/**
 * What a check of a report was about. A file is looked for where it was when the report was written, then next to the
 * report. Throws what {@link findTarget} throws.
 */
export function targetOf(check: CheckReport, report: string, cwd: string): Promise<Target> {
  if (check.file === undefined) return findTarget(check.scenario, cwd);
  const beside = join(dirname(resolve(cwd, report)), check.file);
  const file =
    !existsSync(resolve(cwd, check.file)) && existsSync(beside) ? relative(cwd, beside) : check.file;
  return findTarget(file, cwd);
}
