import { describe, expect, it } from 'vitest';
import { naive } from '../../bench/engines.ts';
import scenario from '../../bench/systems/links.ts';
import type { Size } from '../../bench/systems/links.ts';
import { localStatesOf, sizeOf, stepsToFarthest } from '../../bench/systems/links-size.ts';
import { check } from '../../checker/index.ts';
import { bitsFor, makeLayout } from '../../checker/relation/layout.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';

const size = (zones: number, links: number, observers: number, stages: number) => ({
  zones,
  links,
  observers,
  stages,
});

describe('the benchmark system', () => {
  it.each([size(1, 1, 0, 1), size(1, 1, 2, 2), size(1, 2, 1, 2), size(2, 1, 1, 1), size(2, 2, 0, 1)])(
    'has as many states and transitions as the formula says, counted one by one: $zones $links $observers $stages',
    (parameters) => {
      const { states, transitions } = naive(scenario.build(parameters).system);
      expect({ states, transitions }).toEqual(sizeOf(parameters));
    },
  );

  it.each([size(1, 1, 3, 4), size(1, 3, 3, 2), size(2, 1, 2, 3), size(2, 2, 1, 2), size(3, 1, 1, 1)])(
    'has as many states and transitions as the formula says, found by refhold: $zones $links $observers $stages',
    async (parameters) => {
      const { system, properties } = scenario.build(parameters);
      const { exploration, properties: results } = await check(system, properties);
      expect(exploration).toMatchObject({ ...sizeOf(parameters), complete: true, unusedSteps: [] });
      expect(exploration.localStates).toEqual(
        Object.fromEntries(system.actors.map(({ name }, i) => [name, localStatesOf(parameters)[i]])),
      );
      expect(results.map(({ verdict }) => verdict)).toEqual(results.map(() => 'holds'));
    },
  );

  // At the last of them, the property depends on more actors than a table of the compiled code can have.
  it.each([
    { ...size(1, 1, 2, 2), kernel: 'plain', workers: 1 },
    { ...size(2, 2, 1, 2), kernel: 'wasm', workers: 1 },
    { ...size(2, 1, 3, 3), kernel: 'wasm', workers: 2 },
  ] as const)(
    'has one state that is the farthest: $zones $links $observers $stages, $kernel, $workers',
    async ({ kernel, workers, ...parameters }) => {
      const { system, properties } = scenario.build({ ...parameters, planted: 1 });
      const { exploration, properties: results } = await check(system, properties, { kernel, workers });
      const violated = results.filter(({ verdict }) => verdict === 'violated');
      expect(exploration.depth).toBe(stepsToFarthest(parameters));
      expect(violated.map(({ trace }) => trace?.steps.length)).toEqual([exploration.depth]);
    },
  );

  it('asks steps, properties and XState hundreds of times for millions of transitions', async () => {
    const { system, properties } = scenario.build(valuesOf(scenario, 'small'));
    const { exploration } = await check(system, properties);
    expect(exploration.transitions).toBe(3_622_400);
    expect(exploration.calls.user).toBeLessThan(1_000);
    expect(exploration.calls.xstate).toBeLessThan(1_000);
  });

  it.each(Object.entries(scenario.variants))('records the states of size %s', (name, { known }) => {
    expect(known.states).toBe(sizeOf(valuesOf(scenario, name) as unknown as Size).states);
  });

  it.each([
    ['medium', 1],
    ['large', 2],
    ['wide', 3],
  ])('packs a state of size %s into %i words', (name, words) => {
    const locals = localStatesOf(valuesOf(scenario, name) as unknown as Size);
    expect(makeLayout(locals.map(bitsFor)).words).toBe(words);
  });
});
