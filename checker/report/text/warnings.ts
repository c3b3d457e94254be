import type { WarningReport } from '../report.ts';
import type { Paper } from './paper.ts';
import { prose } from './wrap.ts';

export function warningLines({ paint, width }: Paper, warnings: readonly WarningReport[]): string[] {
  return warnings.flatMap(({ code, what, where }) => [
    ...prose(what, { width, first: `${paint.yellow(`! ${code}`)}  `, rest: '  ' }),
    ...prose(where.join(' › '), { width, first: '  ' }, paint.dim),
  ]);
}
