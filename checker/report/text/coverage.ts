import type { CoverageReport, ExplorationReport } from '../report.ts';
import type { Paper } from './paper.ts';
import { flow } from './wrap.ts';

/** What never happened inside the machines, by machine. */
export function coverageLines(paper: Paper, { coverage = [] }: ExplorationReport): string[] {
  const { paint } = paper;
  if (coverage.length === 0) return [];
  return [`  ${paint.bold('coverage')}`, ...coverage.flatMap((machine) => machineLines(paper, machine))];
}

function machineLines(paper: Paper, machine: CoverageReport): string[] {
  const { paint, width } = paper;
  const { states, transitions, statesNeverReached, transitionsNeverTaken } = machine;
  const numbers = [
    `${states - statesNeverReached.length} of ${states} states ·`,
    `${transitions - transitionsNeverTaken.length} of ${transitions} transitions`,
    ...(machine.sampled ? ['· not all local states were looked at'] : []),
  ];
  const label =
    machine.actors.join() === machine.machine ? [] : [paint.dim(`(${machine.actors.join(', ')})`)];
  return [
    ...flow([paint.cyan(machine.machine), ...label, paint.dim(numbers.join(' '))], {
      width,
      first: '    ',
      rest: '      ',
      gap: '  ',
    }),
    ...neverLines(paper, 'never reached', statesNeverReached),
    ...neverLines(paper, 'never taken', transitionsNeverTaken),
    ...neverLines(paper, 'guard never true', machine.guardsNeverTrue),
    ...neverLines(paper, 'guard never false', machine.guardsNeverFalse),
  ];
}

function neverLines({ paint, width }: Paper, label: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const pieces = names.map((name, i) => (i < names.length - 1 ? `${name} ·` : name));
  return flow(pieces, { width, first: paint.yellow(`      ${label.padEnd(17)}  `) });
}
