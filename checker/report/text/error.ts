import { errorCatalogue } from '../../errors.ts';
import type { ErrorCode } from '../../errors.ts';
import type { ErrorReport } from '../report.ts';
import type { Paper } from './paper.ts';
import { flow, prose } from './wrap.ts';

/** An error of the catalogue: what is wrong in general, what it is here, where, and how to mend it. */
export function errorLines({ paint, width }: Paper, error: ErrorReport): string[] {
  const title = Object.hasOwn(errorCatalogue, error.code)
    ? errorCatalogue[error.code as ErrorCode].title
    : '';
  const where = error.where.map((part, i) => (i < error.where.length - 1 ? `${part} ›` : part));
  return [
    ...prose(title, { width, first: `${paint.red.bold(`✘ ${error.code}`)}  `, rest: '  ' }, paint.bold),
    '',
    // Line breaks are kept: an excerpt of a file may be among them.
    ...error.what.split('\n').flatMap((line) => paragraph(line, width)),
    '',
    ...(where.length === 0 ? [] : flow(where, { width, first: paint.dim('  where  ') })),
    ...prose(error.fix, { width, first: paint.dim('  fix    ') }),
  ];
}

function paragraph(line: string, width: number): string[] {
  return /^\s/.test(line) ? [`  ${line}`] : prose(line, { width, first: '  ' });
}
