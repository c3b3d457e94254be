/** The other reference: `@xstate/graph` on the system as XState logic. */
import { adjacencyMapToArray, getAdjacencyMap, getShortestPaths } from '@xstate/graph';
import { graphOptions, systemLogic } from '../../checker/index.ts';
import type { Machines, System, SystemSnapshot } from '../../checker/index.ts';
import { edgeText, naiveKey } from './naive.ts';

export interface GraphResult {
  /** Distance by key of the state, as the naive oracle makes it. */
  readonly distances: ReadonlyMap<string, number>;
  /** As `edgeText` has them. */
  readonly edges: readonly string[];
}

/** Explores a system with `@xstate/graph`. */
export function graph(system: System): GraphResult {
  const logic = systemLogic(system);
  const options = graphOptions(system);
  const keyOf = (snapshot: SystemSnapshot<Machines>): string => naiveKey(system, snapshot.actors);
  const edges = adjacencyMapToArray(getAdjacencyMap(logic, options))
    // To `@xstate/graph` an event that is not taken leads back to the same state.
    .filter(({ state, event }) => state.can(event.type))
    .map(({ state, event, nextState }) =>
      edgeText({ from: keyOf(state), step: event.type, to: keyOf(nextState) }),
    );
  const paths = getShortestPaths(logic, options).map(({ state, weight }) => [keyOf(state), weight] as const);
  return { edges, distances: new Map(paths) };
}
