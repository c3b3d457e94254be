import type { WaitGraph } from '../../trace/waits/types.ts';
import { waitSentences } from '../waits.ts';
import { label } from './finding.ts';
import type { Paper } from './paper.ts';
import { prose } from './wrap.ts';

/** Cycles of those who wait for each other, and who else waits. */
export function waitLines({ paint, width }: Paper, graph: WaitGraph): string[] {
  const { cycles, others } = waitSentences(graph);
  return [
    ...cycles.flatMap((cycle) => prose(cycle, { width, first: paint.red(label('cycle')) }, paint.bold)),
    ...others.flatMap((other) => prose(other, { width, first: paint.dim(label('blocked')) })),
  ];
}
