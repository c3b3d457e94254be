import type { Verdict } from '../../property/types.ts';
import { stoppedBy } from '../bounds.ts';
import { cellOf } from '../matrix.ts';
import type { MatrixReport } from '../matrix.ts';
import { gridLines } from './grid.ts';
import type { Paper } from './paper.ts';
import { stoppedLines } from './stopped.ts';
import { paintVerdict, symbolOf } from './verdict.ts';
import { flow, prose } from './wrap.ts';

/** What the symbols of a matrix mean. */
export const meanings: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  violated: 'violated (steps of a shortest trace)',
  incomplete: 'incomplete',
  vacuous: 'vacuous',
};

/** What a dot means. */
export const NO_PROPERTY = 'no property of that variant';

/** The verdicts that occur, in the order in which they are explained. */
export function occurring({ rows }: MatrixReport): Verdict[] {
  const all = new Set(rows.flatMap(({ cells }) => cells.map(({ verdict }) => verdict)));
  return (Object.keys(meanings) as Verdict[]).filter((verdict) => all.has(verdict));
}

/** Whether some property is not one of every variant. */
export function hasGaps({ rows, properties }: MatrixReport): boolean {
  return rows.some((row) => properties.some((property) => cellOf(row, property) === undefined));
}

/** Variants against properties. */
export function matrixLines(paper: Paper, matrix: MatrixReport): string[] {
  const { paint, width } = paper;
  const { scenario, title, set, limits, rows, file } = matrix;
  const name = paint.bold.cyan(scenario);
  const options = Object.entries(set).map(([option, value]) => `${paint.dim(`${option}=`)}${String(value)}`);
  const target = file ?? scenario;
  return [
    ...(title === undefined ? [name] : prose(title, { width, first: `${name}  `, rest: '  ' })),
    ...(options.length === 0 ? [] : flow(options, { width, first: '  ', gap: '  ' })),
    '',
    ...gridLines(paper, matrix),
    '',
    ...flow(
      [
        ...occurring(matrix).map((verdict) => {
          const symbol = paintVerdict(paper, verdict, symbolOf(verdict));
          return `${symbol} ${paint.dim(meanings[verdict])}`;
        }),
        ...(hasGaps(matrix) ? [paint.dim(`· ${NO_PROPERTY}`)] : []),
      ],
      { width, first: '  ', gap: '  ' },
    ),
    ...prose(
      `\`refhold check ${target} --variant NAME${showSet(set)}\` shows the traces of a variant.`,
      { width, first: '  ' },
      paint.dim,
    ),
    ...stoppedLines(
      paper,
      stoppedBy(rows.map((row) => ({ name: row.name, row }))),
      limits,
      ['variant', 'variants'],
      'What is marked incomplete has been neither shown nor refuted.',
    ),
  ];
}

function showSet(set: MatrixReport['set']): string {
  return Object.entries(set)
    .map(([name, value]) => ` --set ${shellWord(`${name}=${String(value)}`)}`)
    .join('');
}

function shellWord(text: string): string {
  return /^[\w=.:/-]+$/.test(text) ? text : `"${text}"`;
}
