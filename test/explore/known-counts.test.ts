import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { graph } from '../oracle/graph.ts';
import { naive } from '../oracle/naive.ts';
import { grid } from '../systems/grid.ts';
import { philosophers } from '../systems/philosophers.ts';
import type { System } from '../../checker/system/types.ts';

describe('dining philosophers', () => {
  test.each([3, 5, 7, 9])('%i of them: 3^N - 1 states and a deadlock at distance N', async (count) => {
    const { exploration, properties } = await check(philosophers(count));
    expect(exploration.complete).toBe(true);
    expect(exploration.states).toBe(3 ** count - 1);
    const [deadlock] = properties;
    expect(deadlock?.verdict).toBe('violated');
    expect(deadlock?.trace?.steps).toHaveLength(count);
    for (let i = 0; i < count; i++) expect(deadlock?.trace?.final[`phil${i}`]?.value).toBe('hasLeft');
  });

  test.each([3, 5])(
    '%i of them: a naive search and @xstate/graph count the same, one state has no step',
    (count) => {
      const system = philosophers(count) as unknown as System;
      const reference = naive(system)!;
      expect(reference.states.size).toBe(3 ** count - 1);
      expect(reference.deadlocks.map(({ distance }) => distance)).toEqual([count]);
      expect(graph(system).distances.size).toBe(3 ** count - 1);
    },
  );
});

describe('grid of N + 1 counters modulo K', () => {
  test.each([
    { n: 1, modulus: 7, idle: 0 },
    { n: 3, modulus: 6, idle: 0 },
    { n: 4, modulus: 5, idle: 20 },
    { n: 5, modulus: 4, idle: 100 },
  ])(
    '$n, $modulus with $idle idle actors: K^(N+1) states, diameter (N+1)(K-1)',
    async ({ n, modulus, idle }) => {
      const { exploration } = await check(grid(n, modulus, { idle }));
      expect(exploration.states).toBe(modulus ** (n + 1));
      expect(exploration.transitions).toBe((n + 1) * modulus ** (n + 1));
      expect(exploration.depth).toBe((n + 1) * (modulus - 1));
    },
  );
});
