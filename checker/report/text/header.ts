import type { CheckReport } from '../report.ts';
import type { Paper } from './paper.ts';
import { flow, prose } from './wrap.ts';

/** Scenario, title, variant, and the options that are not at their defaults. */
export function headerLines(paper: Paper, check: CheckReport): string[] {
  const { paint, width } = paper;
  const name = paint.bold.cyan(check.scenario);
  const title = check.title ?? '';
  const lines = title === '' ? [name] : prose(title, { width, first: `${name}  `, rest: '  ' });
  const where =
    check.file === undefined || check.file === check.scenario ? [] : [paint.dim('file ') + check.file];
  const variant = check.variant === undefined ? [] : [paint.dim('variant ') + paint.bold(check.variant)];
  const options = check.changed.map((option) => `${paint.dim(`${option}=`)}${String(check.options[option])}`);
  const pieces = [...where, ...variant, ...options];
  return pieces.length === 0 ? lines : [...lines, ...flow(pieces, { width, first: '  ', gap: '  ' })];
}
