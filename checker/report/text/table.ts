import Table from 'cli-table3';
import type { Paper } from './paper.ts';
import { widthOf } from './width.ts';

export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** May be broken into lines at spaces if the table is too wide. */
  readonly wrap?: boolean;
}

const GAP = 2;

/** Stands for a space at which a cell must not be broken; the table wraps at anything that is a space. */
const NO_BREAK = '\uE000';

/** A part of a cell that is to stay on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', NO_BREAK);
}

/** A table without frames, in which only the columns that may wrap give way to the width. */
export function tableLines(
  paper: Paper,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string[] {
  const widest = (separator: string): number[] =>
    columns.map(({ head }, i) =>
      Math.max(widthOf(head), ...rows.flatMap((row) => row[i]!.split(separator).map(widthOf))),
    );
  const wanted = widest('\n');
  const words = widest(' ');
  const least = columns.map(({ wrap }, i) => (wrap === true ? words[i]! : wanted[i]!));
  const table = new Table({
    head: columns.map(({ head }) => paper.paint.dim(head)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    colWidths: fit(wanted, least, paper.width - 2).map((width) => width + GAP),
    wordWrap: true,
    chars: Object.fromEntries(FRAME.map((name) => [name, ''])),
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .replaceAll(NO_BREAK, ' ')
    .split('\n')
    .map((line) => `  ${line}`.trimEnd());
}

const FRAME = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
];

/** Takes from the widest column that may wrap until all fit, but never so much that a word is cut. */
function fit(wanted: readonly number[], least: readonly number[], room: number): number[] {
  const widths = [...wanted];
  for (let over = total(widths) - room; over > 0; over--) {
    const widest = widths.reduce(
      (best, width, i) => (width > least[i]! && (best < 0 || width > widths[best]!) ? i : best),
      -1,
    );
    if (widest < 0) break;
    widths[widest]!--;
  }
  return widths;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + GAP, -GAP);
}
