import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign, setup } from 'xstate';
import { Ancestry } from '../../checker/explore/ancestry.ts';
import { Frontier } from '../../checker/explore/frontier.ts';
import { Visited } from '../../checker/explore/visited.ts';
import { always, check, defineSystem } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';
import { Relation } from '../../checker/relation/relation.ts';
import { naive } from '../oracle/naive.ts';
import { buildSystem, systemSpec } from '../oracle/random.ts';
import { patience, settings } from '../oracle/settings.ts';

/** A counter that goes up, and from wherever one is back to where one likes. */
const counter = setup({
  types: { context: {} as { n: number }, events: {} as { type: 'up' } | { type: 'to'; n: number } },
  guards: { more: ({ context }) => context.n < 999 },
}).createMachine({
  context: { n: 0 },
  initial: 'on',
  states: { on: {} },
  on: {
    up: { guard: 'more', actions: assign({ n: ({ context }) => context.n + 1 }) },
    to: { actions: assign({ n: ({ event }) => event.n }) },
  },
});

const idle = setup({}).createMachine({ initial: 'on', states: { on: {} } });

test('the way back is the shortest one where depths are known modulo a small number only, and far steps lead back', async () => {
  const jumps = Array.from({ length: 40 }, (_, i) => 20 * i);
  // Those who do nothing make the keys longer, so that few bits are left for depths. What comes first is tried first.
  const system = defineSystem({
    actors: { c: counter, i: idle, j: idle, k: idle, l: idle },
    steps: (step) => [
      ...jumps.map((n) =>
        step(`back to ${n}`, (s) => s.c.context.n > n && { c: { type: 'to' as const, n } }),
      ),
      step('up', () => ({ c: { type: 'up' } })),
    ],
  });
  const { layout } = new Relation(system as unknown as System);
  expect(new Visited(layout, { maxStates: 1000, maxBytes: 1e9 }).depths).toBeLessThan(500);
  const { properties } = await check(system, [always('low', (s) => s.c.context.n < 990)]);
  expect(properties[0]!.trace!.steps.map(({ step }) => step)).toEqual(new Array(990).fill('up'));
});

/** Ways back from every state, found forwards without any search; undone, or by looking through all states. */
function expectWaysBack(system: System, distances: ReadonlyMap<string, number>, maxWays: number): void {
  const relation = new Relation(system);
  const unlimited = { maxStates: Infinity, maxBytes: Infinity };
  let states: number[][] = [relation.unpack(relation.first(), 0)];
  const known = new Map<string, { readonly locals: number[]; readonly depth: number }>();
  for (let depth = 0; states.length > 0; depth++) {
    const fresh = states.filter((locals) => {
      if (known.has(locals.join())) return false;
      known.set(locals.join(), { locals, depth });
      return true;
    });
    states = fresh.flatMap((locals) =>
      system.steps.flatMap((_, step) => {
        relation.hold(locals);
        return [relation.successor(step)].filter((next) => next !== null);
      }),
    );
  }
  const visited = new Visited(relation.layout, unlimited);
  const frontier = new Frontier(relation.layout);
  for (const { locals, depth } of known.values()) visited.add(relation.pack(locals), 1, depth, frontier);
  const ancestry = new Ancestry(relation, visited, maxWays);
  expect(known.size).toBe(distances.size);
  for (const { locals, depth } of known.values()) {
    const path = ancestry.path(locals, depth);
    expect(path.length).toBe(depth + 1);
    expect([path[0], path.at(-1)]).toEqual([known.values().next().value!.locals, locals]);
    for (const [i, before] of path.slice(0, -1).entries()) {
      const leads = system.steps.some((_, step) => {
        relation.hold(before);
        return relation.successor(step)?.join() === path[i + 1]!.join();
      });
      expect(leads).toBe(true);
    }
  }
}

test(
  'random systems: from every state there is a way back to the first, of as many steps as it is away',
  () => {
    fc.assert(
      fc.property(systemSpec, fc.constantFrom(0, 3, 100_000), (spec, maxWays) => {
        const { system } = buildSystem(spec);
        const reference = naive(system, { limit: 100 });
        fc.pre(reference !== undefined);
        const distances = [...reference.states].map(([key, { distance }]) => [key, distance] as const);
        expectWaysBack(system, new Map(distances), maxWays);
      }),
      settings(20),
    );
  },
  patience,
);
