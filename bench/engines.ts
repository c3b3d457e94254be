/** Engines that call XState for every transition. No properties. */
import { getAdjacencyMap } from '@xstate/graph';
import { graphOptions, systemLogic } from '../checker/system/logic.ts';
import { enabledSteps, initialState, stateKey } from '../checker/system/semantics.ts';
import type { System } from '../checker/system/types.ts';
import type { SystemState } from '../checker/system/view.ts';
import type { Run } from './outcome.ts';

/** Breadth-first search, as short as it can be written. */
export function naive(system: System): Run {
  return timed(() => {
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
    return { states: seen.size, transitions };
  });
}

interface GraphNode {
  readonly state: unknown;
  readonly transitions: Readonly<Record<string, { readonly state: unknown }>>;
}

/** `getAdjacencyMap` of `@xstate/graph`. It lists steps that do not exist as loops; those are not counted. */
export function xstateGraph(system: System): Run {
  const { nodes, ...run } = timed(() => {
    const map: object = getAdjacencyMap(systemLogic(system), graphOptions(system));
    return { nodes: Object.values(map) as GraphNode[] };
  });
  let transitions = 0;
  for (const { state, transitions: edges } of nodes)
    transitions += Object.values(edges).filter((edge) => edge.state !== state).length;
  return { states: nodes.length, transitions, ...run };
}

function timed<T>(work: () => T): T & Pick<Run, 'seconds' | 'processor'> {
  const started = performance.now();
  const before = process.cpuUsage();
  const done = work();
  const { user, system } = process.cpuUsage(before);
  return { ...done, seconds: (performance.now() - started) / 1000, processor: (user + system) / 1e6 };
}
