import type { PropertyReport } from '../report.ts';
import type { Trace } from '../../trace/types.ts';
import type { Paper } from './paper.ts';
import { stateLines } from './trace.ts';
import { showData } from './values.ts';
import { flow, prose } from './wrap.ts';

/** What a property says of the state at the end of its trace. */
export function findingLines(paper: Paper, property: PropertyReport, trace: Trace | undefined): string[] {
  const { paint, width } = paper;
  const lines = property.about === undefined ? [] : prose(property.about, { width, first: '      ' });
  if (trace !== undefined) lines.push(...valueLines(paper, trace), ...readLines(paper, trace));
  if (trace !== undefined && property.kind === 'deadlock') {
    lines.push(...stateLines(paper, trace.final, '      stuck   ', true));
  }
  if (property.cites !== undefined && property.cites.length > 0) {
    const cites = property.cites.map((cite) => paint.dim(cite));
    lines.push(...flow(cites, { width, first: paint.dim('      cites   '), gap: paint.dim(' · ') }));
  }
  return lines;
}

function valueLines(paper: Paper, { values }: Trace): string[] {
  if (values === undefined) return [];
  const pieces = Object.entries(values).map(
    ([name, value]) => `${name} = ${paper.paint.yellow(showData(value, 400))}`,
  );
  return labelled(paper, 'because', pieces);
}

function readLines(paper: Paper, { reads }: Trace): string[] {
  const pieces = reads.map(({ path, value }) => `${path} = ${paper.paint.yellow(showData(value, 200))}`);
  return labelled(paper, 'it read', pieces);
}

function labelled({ paint, width }: Paper, label: string, pieces: readonly string[]): string[] {
  if (pieces.length === 0) return [];
  return flow(pieces, {
    width,
    first: paint.dim(`      ${label.padEnd(7)} `),
    rest: ' '.repeat(14),
    gap: '  ',
  });
}
