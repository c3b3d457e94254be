import { viewOf } from '../../../checker/system/view.ts';
import type { SpaceGraph } from '../../shared/api.ts';
import type { Space } from './space.ts';

/** States that are drawn at most; beyond, those nearest to the first one. */
export const MAX_DRAWN = 30_000;
/** Steps that are drawn at most: those of the nearest states. */
const MAX_EDGES = 150_000;

/**
 * The graph as it is drawn: a row per distance from the first state, and every state in the middle of the states that
 * were found from it, so that the shortest ways make a tree without crossings.
 */
export function graphOf(space: Space, limit = MAX_DRAWN, maxEdges = MAX_EDGES): SpaceGraph {
  const drawn = Math.min(space.states, limit);
  const edges: number[] = [];
  let allEdges = true;
  const ends: number[] = [];
  const deadlocks: number[] = [];
  const { system } = space.built;
  for (let state = 0; state < drawn; state++) {
    const steps = space.forEachStep(state, (step, next) => {
      if (next < 0 || next >= drawn) return;
      if (edges.length < 3 * maxEdges) edges.push(state, next, step);
      else allEdges = false;
    });
    if (steps > 0) continue;
    const isEnd = system.ends(viewOf(system, space.relation.snapshots(space.localsOf(state))));
    (isEnd ? ends : deadlocks).push(state);
  }
  return {
    ...space.summary,
    drawn,
    x: columns(space, drawn),
    distance: [...space.distance.subarray(0, drawn)],
    edges,
    allEdges,
    ends,
    deadlocks,
  };
}

/** Leaves of the tree of shortest ways stand side by side, everybody else in the middle of its children. */
function columns(space: Space, drawn: number): number[] {
  const children: number[][] = Array.from({ length: drawn }, () => []);
  for (let state = 1; state < drawn; state++) children[space.parentOf(state)]!.push(state);
  const x = new Array<number>(drawn).fill(0);
  let leaves = 0;
  // By hand, because the tree may be deeper than the stack.
  const stack = [0];
  const opened = new Uint8Array(drawn);
  while (stack.length > 0) {
    const state = stack.at(-1)!;
    const own = children[state]!;
    if (opened[state] === 0 && own.length > 0) {
      opened[state] = 1;
      for (const child of [...own].reverse()) stack.push(child);
      continue;
    }
    stack.pop();
    x[state] = own.length === 0 ? leaves++ : (x[own[0]!]! + x[own.at(-1)!]!) / 2;
  }
  return x;
}
