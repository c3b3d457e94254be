import type { Relation } from '../relation/relation.ts';
import { Expander } from './expand.ts';
import { Frontier } from './frontier.ts';
import type { Found } from './found.ts';

/** States expanded together. */
const BATCH = 128;

/**
 * Finds the states of a search once more, in the same order, down to a depth, and calls back with those at that depth: for
 * stores that cannot tell what they hold. Takes a bit per place in the table. Throws RangeError where there is no memory.
 */
export function statesAt(
  relation: Relation,
  visited: Found,
  depth: number,
  visit: (states: Uint32Array, state: number) => void,
): void {
  const { layout, places } = visited;
  const nothing = (): void => undefined;
  const watcher = { visit: nothing, step: nothing, stuck: nothing, audit: nothing, watched: [] };
  const expander = new Expander(relation, watcher, BATCH, 0);
  const frontier = new Frontier(layout);
  const seen = new Uint8Array(Math.ceil(places / 8));
  const add = (states: Uint32Array, state: number): void => {
    const place = visited.find(states, state);
    // A search that was stopped has not found all successors.
    if (place < 0 || (seen[place >>> 3]! & (1 << (place & 7))) !== 0) return;
    seen[place >>> 3]! |= 1 << (place & 7);
    frontier.pushOne(states, state);
  };
  add(relation.first(), 0);
  for (let at = 0; at < depth; at++) {
    for (let left = frontier.count; left > 0;) {
      const { states, first, end } = frontier.peek(Math.min(BATCH, left));
      expander.expand(states, first, end);
      frontier.drop(end - first);
      left -= end - first;
      for (let i = 0; i < expander.found; i++) add(expander.successors, i);
    }
  }
  frontier.each((states, first, end) => {
    for (let state = first; state < end; state++) visit(states, state);
  });
}
