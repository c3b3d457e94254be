import { beforeAll, describe, expect, it } from 'vitest';
import { check, defineScenario, defineSystem } from '../../checker/index.ts';
import { execute } from '../../explorer/server/run.ts';
import { graphOf } from '../../explorer/server/space/draw.ts';
import { Space } from '../../explorer/server/space/space.ts';
import { initialState, stateKey, take } from '../../checker/system/semantics.ts';
import type { SystemState } from '../../checker/system/view.ts';
import type { Built } from '../../explorer/server/subjects.ts';
import { build, counter, houseSubject, os8627, pathOf } from './systems.ts';

const never = new AbortController().signal;
const explore = (built: Built, maxStates?: number): Promise<Space> =>
  Space.explore(built, () => undefined, never, maxStates);

/** Distances by key of the state, straight from XState. */
function distancesOf({ system }: Built): Map<string, number> {
  const first = initialState(system);
  const distances = new Map([[stateKey(system, first), 0]]);
  const queue: SystemState[] = [first];
  for (const state of queue) {
    const distance = distances.get(stateKey(system, state))!;
    for (const step of system.steps) {
      const after = take(system, state, step)?.after;
      if (after === undefined || distances.has(stateKey(system, after))) continue;
      distances.set(stateKey(system, after), distance + 1);
      queue.push(after);
    }
  }
  return distances;
}

describe('the states of a system', () => {
  const house = build(houseSubject);
  let space: Space;
  beforeAll(async () => {
    space = await explore(house);
  });

  it('are those of a search that asks XState for every step', () => {
    const distances = distancesOf(house);
    expect(space.states).toBe(distances.size);
    for (let state = 0; state < space.states; state++) {
      const path = space.pathTo(state);
      const end = execute(house, path).states.at(-1)!;
      expect(path).toHaveLength(distances.get(stateKey(house.system, end))!);
      expect(space.statesAlong(path).at(-1)).toBe(state);
    }
  });

  it('are as many as a check finds', async () => {
    const built = build(os8627);
    const { exploration } = await check(built.system, built.properties);
    const { summary } = await explore(built);
    expect(summary).toEqual({
      states: exploration.states,
      transitions: exploration.transitions,
      depth: exploration.depth,
      complete: true,
    });
  });

  it('have no path that does not exist (RH522), and no number beyond the last (RH526)', () => {
    expect(() => space.statesAlong(pathOf(house, ['host: close']))).toThrow('RH522');
    expect(() => space.statesAlong([1000])).toThrow('RH522');
    expect(() => space.pathTo(space.states)).toThrow('RH526');
  });

  it('beyond a bound are said to be unknown', async () => {
    const few = await explore(house, 4);
    expect(few.summary).toMatchObject({ states: 4, complete: false, bound: 'max-states' });
    const far = pathOf(house, ['guest: knock', 'guest: knock', 'host: open', 'guest: enter']);
    expect(few.statesAlong(far).at(-1)).toBe(-1);
    expect(few.search('guest in inside', 10)).toMatchObject({ total: 0, searched: 4, complete: false });
  });
});

describe('the drawing', () => {
  it('has every state, every step and every end', async () => {
    const built = build(os8627);
    const space = await explore(built);
    const graph = graphOf(space);
    expect(graph.drawn).toBe(251);
    expect(graph.edges).toHaveLength(3 * graph.transitions);
    for (let i = 0; i < graph.edges.length; i += 3) {
      const [from, to, step] = graph.edges.slice(i, i + 3) as [number, number, number];
      expect(graph.distance[to]).toBeLessThanOrEqual(graph.distance[from]! + 1);
      expect(space.statesAlong([...space.pathTo(from), step]).at(-1)).toBe(to);
    }
    const stuck = new Set(graph.distance.keys());
    for (let i = 0; i < graph.edges.length; i += 3) stuck.delete(graph.edges[i]!);
    expect([...graph.ends, ...graph.deadlocks].sort((a, b) => a - b)).toEqual([...stuck]);
    expect(graph.deadlocks).toEqual([]);
  });

  it('puts no two states of a distance on the same place', async () => {
    const { x, distance } = graphOf(await explore(build(os8627)));
    expect(new Set(x.map((column, state) => `${column} ${distance[state]!}`)).size).toBe(x.length);
  });

  it('tells deadlocks from ends', async () => {
    const space = await explore(build(houseSubject));
    const { deadlocks, ends } = graphOf(space);
    expect(ends).toEqual([]);
    const { found } = space.search('deadlock', 1000);
    expect(deadlocks).toEqual(found.map(({ state }) => state));
    expect(deadlocks.length).toBeGreaterThan(0);
  });

  it('is of the nearest states where there are too many', async () => {
    const space = await explore(build(os8627));
    const graph = graphOf(space, 20);
    expect(graph).toMatchObject({ drawn: 20, states: 251 });
    expect(graph.x).toHaveLength(20);
    expect(graph.allEdges).toBe(true);
    const few = graphOf(space, 251, 10);
    expect([few.edges.length, few.allEdges]).toEqual([30, false]);
    expect(Math.max(...graph.edges.filter((_, i) => i % 3 < 2))).toBeLessThan(20);
  });

  it('does not end where the ways are deep', async () => {
    const scenario = defineScenario({
      name: 'deep',
      title: '',
      about: '',
      sources: [],
      options: {},
      variants: {},
      system: () =>
        defineSystem({ actors: { c: counter(12_000) }, steps: { up: () => ({ c: { type: 'up' } }) } }),
      properties: () => [],
    });
    const { depth, drawn } = graphOf(await explore(build({ scenario })));
    expect([depth, drawn]).toEqual([11_999, 12_000]);
  });
});
