import type { CheckReport } from '../report.ts';
import type { Paper } from './paper.ts';
import { prose } from './wrap.ts';

/** Which engine came to the verdicts, what it was not asked, and what stopped it. Empty where it was refhold. */
export function engineLines({ paint, width }: Paper, { engine }: CheckReport): string[] {
  if (engine === undefined) return [];
  const { name, stopped, unsaid, notes } = engine;
  const warn = (text: string, first: string): string[] =>
    prose(text, { width, first: paint.yellow.bold(first), rest: '  ' }, paint.yellow);
  return [
    ...(stopped === undefined
      ? []
      : warn(
          `${name} stopped ${stopped}. What is marked incomplete has been neither shown nor refuted.`,
          '▲ INCOMPLETE  ',
        )),
    ...unsaid.flatMap(({ property, why }) => warn(`${property}: not decided by ${name}: ${why}.`, '▲ ')),
    ...prose(
      `The verdicts are those of ${name}; its ways to them were taken again through XState.`,
      { width, first: '  ' },
      paint.dim,
    ),
    ...notes.flatMap((note) => prose(`${note}.`, { width, first: '  ' }, paint.dim)),
  ];
}
