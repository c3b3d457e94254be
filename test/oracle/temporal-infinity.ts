/**
 * A third opinion for tiny graphs, by definition alone: every set of edges that a run could take again and again is
 * tried. Such a set is any set that is strongly connected; what it visits and takes settles which promises are kept.
 * No automaton, no components, no fixpoint of fairness.
 */
import { enabledIn, keeps } from './temporal-graph.ts';
import type { Graph } from './temporal-graph.ts';

interface Link {
  readonly from: number;
  /** Null: the run stays where it is. */
  readonly step: string | null;
  readonly to: number;
}

/** More links than this would be too many sets. */
export const MOST_LINKS = 13;

/** What runs do for ever: the sets of states that some fair run inside `where` visits again and again. */
export function fairEndings(graph: Graph, where: (state: number) => boolean): Set<number>[] {
  const links = linksOf(graph).filter(({ from, to }) => where(from) && where(to));
  const enabled = enabledIn(graph);
  const endings: Set<number>[] = [];
  for (let chosen = 1; chosen < 2 ** links.length; chosen++) {
    const used = links.filter((_, i) => (chosen & (1 << i)) !== 0);
    const visited = new Set(used.map(({ from }) => from));
    if (!isStronglyConnected(used, visited)) continue;
    const taken = new Set(used.flatMap(({ step }) => step ?? []));
    const possible = [...visited].map((state) => enabled[state]!);
    if (graph.promises.every((promise) => keeps(promise, possible, taken))) endings.push(visited);
  }
  return endings;
}

/** Edges and stuttering. */
export function linksOf(graph: Graph): Link[] {
  return graph.out.flatMap((edges, from) => [
    ...edges.map((edge) => ({ from, ...edge })),
    { from, step: null, to: from },
  ]);
}

/** States that a run can get to, through states that will do. */
function through(graph: Graph, starts: readonly number[], where: (state: number) => boolean): Set<number> {
  const seen = new Set(starts.filter(where));
  for (const state of seen) for (const { to } of graph.out[state]!) if (where(to)) seen.add(to);
  return seen;
}

function isStronglyConnected(links: readonly Link[], states: ReadonlySet<number>): boolean {
  return [...states].every((start) => {
    const seen = new Set<number>();
    const work = [start];
    for (const state of work) {
      for (const { from, to } of links) {
        if (from !== state || seen.has(to)) continue;
        seen.add(to);
        work.push(to);
      }
    }
    // Every state of the set, by some link also the start again, and nothing else.
    return seen.size === states.size && [...seen].every((state) => states.has(state));
  });
}

/** A run that comes back to where it was; from its end it goes on at `loop`. */
export interface ShortLasso {
  readonly states: readonly number[];
  readonly loop: number;
}

/** All fair runs that visit at most so many states, one after the other, and then close a loop. */
export function* fairLassos(graph: Graph, most: number): Generator<ShortLasso> {
  const enabled = enabledIn(graph);
  const states = [0];
  const taken: (string | null)[] = [];
  function* extend(): Generator<ShortLasso> {
    const last = states.at(-1)!;
    for (const { step, to } of [...graph.out[last]!, { step: null, to: last }]) {
      taken.push(step);
      for (let loop = states.indexOf(to); loop >= 0; loop = states.indexOf(to, loop + 1)) {
        const around = states.slice(loop).map((state) => enabled[state]!);
        const steps = new Set(taken.slice(loop).flatMap((name) => name ?? []));
        if (graph.promises.every((promise) => keeps(promise, around, steps)))
          yield { states: [...states], loop };
      }
      if (states.length < most) {
        states.push(to);
        yield* extend();
        states.pop();
      }
      taken.pop();
    }
  }
  yield* extend();
}

/** Whether F P, G F P, F G P and G (P -> F Q) hold, with `p` and `q` by state. */
export const decideByEndings = {
  eventually: (graph: Graph, p: readonly boolean[]): boolean => {
    const without = through(graph, [0], (state) => !p[state]);
    return fairEndings(graph, (state) => without.has(state)).length === 0;
  },
  alwaysEventually: (graph: Graph, p: readonly boolean[]): boolean =>
    fairEndings(graph, (state) => !p[state]).length === 0,
  eventuallyAlways: (graph: Graph, p: readonly boolean[]): boolean =>
    fairEndings(graph, () => true).every((ending) => [...ending].every((state) => p[state])),
  leadsTo: (graph: Graph, p: readonly boolean[], q: readonly boolean[]): boolean => {
    const triggers = graph.out.flatMap((_, state) => (p[state] ? [state] : []));
    const waiting = through(graph, triggers, (state) => !q[state]);
    return fairEndings(graph, (state) => waiting.has(state)).length === 0;
  },
};
