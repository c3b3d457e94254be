import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check, leadsTo, never, onStep, reachable, walk } from '../../checker/index.ts';
import type { Property, System, WalkResult } from '../../checker/index.ts';
import type { Machines } from '../../checker/system/types.ts';
import { biasOf, makeChoice } from '../../checker/walk/bias.ts';
import { minimise } from '../../checker/walk/minimise.ts';
import { Random } from '../../checker/walk/random.ts';
import { walk as follow } from '../oracle/naive.ts';
import { buildSystem, systemSpec } from '../oracle/random.ts';
import { patience, settings } from '../oracle/settings.ts';
import { rejection } from '../support.ts';
import { independent, tokens, where } from '../systems/tokens.ts';

type State = Readonly<Record<string, unknown>>;

/** All but the time it took. */
function timeless({ properties, walked }: WalkResult): unknown {
  return { properties, walked: { ...walked, milliseconds: 0 } };
}

/** Whether a property finds something at the end of these steps, by the naive oracle. */
function isFound(system: System, property: Property<Machines>, steps: readonly string[]): boolean {
  const states = follow(system, steps);
  const last = states.at(-1)! as never;
  const step = system.steps.find(({ name }) => name === steps.at(-1));
  const taken = { before: states.at(-2), after: last, step } as never;
  const finds = (answer: unknown, found: boolean): boolean => typeof answer === 'object' || answer === found;
  if (property.kind === 'onStep') return property.predicates.some((one) => finds(one(taken), false));
  if (property.kind === 'always') return property.predicates.some((one) => finds(one(last), false));
  if (property.kind !== 'never' && property.kind !== 'reachable') return false;
  return property.predicates.some((one) => finds(one(last), true));
}

describe('random walks', () => {
  const far = tokens(
    { a: 6, b: 6, c: 6 },
    {
      'a up': () => ({ a: 'up' }),
      'b up': () => ({ b: 'up' }),
      'b back': (at) => (at('b') > 0 ? { b: 'reset' } : null),
      'c up': (at) => (at('a') === 2 ? { c: 'up' } : null),
      'c back': (at) => (at('c') > 0 && at('c') < 6 ? { c: 'reset' } : null),
    },
  );
  const end = never('c gets to its end', (state: State) => where(state, 'c') === 6);

  test('what is found is violated, with a trace that was made as short as can be', async () => {
    const { properties, walked } = await walk(far, [end], { seed: 1, depth: 300 });
    const [found] = properties;
    expect(found).toMatchObject({ verdict: 'violated' });
    expect(found!.trace!.steps).toHaveLength(8);
    expect(walked.found).toMatchObject([{ property: end.name, minimised: 8 }]);
    expect(walked.found[0]!.steps).toBeGreaterThan(8);
    const whole = await check(far, [end]);
    expect(whole.properties[0]!.trace!.steps).toHaveLength(8);
  });

  test('what is not found is incomplete, whether it is so or not', async () => {
    const { properties } = await walk(
      independent(2, 3),
      [
        never('never', (state: State) => where(state, 't0') > 3),
        reachable('is reached', (state: State) => where(state, 't0') === 3),
        reachable('is not', (state: State) => where(state, 't0') === 4),
        leadsTo(
          'about runs',
          () => true,
          () => true,
        ),
        onStep('of a step', 't0 up', () => true),
      ],
      { seed: 1, walks: 20 },
    );
    const verdicts = properties.map(({ name, verdict }) => [name, verdict]);
    expect(verdicts).toEqual([
      ['never', 'incomplete'],
      ['is reached', 'holds'],
      ['is not', 'incomplete'],
      ['about runs', 'incomplete'],
      ['of a step', 'incomplete'],
      ['no deadlock', 'violated'],
    ]);
  });

  test('the same seed walks the same ways, another one does not', async () => {
    const run = async (seed: number): Promise<unknown> =>
      timeless(await walk(far, [end], { seed, walks: 30, depth: 40, swarm: 5 }));
    expect(await run(5)).toEqual(await run(5));
    expect(await run(5)).not.toEqual(await run(6));
  });

  test('walks end at the depth, and where there is no step', async () => {
    const short = await walk(independent(3, 3), [], { seed: 3, walks: 10, depth: 4 });
    expect(short.walked).toMatchObject({ walks: 10, steps: 40, longest: 4, ended: 0 });
    const long = await walk(independent(3, 3), [], { seed: 3, walks: 10 });
    // The first one comes to the deadlock, and then there is nothing else to be found.
    expect(long.walked).toMatchObject({ walks: 1, steps: 9, longest: 9, ended: 1, unusedSteps: [] });
  });

  test('time and signals end them', async () => {
    const endless = tokens({ a: 1 }, { up: () => ({ a: 'up' }), back: () => ({ a: 'reset' }) });
    const timed = await walk(endless, [], { seed: 1, time: 30, depth: 10 });
    expect(timed.walked.walks).toBeGreaterThan(0);
    const aborted = await walk(endless, [], { seed: 1, time: 60_000, signal: AbortSignal.abort() });
    expect(aborted.walked.walks).toBe(0);
  });

  test('RH330 for what makes no sense', async () => {
    const error = await rejection(walk(far, [], { seed: -1, depth: 0, walks: 1.5, swarm: 0 }));
    expect(error.code).toBe('RH330');
    expect(error.what).toMatch(/seed: -1.*depth: 0; walks: 1.5; swarm: 0/);
  });

  test('every bias chooses what is enabled, and shuts nothing out', () => {
    const steps = independent(6, 1).steps as never;
    const enabled = Uint16Array.of(1, 3, 4, 5, 0, 0);
    for (let walker = 0; walker < 5; walker++) {
      const choose = makeChoice(biasOf(walker), steps, new Random(9, walker));
      const times = [0, 0, 0, 0];
      for (let i = 0; i < 2000; i++) times[choose(enabled, 4)]!++;
      expect(Math.min(...times)).toBeGreaterThan(10);
      expect(times.reduce((sum, one) => sum + one)).toBe(2000);
    }
    expect(new Set([0, 1, 2, 3, 4].map(biasOf)).size).toBe(5);
  });

  test('random numbers: streams differ, and are spread evenly', () => {
    const first = (stream: number): number[] => {
      const random = new Random(1, stream);
      return [random.bits(), random.bits(), random.bits()];
    };
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
    const random = new Random(7, 7);
    const times = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) times[random.below(10)]!++;
    for (const time of times) expect(Math.abs(time - 1000)).toBeLessThan(150);
    expect(random.order(50).sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
  });
});

