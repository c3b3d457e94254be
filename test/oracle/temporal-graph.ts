/** A system as an explicit graph, from the naive exploration: what the temporal oracles work on. */
import type { AnyMachineSnapshot } from 'xstate';
import type { System } from '../../checker/index.ts';
import { naive } from './naive.ts';

export interface Edge {
  readonly step: string;
  readonly to: number;
}

export interface FairPromise {
  readonly kind: 'weak' | 'strong';
  readonly steps: ReadonlySet<string>;
}

export interface Graph {
  readonly size: number;
  readonly keys: readonly string[];
  /** Steps from the first state. */
  readonly distance: readonly number[];
  readonly snapshots: readonly Readonly<Record<string, AnyMachineSnapshot>>[];
  /** State 0 is the first. Without stuttering. */
  readonly out: readonly (readonly Edge[])[];
  readonly promises: readonly FairPromise[];
}

/** The graph of a system, or undefined if it has more states than the limit. */
export function graphOf(system: System, limit = Infinity): Graph | undefined {
  const explored = naive(system, { limit });
  if (explored === undefined) return undefined;
  const states = [...explored.states.values()];
  const number = new Map(states.map(({ key }, i) => [key, i]));
  const out: Edge[][] = states.map(() => []);
  for (const { from, step, to } of explored.edges)
    out[number.get(from)!]!.push({ step, to: number.get(to)! });
  return {
    size: states.length,
    keys: states.map(({ key }) => key),
    distance: states.map(({ distance }) => distance),
    snapshots: states.map(({ snapshots }) => snapshots),
    out,
    promises: promisesOf(system),
  };
}

/** What a system promises of its runs: about steps, and about all the steps of an agent together. */
export function promisesOf(system: System): FairPromise[] {
  const promises: FairPromise[] = [];
  for (const { name, fairness } of system.steps) {
    if (fairness === 'weak' || fairness === 'strong') {
      promises.push({ kind: fairness, steps: new Set([name]) });
    }
  }
  for (const agent of Object.keys(system.fair)) {
    const steps = system.steps.filter(({ by }) => by === agent).map(({ name }) => name);
    promises.push({ kind: system.fair[agent]!, steps: new Set(steps) });
  }
  return promises;
}

/**
 * Whether a run keeps a promise that takes these steps, and no others, again and again; `enabled`: the steps that are
 * possible in each of the states that it visits again and again.
 */
export function keeps(
  { kind, steps }: FairPromise,
  enabled: readonly ReadonlySet<string>[],
  taken: ReadonlySet<string>,
): boolean {
  if ([...steps].some((step) => taken.has(step))) return true;
  const possible = enabled.map((names) => [...steps].some((step) => names.has(step)));
  return kind === 'weak' ? possible.includes(false) : !possible.includes(true);
}

/** The steps that are possible in each state. */
export function enabledIn({ out }: Graph): ReadonlySet<string>[] {
  return out.map((edges) => new Set(edges.map(({ step }) => step)));
}

/** States from which a state of the set can be reached: the least fixpoint, by the book. */
export function canReach(graph: Graph, goal: readonly boolean[]): boolean[] {
  const can = [...goal];
  for (let changed = true; changed;) {
    changed = false;
    graph.out.forEach((edges, state) => {
      if (can[state] || !edges.some(({ to }) => can[to])) return;
      can[state] = true;
      changed = true;
    });
  }
  return can;
}

/** States that can be reached from a state, itself included. */
export function reachableFrom(graph: Graph, start: number): Set<number> {
  const seen = new Set([start]);
  for (const state of seen) for (const { to } of graph.out[state]!) seen.add(to);
  return seen;
}
