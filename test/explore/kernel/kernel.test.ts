import { describe, expect, test } from 'vitest';
import scenario from '../../../bench/systems/links.ts';
import { always, check, never, onStep, reachable } from '../../../checker/index.ts';
import type { CheckOptions, CheckResult, Machines, View } from '../../../checker/index.ts';
import { valuesOf } from '../../../checker/scenario/scenario.ts';
import { scenarios } from '../../../machines/index.ts';
import { grid } from '../../systems/grid.ts';
import { philosophers } from '../../systems/philosophers.ts';
import { tokens } from '../../systems/tokens.ts';

const at = (state: View<Machines>, name: string): number => (state[name]!.context as { n: number }).n;

/** What must be the same, however it was explored. */
function told({ properties, exploration }: CheckResult): unknown {
  const { states, transitions, depth, bound, unusedSteps, localStates, coverage, frontier } = exploration;
  return {
    properties,
    exploration: { states, transitions, depth, bound, unusedSteps, localStates, coverage, frontier },
  };
}

/** Checks by plain and by compiled code, and expects the same. */
async function both(run: (options: CheckOptions) => Promise<CheckResult>): Promise<CheckResult> {
  const plain = await run({ kernel: 'plain' });
  expect(told(await run({ kernel: 'wasm' }))).toEqual(told(plain));
  return plain;
}

describe('compiled code finds what plain code finds', () => {
  test.each([
    [3, 8, 0],
    [2, 40, 0],
    [3, 9, 40],
    [2, 17, 105],
    [2, 20, 70],
  ])('grid of %i + 1 counters modulo %i with %i idle actors', async (n, modulus, idle) => {
    const sum = (state: View<Machines>): number => at(state, 'c0') + at(state, 'c1');
    const { properties } = await both((options) =>
      check(
        grid(n, modulus, { idle }),
        [
          always('low', (state) => sum(state) < 11),
          always('fine', (state) => sum(state) >= 0),
          never('high', (state) => sum(state) === 2 * modulus - 2),
          reachable('nowhere', (state) => sum(state) > 1000),
          onStep('few', 'c0 ticks', ({ before, after }) => at(before, 'c0') < 6 || at(after, 'c1') < 2),
          onStep('up', /ticks/, ({ before, after }) => at(before, 'c0') !== at(after, 'c0') + 3),
        ],
        options,
      ),
    );
    expect(properties.map(({ verdict }) => verdict)).toContain('violated');
    expect(properties.map(({ verdict }) => verdict)).toContain('holds');
  });

  test('steps that come to exist late, more of them than there was room for', async () => {
    const more = Object.fromEntries(
      Array.from({ length: 7 }, (_, i) => [
        `b up, ${i}`,
        (where: (token: string) => number) => (where('a') >= 7 + i ? { b: 'up' as const } : null),
      ]),
    );
    // Five more that never move, so that fields have few bits: tables of several steps are for ten.
    const tops = { a: 14, b: 14, c: 14, d: 1, e: 1, f: 1, g: 1, h: 1 };
    const system = tokens(tops, { 'a up': () => ({ a: 'up' }), ...more, 'c up': () => ({ c: 'up' }) });
    const { exploration } = await both((options) => check(system, [], options));
    // Up to 7 of a, and then on with all of b.
    expect(exploration.states).toBe(15 * (7 + 8 * 15));
  });

  test('philosophers, with their deadlock', async () => {
    await both((options) => check(philosophers(7), [], options));
  });

  test.each(['max-states', 'max-depth'])('up to a bound: %s', async (bound) => {
    for (const most of [1, 5, 17, 600, 1500, 5000]) {
      await both((options) =>
        check(grid(3, 9), [reachable('three', (s) => at(s, 'c0') + at(s, 'c1') === 9)], {
          ...options,
          ...(bound === 'max-states' ? { maxStates: most } : { maxDepth: most % 40 }),
        }),
      );
    }
  });

  test('the benchmark system, whose counts are known', async () => {
    const built = scenario.build(valuesOf(scenario, 'tiny', {}));
    const { exploration } = await both((options) => check(built.system, built.properties, options));
    expect(exploration).toMatchObject({ states: 6_804, transitions: 46_872 });
  });

  test.each(scenarios.map((one) => [one.name, one] as const))('scenario %s', async (_, one) => {
    const built = one.build(valuesOf(one, undefined, {}));
    await both((options) => check(built.system, built.properties, { ...options, maxStates: 30_000 }));
  });
});
