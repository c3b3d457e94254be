import { describe, expect, test } from 'vitest';
import { always, check, eventually, noDeadlock, reachable } from '../../checker/index.ts';
import type { CheckResult, Machines, View } from '../../checker/index.ts';
import { Ancestry } from '../../checker/explore/ancestry.ts';
import { Frontier } from '../../checker/explore/frontier.ts';
import { hashKeys } from '../../checker/explore/hashKeys.ts';
import { Visited } from '../../checker/explore/visited.ts';
import { makeLayout } from '../../checker/relation/layout.ts';
import { Relation } from '../../checker/relation/relation.ts';
import { grid } from '../systems/grid.ts';

const at = (state: View<Machines>, name: string): number => (state[name]!.context as { n: number }).n;
const seeds = Array.from({ length: 6 }, (_, i) => `seed ${i}`);

/** 4,096 states, 45 steps deep, in several words. */
const system = grid(2, 16, { idle: 40 });
const run = (hashBits: number, hashSeed: string): Promise<CheckResult> =>
  check(
    system,
    [
      always('fine', (state) => at(state, 'c0') >= 0),
      always('low', (state) => at(state, 'c0') + at(state, 'c1') < 8),
      reachable('far', (state) => at(state, 'c0') + at(state, 'c1') + at(state, 'c2') === 45),
      reachable('nowhere', (state) => at(state, 'c0') > 16),
      eventually('never judged', () => true),
      noDeadlock,
    ],
    { storage: 'hash', hashBits, hashSeed },
  );

describe('hashes in place of states', () => {
  test.each(seeds)('wide ones find all states, and still prove nothing (%s)', async (seed) => {
    const { properties, exploration } = await run(60, seed);
    expect(exploration).toMatchObject({ states: 4096, depth: 45, complete: false, bound: 'hash-storage' });
    expect(exploration.omission!.states).toBeLessThan(1e-10);
    expect(Object.fromEntries(properties.map(({ name, verdict }) => [name, verdict]))).toEqual({
      fine: 'incomplete',
      low: 'violated',
      far: 'holds',
      nowhere: 'incomplete',
      'never judged': 'incomplete',
      'no deadlock': 'incomplete',
    });
    const lengths = properties.map(({ trace }) => trace?.steps.length);
    expect(lengths).toEqual([undefined, 8, 45, undefined, undefined, undefined]);
  });

  test.each([8, 9, 10, 11, 12])(
    'of %i bits take states for others: nothing holds, and traces are real',
    async (bits) => {
      for (const seed of seeds) {
        const { properties, exploration } = await run(bits, seed);
        expect(exploration.states).toBeLessThan(4096);
        expect(exploration.states).toBeLessThanOrEqual(2 ** bits);
        expect(exploration).toMatchObject({ complete: false, bound: 'hash-storage' });
        expect(exploration.omission!.states).toBeGreaterThan(0.9);
        for (const { name, verdict, trace } of properties) {
          // A witness is replayed through XState, so `reachable` may say that it holds.
          expect(verdict === 'holds').toBe(trace !== undefined && name === 'far');
          if (name === 'low') expect([verdict, trace!.steps.length >= 8]).toEqual(['violated', true]);
        }
      }
    },
  );

  test('omit something no more often than they say', async () => {
    // 256 states: with 17 bits, two of them have the same hash in one of four runs at most.
    const small = grid(1, 16);
    let omitted = 0;
    let told = 0;
    for (let i = 0; i < 120; i++) {
      const { exploration } = await check(small, [], { storage: 'hash', hashBits: 17, hashSeed: `run ${i}` });
      if (exploration.states < 256) omitted++;
      told = Math.max(told, exploration.omission!.states);
    }
    expect(told).toBeGreaterThan(0.24);
    expect(told).toBeLessThan(0.26);
    expect(omitted).toBeGreaterThan(10);
    // Three standard deviations above what is told.
    expect(omitted / 120).toBeLessThan(told + 3 * Math.sqrt((told * (1 - told)) / 120));
  });

  test('do not depend on the layout', () => {
    const states = Array.from({ length: 50 }, (_, i) => [i, 3 * i, i % 7]);
    const hashes = [
      [6, 8, 3],
      [9, 12, 5],
      [14, 14, 14],
    ].map((bits) => {
      const layout = makeLayout(bits, true);
      const keys = hashKeys(layout, { bits: 50, seed: 'x' });
      return states.map((locals) => {
        const [low, high] = [new Int32Array(1), new Int32Array(1)];
        keys.encode(Relation.packed(locals, layout), 0, 1, low, high);
        return `${low[0]} ${high[0]}`;
      });
    });
    expect(hashes[1]).toEqual(hashes[0]);
    expect(hashes[2]).toEqual(hashes[0]);
    expect(new Set(hashes[0]).size).toBe(50);
  });

  test('cannot have any number of bits', async () => {
    for (const bits of [7, 64, 8.5]) await expect(run(bits, 'x')).rejects.toThrow(/RH540/);
  });
});

test('the way back finds states anew where steps have too many ways to be undone', () => {
  const relation = new Relation(grid(2, 9));
  const visited = new Visited(relation.layout, {
    maxStates: Infinity,
    maxBytes: Infinity,
    hash: { bits: 50, seed: 'x' },
  });
  let frontier = new Frontier(relation.layout);
  visited.add(relation.first(), 1, 0, frontier);
  let last: number[] = [];
  for (let depth = 0; frontier.count > 0; depth++) {
    const next = new Frontier(relation.layout);
    frontier.each((states, first, end) => {
      for (let state = first; state < end; state++) {
        last = relation.unpack(states, state * relation.layout.words);
        relation.system.steps.forEach((_, step) => {
          relation.hold(last);
          visited.add(relation.pack(relation.successor(step)!), 1, depth + 1, next);
        });
      }
    });
    frontier = next;
  }
  expect(visited.count).toBe(729);
  const path = new Ancestry(relation, visited, 0).path(last, 24);
  expect(path).toEqual(new Ancestry(relation, visited).path(last, 24));
  expect(path).toHaveLength(25);
});
