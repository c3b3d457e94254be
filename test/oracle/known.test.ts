import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { Relation } from '../../checker/relation/relation.ts';
import { grid } from '../systems/grid.ts';
import { philosophers } from '../systems/philosophers.ts';
import { naive } from './naive.ts';

describe('dining philosophers', () => {
  test.each([3, 5, 7, 9])('%i of them: 3^N − 1 states, and a deadlock N steps away', async (count) => {
    const { exploration, properties } = await check(philosophers(count));
    expect(exploration).toMatchObject({ complete: true, states: 3 ** count - 1 });
    expect(properties).toHaveLength(1);
    expect(properties[0]).toMatchObject({ name: 'no deadlock', verdict: 'violated' });
    const trace = properties[0]!.trace!;
    expect(trace.steps).toHaveLength(count);
    expect(trace.steps.map(({ step }) => step).sort()).toEqual(
      Array.from({ length: count }, (_, i) => `phil${i} takes left`).sort(),
    );
  });

  test.each([3, 5])('%i of them: that deadlock is the only one', (count) => {
    const reference = naive(philosophers(count) as never)!;
    expect(reference.states.size).toBe(3 ** count - 1);
    expect(reference.deadlocks.map(({ distance }) => distance)).toEqual([count]);
  });

  test('asks XState a few questions for thousands of transitions', async () => {
    const { exploration } = await check(philosophers(9));
    expect(exploration.transitions).toBeGreaterThan(50_000);
    expect(exploration.calls.xstate).toBeLessThan(500);
    expect(exploration.calls.user).toBeLessThan(200);
  });
});

describe('grid of N + 1 counters modulo K', () => {
  const grids: [n: number, modulus: number, idle: number, words: number][] = [
    [0, 2, 0, 1],
    [0, 1000, 0, 1],
    [1, 300, 0, 1],
    [2, 2, 0, 1],
    [3, 8, 0, 1],
    [5, 5, 0, 1],
    [13, 2, 0, 1],
    [1, 33, 40, 2],
    [3, 9, 40, 2],
    [12, 2, 40, 3],
    [2, 20, 70, 3],
    [1, 70, 105, 4],
    [2, 17, 105, 4],
    [7, 3, 110, 4],
    [1, 100, 330, 11],
  ];
  test.each(grids)(
    'N = %i, K = %i, %i idle actors: K^(N+1) states, the last (N+1)(K−1) steps away, in %i words',
    async (n, modulus, idle, words) => {
      const system = grid(n, modulus, { idle });
      const { exploration, properties } = await check(system, []);
      const states = modulus ** (n + 1);
      expect(exploration).toMatchObject({
        complete: true,
        states,
        transitions: states * (n + 1),
        depth: (n + 1) * (modulus - 1),
        frontier: 0,
        unusedSteps: [],
      });
      expect(exploration.localStates).toMatchObject({ c0: modulus, [`c${n}`]: modulus });
      expect(properties[0]).toMatchObject({ verdict: 'holds' });
      expect(new Relation(system).layout.words).toBe(words);
    },
  );

  test('asks XState twice or so per local state, be there ever so many states', async () => {
    const { exploration } = await check(grid(5, 8));
    expect(exploration).toMatchObject({ states: 8 ** 6, transitions: 6 * 8 ** 6, depth: 42 });
    expect(exploration.calls.xstate).toBeLessThan(6 * 8 * 4);
    expect(exploration.calls.user).toBeLessThan(50);
  });
});
