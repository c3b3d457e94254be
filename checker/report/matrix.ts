import type { Cell, Matrix, Row } from '../scenario/matrix.ts';
import type { OptionValue } from '../scenario/options.ts';
import type { Limits } from './report.ts';

/** A matrix of variants and properties, as plain data. */
export interface MatrixReport extends Matrix {
  readonly schema: 'refhold.matrix/1';
  /** Version of refhold that wrote it. */
  readonly refhold: string;
  readonly title?: string;
  /** The user's file that the scenario came from, as it was given. */
  readonly file?: string;
  /** Options that were set on top of every variant. */
  readonly set: Readonly<Record<string, OptionValue>>;
  readonly limits: Limits;
}

/** What became of a property in a row; undefined where it is no property of that variant. */
export function cellOf({ cells }: Row, property: string): Cell | undefined {
  return cells.find((cell) => cell.property === property);
}
