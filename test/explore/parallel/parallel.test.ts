/** Several threads against one. `npm test` builds what runs in them. */
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import scenario from '../../../bench/systems/links.ts';
import { largest } from '../../../checker/explore/parallel/shards.ts';
import { Threads } from '../../../checker/explore/parallel/threads.ts';
import { always, check, never, onStep, reachable, recoverable } from '../../../checker/index.ts';
import type { CheckOptions, CheckResult, Machines, View } from '../../../checker/index.ts';
import { valuesOf } from '../../../checker/scenario/scenario.ts';
import { scenarios } from '../../../machines/index.ts';
import { expectSameVerdicts } from '../../oracle/compare.ts';
import { naive } from '../../oracle/naive.ts';
import { buildSystem, systemSpec } from '../../oracle/random.ts';
import { settings } from '../../oracle/settings.ts';
import { grid } from '../../systems/grid.ts';
import { philosophers } from '../../systems/philosophers.ts';

const at = (state: View<Machines>, name: string): number => (state[name]!.context as { n: number }).n;

/** What must be the same, however many threads there were. Of several shortest traces, they may show another one. */
function told({ properties, exploration }: CheckResult): unknown {
  const { states, transitions, depth, bound, unusedSteps, localStates, coverage } = exploration;
  return {
    properties: properties.map(({ name, verdict, trace }) => ({ name, verdict, steps: trace?.steps.length })),
    exploration: { states, transitions, depth, bound, unusedSteps, localStates, coverage },
  };
}

/** Checks with one thread and with several from the first level on, and expects the same. */
async function all(
  run: (options: CheckOptions) => Promise<CheckResult>,
  workers = [2, 3],
): Promise<CheckResult> {
  const alone = await run({ kernel: 'wasm' });
  for (const count of workers)
    expect(told(await run({ kernel: 'wasm', workers: count }))).toEqual(told(alone));
  return alone;
}

describe('several threads find what one finds', () => {
  test.each([
    [3, 8, 0],
    [2, 40, 0],
    // Two words, and three: these the threads give back.
    [3, 9, 30],
    [2, 17, 105],
  ])('grid of %i + 1 counters modulo %i with %i idle actors', async (n, modulus, idle) => {
    const sum = (state: View<Machines>): number => at(state, 'c0') + at(state, 'c1');
    const { properties } = await all((options) =>
      check(
        grid(n, modulus, { idle }),
        [
          always('low', (state) => sum(state) < 11),
          never('high', (state) => sum(state) === 2 * modulus - 2),
          reachable('nowhere', (state) => sum(state) > 1000),
          onStep('few', 'c0 ticks', ({ before, after }) => at(before, 'c0') < 6 || at(after, 'c1') < 2),
          recoverable('back', (state) => sum(state) === 0),
        ],
        options,
      ),
    );
    expect(properties.map(({ verdict }) => verdict)).toContain('violated');
    expect(properties.map(({ verdict }) => verdict)).toContain('holds');
  });

  test('philosophers, with their deadlock', async () => {
    await all((options) => check(philosophers(8), [], options));
  });

  test('up to a depth', async () => {
    for (const maxDepth of [0, 1, 7, 20, 26, 27]) {
      await all(
        (options) =>
          check(grid(3, 9), [reachable('nine', (s) => at(s, 'c0') + at(s, 'c1') === 9)], {
            ...options,
            maxDepth,
          }),
        [2],
      );
    }
  });

  test('the benchmark system, whose counts are known', async () => {
    const built = scenario.build(valuesOf(scenario, 'small', {}));
    const { exploration } = await all((options) => check(built.system, built.properties, options));
    expect(exploration).toMatchObject({ states: 344_064, transitions: 3_622_400, depth: 36 });
  });

  test.each(['os-8627', 'ipmp-kstat', 'jails-states'])('scenario %s, with what is live', async (name) => {
    const one = scenarios.find((known) => known.name === name)!;
    const built = one.build(valuesOf(one, undefined, {}));
    await all((options) => check(built.system, built.properties, options), [2]);
  });

  test('random systems, as without any table', async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.integer({ min: 2, max: 4 }), async (spec, workers) => {
        const built = buildSystem(spec);
        const reference = naive(built.system, { ...built, limit: 5000 });
        if (reference !== undefined) await expectSameVerdicts(built, reference, { kernel: 'wasm', workers });
      }),
      settings(6),
    );
  }, 300_000);
});

