/**
 * The whole state graph of an exploration that ended: every step of every state, self-loops and parallel edges too,
 * as fairness looks at them.
 */
export interface StateGraph {
  readonly states: number;
  /** Edges of state s are `offsets[s]` up to `offsets[s + 1]`. */
  readonly offsets: Uint32Array;
  /** Where an edge leads. */
  readonly targets: Uint32Array;
  /** The step of an edge, by position in the system. */
  readonly steps: StepNumbers;
  /** From each state, the state it was found from: a shortest way back to state 0. */
  readonly parents: Uint32Array;
}

/** Bytes that it holds, besides what the search held already. */
export function bytesOf({ offsets, targets, steps }: StateGraph): number {
  return offsets.byteLength + targets.byteLength + steps.byteLength;
}

/** Steps by number. */
export type StepNumbers = Uint16Array | Uint32Array;

/** Room for numbers of that many steps. */
export function makeStepNumbers(length: number, steps: number): StepNumbers {
  return steps <= 0x1_0000 ? new Uint16Array(length) : new Uint32Array(length);
}

/** A graph as the component search sees it. */
export interface Digraph {
  readonly size: number;
  /** Places to look for successors of a node: 0 up to this. */
  degree: (node: number) => number;
  /** The successor at a place, or −1 for none. */
  target: (node: number, place: number) => number;
}

/** The bare state graph. */
export function asDigraph(graph: StateGraph): Digraph {
  const { offsets, targets } = graph;
  return {
    size: graph.states,
    degree: (node) => offsets[node + 1]! - offsets[node]!,
    target: (node, place) => targets[offsets[node]! + place]!,
  };
}
