import type { WaitGraph } from '../../trace/waits/types.ts';
import { waitSentences } from '../waits.ts';
import { escaped } from './table.ts';

/** The same as a list, for wherever a trace stands in a document. */
export function waitItems(graph: WaitGraph): string[] {
  const { cycles, others } = waitSentences(graph);
  return [
    ...cycles.map((cycle) => `- **Cycle:** ${escaped(cycle)}.`),
    ...others.map((other) => `- Blocked: ${escaped(other)}.`),
  ];
}
