import type { Walked } from '../../walk/walk.ts';
import type { CheckReport } from '../report.ts';
import { headerLines } from './header.ts';
import { approximate, count, counted, duration } from './numbers.ts';
import { outcomeParts } from './outcome.ts';
import type { Paper } from './paper.ts';
import { propertyLines } from './properties.ts';
import { traceSections } from './sections.ts';
import { flow, prose } from './wrap.ts';

/** Everything about random walks through one system. */
export function walkLines(paper: Paper, check: CheckReport, witnesses: boolean): string[] {
  const { properties, walk } = check;
  const shown = properties.filter(
    ({ verdict, trace }) => verdict === 'violated' || (witnesses && trace !== undefined),
  );
  return [
    ...headerLines(paper, check),
    '',
    ...propertyLines(paper, properties),
    ...traceSections(paper, shown),
    '',
    ...incompleteLines(paper, check),
    `  ${outcomeParts(paper, check).join(paper.paint.dim(' · '))}`,
    ...(walk === undefined ? [] : walkedLines(paper, walk)),
  ];
}

function incompleteLines({ paint, width }: Paper, { properties }: CheckReport): string[] {
  if (!properties.some(({ verdict }) => verdict === 'incomplete')) return [];
  return [
    ...prose(
      'Random walks see some of what can happen. What is marked incomplete was not found by them; that shows nothing.',
      { width, first: paint.yellow.bold('▲ INCOMPLETE  '), rest: '  ' },
      paint.yellow,
    ),
    ...prose(
      '`refhold check` decides, where it comes to an end. More walks: --walks, --time, another --seed.',
      {
        width,
        first: '  ',
      },
    ),
    '',
  ];
}

function walkedLines({ paint, width }: Paper, walked: Walked): string[] {
  const { walks, steps, longest, ended, milliseconds, seed, swarm, depth, found } = walked;
  const pieces = [
    counted(walks, 'walk'),
    counted(steps, 'step'),
    `the longest ${count(longest)}${longest === depth ? ' (--depth)' : ''}`,
    `${count(ended)} came to an end`,
    duration(milliseconds),
    ...(milliseconds < 1000 ? [] : [`${approximate((1000 * steps) / milliseconds)} steps/s`]),
    `seed ${seed}`,
    ...(swarm === 1 ? [] : [`swarm of ${swarm}`]),
  ];
  const dimmed = pieces.map((piece, i) => paint.dim(i < pieces.length - 1 ? `${piece} ·` : piece));
  return [
    ...flow(dimmed, { width, first: paint.dim('  walked    ') }),
    ...found.flatMap(({ property, walk, bias, steps: long, minimised }) =>
      prose(
        `“${property}” in walk ${walk}${swarm === 1 ? '' : ` (${bias})`}, ` +
          (long === minimised
            ? `after ${counted(long, 'step')}`
            : `after ${counted(long, 'step')}, made ${count(minimised)}`),
        { width, first: paint.dim('  found     ') },
        paint.dim,
      ),
    ),
  ];
}
