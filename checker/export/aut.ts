/**
 * Aldebaran's format: the explored state graph itself, state 0 first, with the names of steps as labels. Nothing is left
 * open in it, since it cannot be written before the exploration has come to its end.
 */
import type { StateGraph } from '../liveness/graph.ts';

/** The lines of the file, a part at a time. `names`: steps by position. */
export function* autParts(graph: StateGraph, names: readonly string[]): Generator<string> {
  const labels = names.map(label);
  const { states, offsets, targets, steps } = graph;
  yield `des (0,${targets.length},${states})\n`;
  let lines: string[] = [];
  for (let state = 0; state < states; state++) {
    for (let edge = offsets[state]!; edge < offsets[state + 1]!; edge++) {
      lines.push(`(${state},${labels[steps[edge]!]!},${targets[edge]!})\n`);
    }
    if (lines.length < PART) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

/** Lines that are written together. */
const PART = 10_000;

/** In quotes: the format has no way to write one inside of them. */
function label(name: string): string {
  return `"${name.replace(/"/g, "'").replace(/\s+/g, ' ')}"`;
}
