import type { CheckReport, ExplorationReport } from '../report.ts';
import { bytes, count, counted, duration } from './numbers.ts';
import type { Paper } from './paper.ts';
import { prose } from './wrap.ts';

/** Whether the whole state space was explored, and nothing stopped what was to be decided on it. */
export function isComplete({ complete, livenessBound }: ExplorationReport): boolean {
  return complete && livenessBound === undefined;
}

/** What stopped the search, and what to do to get verdicts. Empty where it was complete. */
export function incompleteLines(paper: Paper, { exploration, limits }: CheckReport): string[] {
  if (exploration === undefined) return [];
  const { bound, livenessBound, omission } = exploration;
  if (bound === 'hash-storage' && omission !== undefined) {
    const [stopped, remedy] = explain(bound, limits);
    return paragraph(paper, `${stopped} ${hashed(exploration, omission)}`, remedy);
  }
  if (bound !== undefined) {
    const [stopped, remedy] = explain(bound, limits, exploration.bytes);
    return paragraph(
      paper,
      `The search stopped ${stopped}, after ${counted(exploration.states, 'state')} and at depth ` +
        `${count(exploration.depth)}; ${count(exploration.frontier)} of them were still to be explored. ` +
        `What is marked incomplete has been neither shown nor refuted.`,
      bound === 'max-memory' ? `${nextGrowth(exploration)}${remedy}` : remedy,
    );
  }
  if (livenessBound === undefined) return [];
  const [stopped, remedy] = explain(livenessBound, limits, exploration.bytes);
  return paragraph(
    paper,
    `All ${counted(exploration.states, 'state')} were explored, and the safety properties are decided. Deciding the ` +
      `liveness properties stopped ${stopped}. What is marked incomplete has been neither shown nor refuted.`,
    remedy,
  );
}

/** What the verdicts of a search with hashes are worth. */
function hashed(
  { states, depth }: ExplorationReport,
  { bits, states: some, finding }: NonNullable<ExplorationReport['omission']>,
): string {
  return (
    `No state is left to be explored of the ${counted(states, 'state')} that were found, but they were told apart by ` +
    `${bits} bits only. The probability that some state was omitted is at most ${probability(some)}; that a given ` +
    `violation was missed which is no deeper than ${counted(depth, 'step')}, about ${probability(finding)}. What is ` +
    `marked incomplete is violated in none of the states that were found, which is no proof.`
  );
}

/** `0.31`, `4.2e-9`; rounded up. */
function probability(value: number): string {
  if (value >= 1) return '1';
  return value >= 0.01 ? (Math.ceil(value * 100) / 100).toFixed(2) : value.toExponential(1);
}

/** What the table of states would have needed. */
function nextGrowth({ memory }: ExplorationReport): string {
  if (memory === undefined || memory.growth === 0) return '';
  return (
    `The table of states grows at ${count(memory.growsAt)} states, which takes ${bytes(memory.growth)} besides ` +
    `the ${bytes(memory.held)} that are held. `
  );
}

function paragraph({ paint, width }: Paper, text: string, remedy: string): string[] {
  return [
    ...prose(text, { width, first: paint.yellow.bold('▲ INCOMPLETE  '), rest: '  ' }, paint.yellow),
    ...prose(remedy, { width, first: '  ' }),
  ];
}

/** Where a bound stopped a check, and what to do about it. */
export function explain(
  bound: string,
  limits: CheckReport['limits'],
  used?: number,
): readonly [string, string] {
  switch (bound) {
    case 'max-states':
      return [`at --max-states ${count(limits.maxStates ?? 0)}`, 'Raise --max-states, or leave it out.'];
    case 'max-depth':
      return [`at --max-depth ${count(limits.maxDepth ?? 0)}`, 'Raise --max-depth, or leave it out.'];
    case 'max-memory':
      return [
        limits.maxMemory === undefined
          ? `at three quarters of this machine's memory${used === undefined ? '' : ` (${bytes(used)})`}`
          : `at --max-memory ${bytes(limits.maxMemory)}`,
        'Raise --max-memory, use a machine with more memory, or make the model smaller (`refhold show` lists its sizes).',
      ];
    case 'timeout':
      return [`at --timeout ${duration(limits.timeout ?? 0)}`, 'Raise --timeout, or leave it out.'];
    case 'hash-storage':
      return [
        'States were kept as hashes (--storage hash).',
        'For a proof, leave out --storage hash. More --hash-bits, or another run (it takes another seed), make an omission less likely.',
      ];
    case 'interrupted':
      return ['because it was interrupted', 'Let it run to its end.'];
    default:
      return [`at its bound "${bound}"`, 'Raise the bound.'];
  }
}
