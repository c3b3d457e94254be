import type { Slices } from '../slices.ts';
import { Components } from './components.ts';
import { asDigraph } from './graph.ts';
import type { StateGraph } from './graph.ts';
import type { Truths } from './truths.ts';

/** Bytes per state that the search for traps and the description of one take. */
export const TRAP_BYTES = 28;

/**
 * States from which no run leads to a goal. `goal`: per state, non-zero where the predicate is true.
 * The nearest of them comes first, as states are numbered in breadth-first order.
 */
export function* trapStates(graph: StateGraph, goal: Truths): Slices<Uint8Array> {
  const recovers = new Uint8Array(graph.states);
  yield* new Components(asDigraph(graph)).slices([0], undefined, (nodes) => {
    // Components that this one can reach have been decided before it.
    if (!nodes.some((node) => goal[node] !== 0 || leadsOut(graph, node, recovers))) return;
    for (const node of nodes) recovers[node] = 1;
  });
  return recovers.map((yes) => 1 - yes);
}

function leadsOut(graph: StateGraph, node: number, recovers: Uint8Array): boolean {
  for (let edge = graph.offsets[node]!; edge < graph.offsets[node + 1]!; edge++) {
    if (recovers[graph.targets[edge]!] === 1) return true;
  }
  return false;
}

/** Everything reachable from a state, in breadth-first order, and the steps that are possible in it. */
export function reachableFrom(graph: StateGraph, start: number): { states: Uint32Array; steps: Set<number> } {
  const seen = new Uint8Array(graph.states);
  const queue = new Uint32Array(graph.states);
  const steps = new Set<number>();
  seen[start] = 1;
  queue[0] = start;
  let found = 1;
  for (let next = 0; next < found; next++) {
    const state = queue[next]!;
    for (let edge = graph.offsets[state]!; edge < graph.offsets[state + 1]!; edge++) {
      steps.add(graph.steps[edge]!);
      const target = graph.targets[edge]!;
      if (seen[target] === 1) continue;
      seen[target] = 1;
      queue[found++] = target;
    }
  }
  return { states: queue.slice(0, found), steps };
}
