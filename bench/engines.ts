import { getAdjacencyMap } from '@xstate/graph';
import { check } from '../checker/check.ts';
import type { CheckOptions, CheckProgress, CheckResult } from '../checker/check.ts';
import type { Checkable } from '../checker/scenario/scenario.ts';
import { graphOptions, systemLogic } from '../checker/system/logic.ts';
import { enabledSteps, initialState, stateKey } from '../checker/system/semantics.ts';
import type { System } from '../checker/system/types.ts';
import type { SystemState } from '../checker/system/view.ts';

/** What an engine found, and how long it took. */
export interface Run {
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
}

/** refhold, with all properties. */
export async function refhold(
  { system, properties }: Checkable,
  onProgress?: (progress: CheckProgress) => void,
  kernel: CheckOptions['kernel'] = 'auto',
): Promise<Run & { readonly result: CheckResult }> {
  const result = await check(system, properties, { kernel, ...(onProgress ? { onProgress } : {}) });
  const { states, transitions, milliseconds } = result.exploration;
  return { states, transitions, seconds: milliseconds / 1000, result };
}

/** Breadth-first search that calls XState for every transition. No properties. */
export function naive(system: System): Run {
  const started = performance.now();
  const first = initialState(system);
  const seen = new Set([stateKey(system, first)]);
  const queue: SystemState[] = [first];
  let transitions = 0;
  for (const state of queue) {
    for (const { after } of enabledSteps(system, state)) {
      transitions++;
      const key = stateKey(system, after);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(after);
    }
  }
  return { states: seen.size, transitions, seconds: (performance.now() - started) / 1000 };
}

interface GraphNode {
  readonly state: unknown;
  readonly transitions: Readonly<Record<string, { readonly state: unknown }>>;
}

/** `getAdjacencyMap` of `@xstate/graph`. It lists steps that do not exist as loops; those are not counted. */
export function xstateGraph(system: System): Run {
  const started = performance.now();
  const map: object = getAdjacencyMap(systemLogic(system), graphOptions(system));
  const nodes = Object.values(map) as GraphNode[];
  const seconds = (performance.now() - started) / 1000;
  let transitions = 0;
  for (const { state, transitions: edges } of nodes)
    transitions += Object.values(edges).filter((edge) => edge.state !== state).length;
  return { states: nodes.length, transitions, seconds };
}
