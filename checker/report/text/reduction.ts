import type { ExplorationReport } from '../report.ts';
import { count, counted } from './numbers.ts';
import type { Paper } from './paper.ts';
import { prose } from './wrap.ts';

/** What became of a reduction that was asked for, and what of the figures around it is of the reduced graph. */
export function reductionLines({ paint, width }: Paper, { reduction, states }: ExplorationReport): string[] {
  if (reduction === undefined) return [];
  const { off, reduced } = reduction;
  const say = (text: string, rest: string): string[] =>
    prose(`${text} ${rest}`, { width, first: paint.dim('  partial order: '), rest: '  ' }, paint.dim);
  if (off !== undefined) return say('off.', `${off}.`);
  if (reduced === 0) return say('on, but no step of any state could be left out.', '');
  return say(
    `on, explored ${counted(states, 'state')}; in ${count(reduced)} of them steps were left out.`,
    'Verdicts and lengths of traces are those of the whole graph; counts, steps never taken and coverage are those of ' +
      'what was explored.',
  );
}
