import { makeStepNumbers } from '../liveness/graph.ts';
import type { StateGraph } from '../liveness/graph.ts';
import type { Relation } from '../relation/relation.ts';
import type { Slices } from '../slices.ts';
import { Expander } from './expand.ts';
import type { Found } from './found.ts';

/** States expanded together. */
const BATCH = 128;
/** States between two looks at the clock. */
const SLICE = BATCH << 10;

/** All states of a search that came to its end, numbered in breadth-first order, the first state as 0. */
export interface Numbering {
  readonly words: Uint32Array;
  /** From each state, the state it was found from. The first state is its own. */
  readonly parents: Uint32Array;
  /** Per place in the table, 1 + the number of the state there. */
  readonly numbers: Uint32Array;
  /** The steps between them, if asked for. */
  readonly graph: StateGraph | undefined;
}

/** Bytes that numbers take while they are given. */
export function numberingBytes({ count, layout, places }: Found): number {
  return 4 * places + 4 * count * (layout.words + 1);
}

/**
 * Numbers all states by exploring them once more. Calls `visit` with each in the relation's hand. `transitions`: how many
 * there are, if the graph is wanted too.
 */
export function* numberStates(
  relation: Relation,
  visited: Found,
  transitions: number | undefined,
  visit: (state: number) => void,
): Slices<Numbering> {
  const { count, layout } = visited;
  const width = layout.words;
  const words = new Uint32Array(count * width);
  const parents = new Uint32Array(count);
  /** Per place in the table, 1 + the number of the state there. */
  const numbers = new Uint32Array(visited.places);
  const nothing = (): void => undefined;
  const watcher = { visit, step: nothing, stuck: nothing, audit: nothing, watched: [] };
  const expander = new Expander(relation, watcher, BATCH, 0);
  const stepOf = expander.noteSteps();
  const offsets = new Uint32Array(transitions === undefined ? 0 : count + 1);
  const targets = new Uint32Array(transitions ?? 0);
  const steps = makeStepNumbers(transitions ?? 0, relation.system.steps.length);
  words.set(relation.first());
  numbers[visited.find(words, 0)] = 1;
  let found = 1;
  let edges = 0;
  let looked = 0;
  for (let first = 0, end = 0; first < found; first = end) {
    if (end - looked >= SLICE) {
      looked = end;
      yield undefined;
    }
    end = Math.min(found, first + BATCH);
    expander.expand(words, first, end);
    for (let i = 0; i < expander.found; i++) {
      const place = visited.find(expander.successors, i);
      // A search that was stopped has not found all successors.
      if (place < 0) continue;
      if (numbers[place] === 0) {
        words.set(expander.successors.subarray(i * width, (i + 1) * width), found * width);
        parents[found] = expander.from[i]!;
        numbers[place] = ++found;
      }
      if (transitions === undefined) continue;
      offsets[expander.from[i]! + 1]!++;
      targets[edges] = numbers[place]! - 1;
      steps[edges++] = stepOf[i]!;
    }
  }
  if (transitions === undefined) return { words, parents, numbers, graph: undefined };
  for (let state = 0; state < count; state++) offsets[state + 1]! += offsets[state]!;
  return { words, parents, numbers, graph: { states: count, offsets, targets, steps, parents } };
}
