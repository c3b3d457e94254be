import { cellOf } from '../matrix.ts';
import type { MatrixReport } from '../matrix.ts';
import type { Cell } from '../../scenario/matrix.ts';
import { count } from './numbers.ts';
import type { Paper } from './paper.ts';
import { tableLines } from './table.ts';
import { paintVerdict, symbolOf } from './verdict.ts';
import { pad, padStart, widthOf } from './width.ts';
import { prose } from './wrap.ts';

/** Property names are not made narrower than this beside their verdicts. */
const READABLE = 30;

/** `✘16`: the verdict, and the steps of a shortest counterexample. A dot where there is no such property. */
export function markOf(paper: Paper, cell: Cell | undefined, gap = ''): string {
  if (cell === undefined) return paper.paint.dim('·');
  const { verdict, steps } = cell;
  const after = verdict === 'violated' && steps !== undefined ? `${gap}${steps}` : '';
  return paintVerdict(paper, verdict, `${symbolOf(verdict)}${after}`);
}

/**
 * Variants against properties, in the most readable of the layouts that the page is wide enough for: names on both
 * sides; numbers for the properties; numbers for the variants; and if nothing fits, numbers for the properties, some
 * after the others.
 */
export function gridLines(paper: Paper, matrix: MatrixReport): string[] {
  return (
    namedLines(paper, matrix) ??
    numberedLines(paper, variantsByProperty(paper, matrix)) ??
    numberedLines(paper, propertiesByVariant(paper, matrix)) ??
    blockLines(paper, variantsByProperty(paper, matrix))
  );
}

/** A row for each property, a column for each variant, all by their names. */
function namedLines(paper: Paper, { properties, rows }: MatrixReport): string[] | undefined {
  const cells = properties.map((property) => rows.map((row) => markOf(paper, cellOf(row, property), ' ')));
  const columns = rows.map(({ name }, i) => Math.max(...[name, ...cells.map((one) => one[i]!)].map(widthOf)));
  const longest = Math.max(...properties.map(widthOf));
  if (2 + Math.min(longest, READABLE) + sum(columns.map((width) => width + 2)) > paper.width)
    return undefined;
  return tableLines(
    paper,
    [{ head: '', wrap: true }, ...rows.map(({ name }) => ({ head: name }))],
    [
      ...properties.map((property, i) => [property, ...cells[i]!]),
      [paper.paint.dim('states'), ...rows.map(({ states }) => paper.paint.dim(count(states)))],
    ],
  );
}

/** A table of which one side is numbered. */
interface Numbered {
  readonly names: readonly string[];
  /** By name, then by number. */
  readonly cells: readonly (readonly string[])[];
  /** What the numbers stand for. */
  readonly legend: readonly string[];
  /** One more column, if there is room. */
  readonly last?: { readonly head: string; readonly cells: readonly string[] };
}

function variantsByProperty(paper: Paper, { properties, rows }: MatrixReport): Numbered {
  return {
    names: rows.map(({ name }) => name),
    cells: rows.map((row) => properties.map((property) => markOf(paper, cellOf(row, property)))),
    legend: properties,
    last: { head: 'states', cells: rows.map(({ states }) => count(states)) },
  };
}

function propertiesByVariant(paper: Paper, { properties, rows }: MatrixReport): Numbered {
  return {
    names: properties,
    cells: properties.map((property) => rows.map((row) => markOf(paper, cellOf(row, property)))),
    legend: rows.map(({ name }) => name),
  };
}

/** All columns side by side; undefined if the page is too narrow. */
function numberedLines(paper: Paper, table: Numbered): string[] | undefined {
  for (const [gap, last] of [[2, table.last], [2], [1, table.last], [1]] as const) {
    if (widthOfTable(table, gap, last) <= paper.width)
      return [...drawn(paper, table, gap, 0, table.legend.length, last), '', ...legendLines(paper, table)];
  }
  return undefined;
}

/** As many columns side by side as fit, then the next ones below. */
function blockLines(paper: Paper, table: Numbered): string[] {
  const lines: string[] = [];
  const widths = columnWidths(table);
  for (let from = 0; from < widths.length;) {
    let to = from + 1;
    const fits = (end: number): boolean =>
      2 + nameWidth(table) + sum(widths.slice(from, end).map((width) => width + 2)) <= paper.width;
    while (to < widths.length && fits(to + 1)) to++;
    lines.push(...drawn(paper, table, 2, from, to), '');
    from = to;
  }
  return [...lines, ...legendLines(paper, table)];
}

function drawn(
  { paint }: Paper,
  table: Numbered,
  gap: number,
  from: number,
  to: number,
  last?: Numbered['last'],
): string[] {
  const widths = columnWidths(table).slice(from, to);
  const space = ' '.repeat(gap);
  const wide = last === undefined ? 0 : lastWidth(last);
  const line = (name: string, cells: readonly string[], end: string | undefined): string =>
    `  ${[
      pad(name, nameWidth(table)),
      ...cells.map((cell, i) => pad(cell, widths[i]!)),
      ...(end === undefined ? [] : [padStart(end, wide)]),
    ].join(space)}`.trimEnd();
  const heads = widths.map((_, i) => paint.dim(String(from + i + 1)));
  return [
    line('', heads, last && paint.dim(last.head)),
    ...table.names.map((name, i) =>
      line(name, table.cells[i]!.slice(from, to), last && paint.dim(last.cells[i]!)),
    ),
  ];
}

function legendLines({ paint, width }: Paper, { legend }: Numbered): string[] {
  const digits = String(legend.length).length;
  return legend.flatMap((name, i) =>
    prose(name, { width, first: `  ${paint.dim(padStart(String(i + 1), digits))}  ` }),
  );
}

function widthOfTable(table: Numbered, gap: number, last?: Numbered['last']): number {
  const columns = [...columnWidths(table), ...(last === undefined ? [] : [lastWidth(last)])];
  return 2 + nameWidth(table) + sum(columns.map((width) => width + gap));
}

function lastWidth({ head, cells }: NonNullable<Numbered['last']>): number {
  return Math.max(...[head, ...cells].map(widthOf));
}

function nameWidth({ names }: Numbered): number {
  return Math.max(0, ...names.map(widthOf));
}

function columnWidths({ cells, legend }: Numbered): number[] {
  return legend.map((_, i) => Math.max(widthOf(String(i + 1)), ...cells.map((row) => widthOf(row[i]!))));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
