import { readReport } from '../../checker/report/json.ts';
import type { Report } from '../../checker/report/report.ts';
import { readText } from '../files.ts';

/** Reads a file that `refhold check --json` wrote. Throws RH404, RH407. */
export function loadReport(file: string, cwd: string): Report {
  return readReport(readText(file, cwd), file);
}