test('a long way around is made short, though no part of it can be left out', () => {
  // Two ways to the goal that have no step in common.
  const system = tokens(
    { slow: 20, fast: 2, goal: 1 },
    {
      'slow up': (at) => (at('fast') === 0 ? { slow: 'up' } : null),
      'fast up': (at) => (at('slow') === 0 ? { fast: 'up' } : null),
      'by slow': (at) => (at('slow') === 20 ? { goal: 'up' } : null),
      'by fast': (at) => (at('fast') === 2 ? { goal: 'up' } : null),
    },
  );
  const goal = never('the goal', (state: State) => where(state, 'goal') === 1) as Property<Machines>;
  const way = [...new Array<number>(20).fill(0), 2];
  expect(minimise(system, goal, way, 100)).toEqual([1, 1, 3]);
});

test('what cannot be made shorter is left as it is, with no look around', () => {
  let asked = 0;
  const system = independent(4, 5);
  const property = (least: number): Property<Machines> =>
    never('up', (state: State) => {
      asked++;
      return [0, 1, 2, 3].some((at) => where(state, `t${at}`) >= least);
    });
  expect(minimise(system, property(0), [], 100)).toEqual([]);
  expect(minimise(system, property(1), [2], 100)).toEqual([2]);
  expect(asked).toBeLessThan(10);
});

test(
  'random systems: what is found is real, never longer than it was walked, and mostly as short as can be',
  async () => {
    const counts = { found: 0, shortest: 0 };
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.nat(1000), async (spec, seed) => {
        const { system, properties } = buildSystem(spec);
        const whole = await check(system, properties, { maxStates: 5000 });
        const { properties: results, walked } = await walk(system, properties, {
          seed,
          walks: 20,
          depth: 60,
          swarm: 3,
        });
        for (const { steps, minimised } of walked.found) expect(minimised).toBeLessThanOrEqual(steps);
        results.forEach(({ name, verdict, trace }, i) => {
          if (trace === undefined) {
            expect(verdict).toBe('incomplete');
            return;
          }
          const known = whole.properties[i]!;
          if (known.trace === undefined) {
            // A walk goes deeper than a check that was stopped, which knows all that is less deep than where it was.
            expect(known.verdict).toBe('incomplete');
            expect(trace.steps.length).toBeGreaterThanOrEqual(whole.exploration.depth);
          } else {
            const best = known.trace.steps.length;
            expect(verdict).toBe(known.verdict);
            expect(trace.steps.length).toBeGreaterThanOrEqual(best);
            counts.found++;
            if (trace.steps.length === best) counts.shortest++;
          }
          const property = properties.find((one) => one.name === name);
          const names = trace.steps.map(({ step }) => step);
          if (property !== undefined) expect(isFound(system, property, names)).toBe(true);
        });
      }),
      settings(25),
    );
    expect(counts.found).toBeGreaterThan(10);
    expect(counts.shortest / counts.found).toBeGreaterThan(0.9);
  },
  patience,
);
