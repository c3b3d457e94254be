import type { PropertyReport } from '../report.ts';
import type { Loop, Trace, TrapNote } from '../../trace/types.ts';
import type { Paper } from './paper.ts';
import { counted } from './numbers.ts';
import { stateLines } from './trace.ts';
import { showData, showState } from './values.ts';
import { waitLines } from './waits.ts';
import { flow, prose } from './wrap.ts';

/** What a property says of the end of its trace. */
export function findingLines(paper: Paper, property: PropertyReport, trace: Trace | undefined): string[] {
  const { paint, width } = paper;
  const formula = property.formula === undefined ? [] : [paint.yellow(property.formula)];
  const cites = (property.cites ?? []).map((cite, i, all) =>
    paint.dim(i < all.length - 1 ? `${cite} ·` : cite),
  );
  return [
    ...(property.about === undefined ? [] : prose(property.about, { width, first: '      ' })),
    ...labelled(paper, 'formula', formula),
    ...(trace === undefined ? [] : evidenceLines(paper, property, trace)),
    ...labelled(paper, 'cites', cites, ' '),
  ];
}

function evidenceLines(paper: Paper, { kind }: PropertyReport, trace: Trace): string[] {
  return [
    ...valueLines(paper, trace),
    ...readLines(paper, trace),
    ...(kind === 'deadlock' ? stateLines(paper, trace.final, label('stuck'), true) : []),
    ...(trace.waits === undefined ? [] : waitLines(paper, trace.waits)),
    ...(trace.loop === undefined ? [] : fairnessLines(paper, trace.loop)),
    ...(trace.trap === undefined ? [] : trapLines(paper, trace.trap)),
  ];
}

function valueLines(paper: Paper, { values }: Trace): string[] {
  if (values === undefined) return [];
  const pieces = Object.entries(values).map(
    ([name, value]) => `${name} = ${paper.paint.yellow(showData(value, 400))}`,
  );
  return labelled(paper, 'because', pieces);
}

/** What was read, in order. */
export function readLines(paper: Paper, { reads }: Pick<Trace, 'reads'>): string[] {
  const pieces = reads.map(({ path, value }) => `${path} = ${paper.paint.yellow(showData(value, 200))}`);
  return labelled(paper, 'it read', pieces);
}

/** What became of promises of fairness in the loop, and of steps that nobody promises. */
const statuses = {
  taken: ['fair', 'taken again and again'],
  disabled: ['fair', 'never possible again'],
  interrupted: ['fair', 'not always possible, so weak fairness promises nothing'],
  starved: ['unfair', 'always possible, never taken, promised by nobody'],
} as const;

/** Why the run is one that counts: no promise is broken in it. */
function fairnessLines(paper: Paper, { fairness }: Loop): string[] {
  return (['taken', 'disabled', 'interrupted', 'starved'] as const).flatMap((status) => {
    const names = fairness
      .filter((note) => note.status === status)
      .map(({ name }) => name.replace(/^step /, ''));
    if (names.length === 0) return [];
    const [label, says] = statuses[status];
    // What happens or could is of interest, what is over is not.
    const shown = listed(names, status === 'disabled' ? 2 : 8);
    return labelled(paper, label, [paper.paint.dim(`${says}:`), ...shown], ' ');
  });
}

/** Names with dots between them; of more than `most`, how many more there are. */
export function listed(names: readonly string[], most: number): string[] {
  const all = names.length <= most + 1 ? names : [...names.slice(0, most), `and ${names.length - most} more`];
  return all.map((name, i) => (i < all.length - 1 ? `${name} ·` : name));
}

/** Why there is no way out. */
function trapLines(paper: Paper, { states, steps, stuck }: TrapNote): string[] {
  const { paint } = paper;
  const room =
    states === 1
      ? 'this state is all there is'
      : `${counted(states, 'state')} can still be reached, all without it`;
  const possible = listed(steps, 8);
  return [
    ...labelled(paper, 'no way', [room]),
    ...labelled(paper, 'still', possible.length === 0 ? [paint.dim('no step is possible')] : possible, ' '),
    ...stuck.flatMap(({ actor, state, lost }) => {
      if (lost.length === 0) return [];
      const where = `${actor} ${paint.dim('stays')} ${showState(state.value)}${paint.dim(', and can never:')}`;
      return labelled(paper, 'stuck', [where, ...listed(lost, 8)], ' ');
    }),
  ];
}

export function label(name: string): string {
  return `      ${name.padEnd(7)} `;
}

/** Pieces after a label that stands in the margin. */
export function labelled(
  { paint, width }: Paper,
  name: string,
  pieces: readonly string[],
  gap = '  ',
): string[] {
  if (pieces.length === 0) return [];
  return flow(pieces, { width, first: paint.dim(label(name)), gap });
}
