import { describe, expect, test } from 'vitest';
import { always, check, eventually, never, reachable } from '../../checker/index.ts';
import type { CheckOptions, Machines, Property } from '../../checker/index.ts';
import { grid } from '../systems/grid.ts';

interface Counter {
  readonly context: { readonly n: number };
}

/** Six counters modulo 8: 262,144 states, the last 42 steps away. */
const system = grid(5, 8);
const names = system.actors.map(({ name }) => name);
const sum = (s: unknown): number =>
  names.reduce((total, name) => total + (s as Record<string, Counter>)[name]!.context.n, 0);

const properties: Property<Machines>[] = [
  always('small from the start', (s) => sum(s) < 3),
  always('never full', (s) => sum(s) < 42),
  reachable('two', (s) => sum(s) === 2),
  reachable('full', (s) => sum(s) === 42),
  never('impossible', (s) => sum(s) > 42),
  eventually('it ends', (s) => sum(s) === 42),
];

async function verdicts(options: CheckOptions): Promise<Record<string, string>> {
  const { properties: results, exploration } = await check(system, properties, options);
  return {
    ...Object.fromEntries(results.map(({ name, verdict }) => [name, verdict])),
    bound: exploration.bound ?? 'none',
  };
}

const incomplete = {
  'small from the start': 'violated',
  'never full': 'incomplete',
  two: 'holds',
  full: 'incomplete',
  impossible: 'incomplete',
  'it ends': 'incomplete',
  'no deadlock': 'incomplete',
};

describe('a bound makes incomplete what it has not decided, and nothing else', () => {
  test('states', async () => {
    expect(await verdicts({ maxStates: 5000 })).toEqual({ ...incomplete, bound: 'max-states' });
  });

  test('depth', async () => {
    expect(await verdicts({ maxDepth: 5 })).toEqual({ ...incomplete, bound: 'max-depth' });
  });

  test('memory', async () => {
    expect(await verdicts({ maxMemory: 200_000 })).toEqual({ ...incomplete, bound: 'max-memory' });
  });

  test('a signal', async () => {
    const interrupt = new AbortController();
    const options = { signal: interrupt.signal, onProgress: () => interrupt.abort() };
    const { exploration } = await check(grid(7, 12), [], options);
    expect(exploration.bound).toBe('interrupted');
    expect(exploration.complete).toBe(false);
  });

  test('time', async () => {
    const { exploration, properties: results } = await check(grid(7, 12), [], { timeout: 150 });
    expect(exploration.bound).toBe('timeout');
    expect(results[0]?.verdict).toBe('incomplete');
  });

  test('none: a bound that is exactly reached is not hit', async () => {
    expect(await verdicts({ maxStates: 262_144, maxDepth: 43 })).toEqual({
      'small from the start': 'violated',
      'never full': 'violated',
      two: 'holds',
      full: 'holds',
      impossible: 'holds',
      'it ends': 'violated',
      'no deadlock': 'holds',
      bound: 'none',
    });
  });
});

test('every property has a shortest trace of its own, found in one pass', async () => {
  const { properties: results } = await check(system, properties);
  expect(Object.fromEntries(results.map(({ name, trace }) => [name, trace?.steps.length]))).toMatchObject({
    'small from the start': 3,
    'never full': 42,
    two: 2,
    full: 42,
    impossible: undefined,
  });
});
