import type { PropertyReport } from '../report.ts';
import type { Departed, Reproduction } from '../reproduce.ts';
import { findingLines } from './finding.ts';
import { counted } from './numbers.ts';
import type { Paper } from './paper.ts';
import type { SeenBefore } from './seen.ts';
import { traceLines } from './trace.ts';
import { paintVerdict, symbolOf } from './verdict.ts';
import { padStart } from './width.ts';
import { flow, prose } from './wrap.ts';

/** A saved trace as it went this time, and what came of it; `seen`: what need not be shown again. */
export function replayLines(
  paper: Paper,
  property: PropertyReport,
  result: Reproduction,
  seen?: SeenBefore,
): string[] {
  const { paint, width } = paper;
  const title = prose(property.name, { width, first: paint.bold('▶ ') }, paint.bold);
  if (result.kind === 'unknown')
    return [...title, ...prose(result.why, { width, first: '  ' }, paint.yellow)];
  const end = result.kind === 'departed' ? departureLines(paper, result) : [];
  return [
    ...title,
    ...traceLines(paper, result.trace, seen),
    ...end,
    ...outcomeLines(paper, property, result),
    ...(result.kind === 'reproduced' ? findingLines(paper, property, result.trace) : []),
  ];
}

function departureLines({ paint, width }: Paper, { at, step, why, possible, trace }: Departed): string[] {
  const digits = Math.max(2, String(trace.steps.length).length);
  const first = `  ${padStart(String(at), digits)}  `;
  const choices = possible.length === 0 ? ['no step at all'] : possible;
  return [
    ...flow([paint.red.strikethrough(step), paint.red(why)], { width, first, gap: '  ' }),
    ...flow(
      choices.map((name, i) => (i < choices.length - 1 ? `${name} ·` : name)),
      { width, first: paint.dim(`${' '.repeat(first.length)}possible now  `) },
    ),
  ];
}

function outcomeLines(
  paper: Paper,
  property: PropertyReport,
  result: Exclude<Reproduction, { kind: 'unknown' }>,
): string[] {
  const { width } = paper;
  const witness = property.verdict !== 'violated';
  const [good, bad] = ['holds', 'violated'] as const;
  const verdict = witness === (result.kind === 'reproduced') ? good : bad;
  const text = sentence(result, witness, property.name);
  const lines = prose(text, { width, first: `  ${symbolOf(verdict)} `, rest: '    ' }, (word) =>
    paintVerdict(paper, verdict, word),
  );
  lines[0] = lines[0]!.replace(symbolOf(verdict), paintVerdict(paper, verdict, symbolOf(verdict)));
  if (result.kind === 'departed') return lines;
  const why = result.kind === 'gone' && result.why !== undefined ? [`${result.why}.`] : [];
  const way =
    result.difference === undefined
      ? 'All states are the saved ones.'
      : `The way there is not the saved one: ${result.difference}.`;
  return [...lines, ...prose([...why, way].join(' '), { width, first: '    ' }, paper.paint.dim)];
}

function sentence(
  result: Exclude<Reproduction, { kind: 'unknown' }>,
  witness: boolean,
  name: string,
): string {
  switch (result.kind) {
    case 'reproduced':
      return witness
        ? `still reached after ${counted(result.trace.steps.length, 'step')}: ${name}`
        : `still violates after ${counted(result.trace.steps.length, 'step')}: ${name}`;
    case 'gone':
      return witness
        ? `no longer reached: all steps could be taken, but their end is no witness of: ${name}`
        : `no longer violates: all steps could be taken, but their end does not violate: ${name}`;
    case 'departed':
      return `no longer possible: the trace departs at step ${result.at}`;
  }
}
