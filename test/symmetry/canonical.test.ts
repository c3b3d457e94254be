import { describe, expect, test } from 'vitest';
import { assign, setup } from 'xstate';
import { Ancestry } from '../../checker/explore/ancestry.ts';
import { BreadthFirst } from '../../checker/explore/search.ts';
import { Visited } from '../../checker/explore/visited.ts';
import { Frontier } from '../../checker/explore/frontier.ts';
import { check, defineSystem, never, numbered, family } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';
import { Monitor } from '../../checker/property/monitor.ts';
import { noDeadlock } from '../../checker/property/properties.ts';
import { Relation } from '../../checker/relation/relation.ts';
import { Symmetry } from '../../checker/symmetry/symmetry.ts';

const idle = setup({ types: { events: {} as { type: 'stir' } } }).createMachine({
  id: 'idle',
  initial: 'on',
  states: { on: { on: { stir: 'on' } } },
});

/** Who waits for whom: a map of names to names. */
const waits = setup({
  types: {
    context: {} as { for: Readonly<Record<string, string>> },
    events: {} as { type: 'wait'; who: string; whom: string },
  },
  guards: { free: ({ context, event }) => context.for[event.who] === undefined },
}).createMachine({
  id: 'waits',
  context: { for: {} },
  initial: 'on',
  states: { on: {} },
  on: {
    wait: {
      guard: 'free',
      actions: assign({ for: ({ context, event }) => ({ ...context.for, [event.who]: event.whom }) }),
    },
  },
});

/** Every thread waits for some other, once: (n−1+1)^n maps, as many as there are partial functions without fixed points. */
function waiters(count: number): System {
  const names = numbered('thread', count);
  return defineSystem({
    actors: { ...family(names, () => idle), waits },
    steps: (step) =>
      names.flatMap((who) =>
        names.flatMap((whom) =>
          who === whom
            ? []
            : [step(`${who} waits for ${whom}`, () => ({ waits: { type: 'wait', who, whom } as const }))],
        ),
      ),
    ends: () => true,
    symmetry: [{ blocks: names }],
  }) as unknown as System;
}

/** Functional digraphs without loops, partial ones included, up to isomorphism. */
describe('blocks that a map of names to names ties together', () => {
  test.each([
    [2, 4],
    [3, 27],
    [4, 256],
  ])('%i threads that wait for each other: all %i maps are counted', async (threads, maps) => {
    const { exploration } = await check(waiters(threads));
    expect(exploration.symmetry!.states).toBe(maps);
    const plain = await check(waiters(threads), [], { symmetry: 'off' });
    expect(plain.exploration.states).toBe(maps);
    expect(exploration.depth).toBe(plain.exploration.depth);
  });

  test('states are canonical: the same for all images, and different for others', () => {
    const system = waiters(4);
    const relation = new Relation(system);
    const symmetry = new Symmetry(relation);
    const states = allStates(relation);
    const kept = new Map<string, number[][]>();
    for (const locals of states) {
      const canonical = symmetry.canonical(locals);
      expect(symmetry.canonical(canonical)).toEqual(canonical);
      kept.set(canonical.join(), [...(kept.get(canonical.join()) ?? []), locals]);
    }
    // Partial functions on four points without fixed points, up to a permutation of the points.
    expect(kept.size).toBe(orbitsOfMaps(4));
  });
});

test('a way back is real also where all kept states must be looked through', () => {
  const system = waiters(3);
  const relation = new Relation(system);
  const symmetry = new Symmetry(relation);
  const unlimited = { maxStates: Infinity, maxBytes: Infinity, maxDepth: Infinity, audit: 0 };
  const search = new BreadthFirst(
    relation,
    new Monitor(relation, [noDeadlock], symmetry.orbits),
    unlimited,
    symmetry,
  );
  while (!search.run(1000));
  const visited = new Visited(relation.layout, unlimited);
  const frontier = new Frontier(relation.layout);
  const depths = new Map<string, number>();
  for (const [locals, depth] of withDepths(relation)) {
    const kept = symmetry.canonical(locals);
    if (depths.has(kept.join())) continue;
    depths.set(kept.join(), depth);
    visited.add(relation.pack(kept), 1, depth, frontier);
  }
  expect(visited.count).toBe(search.progress.states);
  for (const maxWays of [0, 100_000]) {
    const ancestry = new Ancestry(relation, visited, maxWays, symmetry);
    for (const [locals, depth] of withDepths(relation)) {
      const path = ancestry.path(locals, depth);
      expect([path.length, path[0], path.at(-1)]).toEqual([depth + 1, locals.map(() => 0), locals]);
    }
  }
});

test('a finding on an image is traced to that image', async () => {
  const { properties } = await check(waiters(4), [
    never('a ring', (s) => {
      const whom = (s.waits!.context as { for: Record<string, string> }).for;
      return whom.thread3 === 'thread1' && whom.thread1 === 'thread2' && whom.thread2 === 'thread3';
    }),
  ]);
  const { steps } = properties[0]!.trace!;
  expect(steps.map(({ step }) => step).sort()).toEqual([
    'thread1 waits for thread2',
    'thread2 waits for thread3',
    'thread3 waits for thread1',
  ]);
});

function withDepths(relation: Relation): [number[], number][] {
  const found: [number[], number][] = [[relation.unpack(relation.first(), 0), 0]];
  const seen = new Set([found[0]![0].join()]);
  for (const [locals, depth] of found) {
    for (let step = 0; step < relation.system.steps.length; step++) {
      relation.hold(locals);
      const next = relation.successor(step);
      if (next === null || seen.has(next.join())) continue;
      seen.add(next.join());
      found.push([next, depth + 1]);
    }
  }
  return found;
}

function allStates(relation: Relation): number[][] {
  return withDepths(relation).map(([locals]) => locals);
}

/** Counted by Burnside's lemma: the mean number of maps that a permutation leaves as they are. */
function orbitsOfMaps(n: number): number {
  const points = Array.from({ length: n }, (_, i) => i);
  const permutations = (list: readonly number[]): number[][] =>
    list.length === 0
      ? [[]]
      : list.flatMap((one) =>
          permutations(list.filter((other) => other !== one)).map((rest) => [one, ...rest]),
        );
  const maps = points.reduce<number[][]>(
    (all, point) =>
      all.flatMap((map) => [-1, ...points].filter((to) => to !== point).map((to) => [...map, to])),
    [[]],
  );
  const all = permutations(points);
  const fixed = all.map(
    (g) => maps.filter((map) => points.every((i) => map[g[i]!] === (map[i]! < 0 ? -1 : g[map[i]!]))).length,
  );
  return fixed.reduce((sum, one) => sum + one, 0) / all.length;
}
