import type { Cell } from '../../scenario/matrix.ts';
import { stoppedBy } from '../bounds.ts';
import { cellOf } from '../matrix.ts';
import type { MatrixReport } from '../matrix.ts';
import { explain } from '../text/incomplete.ts';
import { hasGaps, meanings, NO_PROPERTY, occurring } from '../text/matrix.ts';
import { count } from '../text/numbers.ts';
import { symbolOf } from '../text/verdict.ts';
import { code, escaped, tableOf } from './table.ts';

/** More columns than this are hard to read on a page, unless they are narrow. */
const MOST_NAMED = 6;

/** Variants against properties, as a table that GitHub shows. */
export function matrixMarkdown(matrix: MatrixReport): string[] {
  const { scenario, title, set, rows, properties } = matrix;
  const options = Object.entries(set).map(([name, value]) => code(`${name}=${String(value)}`));
  const named = rows.length <= MOST_NAMED && properties.length > rows.length;
  const keys = occurring(matrix).map((verdict) => `${symbolOf(verdict)} ${meanings[verdict]}`);
  return [
    `**${escaped(scenario)}**${title === undefined ? '' : `: ${escaped(title)}`}`,
    ...(options.length === 0 ? [] : ['', `With ${options.join(', ')}.`]),
    '',
    ...(named ? namedTable(matrix) : numberedTable(matrix)),
    '',
    `${[...keys, ...(hasGaps(matrix) ? [`· ${NO_PROPERTY}`] : [])].join(', ')}.`,
    ...stoppedBy(rows.map((row) => ({ name: row.name, row }))).flatMap(({ bound, names }) => [
      '',
      `**Incomplete**: ${names.map(code).join(', ')} stopped ${escaped(explain(bound, matrix.limits)[0])}.`,
    ]),
  ];
}

function namedTable({ properties, rows }: MatrixReport): string[] {
  return tableOf(
    ['property', ...rows.map(({ name }) => code(name))],
    [
      ...properties.map((property) => [escaped(property), ...rows.map((row) => mark(cellOf(row, property)))]),
      ['_states_', ...rows.map(({ states }) => count(states))],
    ],
  );
}

function numberedTable({ properties, rows }: MatrixReport): string[] {
  return [
    ...tableOf(
      ['variant', ...properties.map((_, i) => String(i + 1)), 'states'],
      rows.map((row) => [
        code(row.name),
        ...properties.map((property) => mark(cellOf(row, property))),
        count(row.states),
      ]),
    ),
    '',
    ...properties.map((property, i) => `${i + 1}. ${escaped(property)}`),
  ];
}

function mark(cell: Cell | undefined): string {
  if (cell === undefined) return '·';
  const { verdict, steps } = cell;
  return `${symbolOf(verdict)}${verdict === 'violated' && steps !== undefined ? ` ${steps}` : ''}`;
}