describe('tables that threads share', () => {
  const whole = largest.words;
  afterEach(() => {
    largest.words = whole;
  });

  test.each([
    ['one word', 15, 0],
    ['two words', 12, 30],
  ])('grow again and again while threads fill them: states of %s', async (_, modulus, idle) => {
    const { exploration } = await all((options) =>
      check(grid(3, modulus, { idle }), [never('late', (state) => at(state, 'c0') === modulus - 1)], options),
    );
    expect(exploration.states).toBe(modulus ** 4);
  });

  test.each([
    ['one word', 14, 0],
    ['two words', 12, 30],
  ])('become more where a memory is too small: states of %s', async (_, modulus, idle) => {
    const run = async (options: CheckOptions): Promise<CheckResult> =>
      check(grid(3, modulus, { idle }), [never('late', (state) => at(state, 'c0') === modulus - 1)], options);
    const alone = await run({ kernel: 'wasm' });
    let most = 0;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the right one below
    const { start } = Threads.prototype;
    const begun = vi.spyOn(Threads.prototype, 'start').mockImplementation(function (this: Threads, common) {
      most = Math.max(most, common.memories.length);
      start.call(this, common);
    });
    for (const words of [1 << 14, 1 << 15]) {
      largest.words = words;
      for (const workers of [2, 3]) {
        most = 0;
        expect(told(await run({ kernel: 'wasm', workers }))).toEqual(told(alone));
        expect(most).toBeGreaterThanOrEqual(4);
      }
    }
    begun.mockRestore();
  });

  test('are several from the beginning where there are many states already', async () => {
    const built = (): ReturnType<typeof scenario.build> => scenario.build(valuesOf(scenario, 'small', {}));
    const first = built();
    largest.words = 1 << 15;
    const begun = vi.spyOn(Threads.prototype, 'start');
    const { exploration } = await check(first.system, first.properties, { workers: 2 });
    expect(exploration).toMatchObject({ states: 344_064, transitions: 3_622_400, depth: 36 });
    expect(begun.mock.calls[0]![0].memories.length).toBeGreaterThanOrEqual(16);
    begun.mockRestore();
  });

  test('with the memory at its end in several tables', async () => {
    largest.words = 1 << 14;
    const { exploration, properties } = await check(grid(4, 40), [never('six', (s) => at(s, 'c0') === 6)], {
      kernel: 'wasm',
      workers: 2,
      maxMemory: 3 << 20,
    });
    expect(exploration.bound).toBe('max-memory');
    expect(exploration.states).toBeGreaterThan(50_000);
    expect(properties[0]!.verdict).toBe('violated');
  });
});

describe('several threads end', () => {
  const large = (): ReturnType<typeof grid> => grid(4, 40);

  test('with the time, and say how far they are', async () => {
    const { exploration } = await check(large(), [], { kernel: 'wasm', workers: 2, timeout: 3000 });
    expect(exploration).toMatchObject({ complete: false, bound: 'timeout' });
    expect(exploration.states).toBeGreaterThan(1000);
  });

  test('when they are told to', async () => {
    const stop = new AbortController();
    let seen = 0;
    const { exploration, properties } = await check(large(), [never('six', (s) => at(s, 'c0') === 6)], {
      kernel: 'wasm',
      workers: 2,
      signal: stop.signal,
      onProgress({ states }) {
        seen = states;
        if (states > 100_000) stop.abort();
      },
    });
    expect(exploration.bound).toBe('interrupted');
    expect(exploration.states).toBeGreaterThanOrEqual(seen);
    // Found on the way, with a shortest trace from tables in several parts.
    expect(properties[0]).toMatchObject({ verdict: 'violated' });
    expect(properties[0]!.trace!.steps).toHaveLength(6);
  });

  test('where the memory does', async () => {
    const maxMemory = 8 << 20;
    const { exploration, properties } = await check(large(), [never('six', (s) => at(s, 'c0') === 6)], {
      kernel: 'wasm',
      workers: 2,
      maxMemory,
    });
    expect(exploration.bound).toBe('max-memory');
    expect(properties[0]!.verdict).toBe('violated');
  });

  test('with a mistake of the model that shows late', async () => {
    const late = always('fine', (state) => {
      if (at(state, 'c0') + at(state, 'c1') === 50) throw new Error('too far');
      return true;
    });
    await expect(check(grid(3, 30), [late], { kernel: 'wasm', workers: 2 })).rejects.toMatchObject({
      code: 'RH201',
    });
  });
});
