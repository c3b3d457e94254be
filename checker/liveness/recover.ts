import type { Slices } from '../slices.ts';
import { Components } from './components.ts';
import { asDigraph } from './graph.ts';
import type { StateGraph } from './graph.ts';

/**
 * States from which no run leads to a goal. `goal`: per state, non-zero where the predicate is true.
 * The nearest of them comes first, as states are numbered in breadth-first order.
 */
export function* trapStates(graph: StateGraph, goal: Uint32Array): Slices<Uint8Array> {
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
export function reachableFrom(graph: StateGraph, start: number): { states: number[]; steps: Set<number> } {
  const seen = new Uint8Array(graph.states);
  const states = [start];
  const steps = new Set<number>();
  seen[start] = 1;
  for (const state of states) {
    for (let edge = graph.offsets[state]!; edge < graph.offsets[state + 1]!; edge++) {
      steps.add(graph.steps[edge]!);
      const next = graph.targets[edge]!;
      if (seen[next] === 1) continue;
      seen[next] = 1;
      states.push(next);
    }
  }
  return { states, steps };
}
