import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { buildNetwork } from '../../checker/export/build.ts';
import { answerIn, UNEXPLORED } from '../../checker/export/decision.ts';
import { defineSystem, never, onStep } from '../../checker/index.ts';
import type { Machines, System } from '../../checker/index.ts';
import { naive } from '../oracle/naive.ts';
import { buildSystem, systemSpec } from '../oracle/random.ts';
import { largest, patience, settings } from '../oracle/settings.ts';
import { philosophers } from '../systems/philosophers.ts';
import { sorted, walk, walkedBy } from './interpret.ts';

test(
  'random systems: the network of a whole exploration does what XState does, and its properties find the same',
  async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, async (spec) => {
        const { system, properties, ends } = buildSystem(spec);
        const reference = naive(system, { properties, ends, limit: largest });
        if (reference === undefined) return;
        const network = await buildNetwork(system, properties);
        const walked = walk(network);
        expect(walked.unexplored).toBe(false);
        expect(sorted(walked)).toEqual(sorted(walkedBy(system, reference)));
        expect(network.explored).toMatchObject({
          complete: true,
          states: reference.states.size,
          transitions: reference.edges.length,
        });
      }),
      settings(15),
    );
  },
  patience,
);

test(
  'random systems: what is learned from a few states is completed, or says that it is not',
  async () => {
    let whole = 0;
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.integer({ min: 1, max: 4 }), async (spec, maxStates) => {
        const { system, properties, ends } = buildSystem(spec);
        const reference = naive(system, { properties, ends, limit: largest });
        if (reference === undefined || reference.states.size <= maxStates) return;
        const walked = walk(await buildNetwork(system, properties, { maxStates }));
        tried++;
        if (walked.unexplored) return;
        whole++;
        expect(sorted(walked)).toEqual(sorted(walkedBy(system, reference)));
      }),
      settings(15),
    );
    expect(whole).toBeGreaterThan(tried / 2);
  },
  patience,
);

test('what was learned from the first state alone is enough for the philosophers', async () => {
  const system = philosophers(4) as unknown as System;
  const reference = naive(system)!;
  const network = await buildNetwork(system, [], { maxStates: 1 });
  expect(network.explored).toMatchObject({ complete: false, bound: 'max-states', states: 1 });
  const walked = walk(network);
  expect(walked.unexplored).toBe(false);
  expect(walked.distances.size).toBe(reference.states.size);
  expect(walked.findings.get('no deadlock')).toBe(
    reference.verdicts.find(({ name }) => name === 'no deadlock')!.distance,
  );
});

/** Two counters; `b` may only move where `a` is at 2, and its step throws where both are at 2. */
function throwing(): System {
  const machine = setup({ types: { events: {} as { type: 'up' } } }).createMachine({
    id: 'counter',
    initial: 'n0',
    states: { n0: { on: { up: 'n1' } }, n1: { on: { up: 'n2' } }, n2: {} },
  });
  return defineSystem({
    actors: { a: machine, b: machine },
    steps: {
      a: ({ b }) => (b.matches('n0') ? { a: { type: 'up' } } : null),
      b: ({ a, b }) => {
        if (a.matches('n1') && b.matches('n1')) throw new Error('nobody comes here');
        return a.matches('n2') && b.matches('n0') ? { b: { type: 'up' } } : null;
      },
    },
  }) as unknown as System;
}

test('where the model throws in states that are not reached, the network says that nobody knows', async () => {
  const network = await buildNetwork(throwing(), []);
  expect(walk(network)).toMatchObject({ unexplored: false });
  const step = network.steps.findIndex(({ name }) => name === 'b');
  const locals = [1, 1];
  expect(answerIn(network.steps[step]!.decision, locals)).toBe(UNEXPLORED);
});

test('a property of a step looks at the state before it, through the step', async () => {
  const properties = [
    onStep<Machines>(
      'b never comes to n1',
      'b',
      ({ after, before }) => !(after.b!.value === 'n1' && before.b!.value === 'n0'),
    ),
    never<Machines>('a is at n2', (s) => s.a!.value === 'n2'),
  ];
  const { findings } = walk(await buildNetwork(throwing(), properties));
  expect([...findings]).toEqual([
    ['a is at n2', 2],
    ['b never comes to n1', 3],
    ['no deadlock', 3],
  ]);
});
