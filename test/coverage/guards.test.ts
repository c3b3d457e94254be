import { and, assign, not, setup, stateIn } from 'xstate';
import { describe, expect, test } from 'vitest';
import { defineSystem } from '../../checker/index.ts';
import { complete, coverageOf, exploration } from './covered.ts';

describe('guards', () => {
  const machine = setup({
    types: { context: {} as { n: number } },
    guards: {
      few: ({ context }) => context.n < 2,
      any: () => true,
      none: () => false,
      above: ({ context }, { least }: { least: number }) => context.n > least,
    },
  }).createMachine({
    context: { n: 0 },
    initial: 'a',
    states: {
      a: {
        on: {
          count: { guard: 'few', target: 'a', actions: assign({ n: ({ context }) => context.n + 1 }) },
          always: { guard: 'any', target: 'a' },
          never: { guard: 'none', target: 'b' },
          choice: [
            { guard: { type: 'above', params: { least: 5 } }, target: 'b' },
            { guard: ({ context }) => context.n === 1, target: 'a' },
            // Not asked while the state is a.
            { guard: and(['few', not('any')]), target: 'b' },
            { guard: stateIn('a'), target: 'a' },
          ],
          unheard: { guard: 'none', target: 'b' },
        },
      },
      b: { on: { count: { guard: 'few', target: 'a' } } },
    },
  });

  test('that always say the same, by name where they have one', async () => {
    expect(await coverageOf(machine, 'count', 'always', 'never', 'choice')).toMatchObject({
      guardsNeverTrue: ['a: never [none] → b', 'a: choice [above] → b', 'a: choice [and] → b'],
      // Nobody asked the ones of b, and the one of an event that nobody sends.
      guardsNeverFalse: ['a: always [any] → a', 'a: choice [stateIn] → a'],
      transitionsNeverTaken: [
        'a: never [none] → b',
        'a: choice [above] → b',
        'a: choice [and] → b',
        'a: unheard [none] → b',
        'b: count [few] → a',
      ],
      statesNeverReached: ['b'],
    });
  });

  test('say no also where the event is refused', async () => {
    const once = setup({ types: { context: {} as { free: boolean } } }).createMachine({
      context: { free: true },
      initial: 'a',
      states: {
        a: {
          on: {
            take: { guard: ({ context }) => context.free, target: 'a', actions: assign({ free: false }) },
          },
        },
      },
    });
    expect(await coverageOf(once, 'take')).toMatchObject(complete);
  });

  test('of payloads count for the payloads that are sent', async () => {
    const gate = setup({ types: { events: {} as { type: 'push'; by: number } } }).createMachine({
      initial: 'shut',
      states: {
        shut: {
          on: { push: [{ guard: ({ event }) => event.by > 3, target: 'open' }, { target: 'shut' }] },
        },
        open: {},
      },
    });
    const system = (most: number) =>
      defineSystem({
        actors: { gate },
        steps: (step) =>
          Array.from({ length: most }, (_, i) =>
            step(`push ${i + 1}`, () => ({ gate: { type: 'push', by: i + 1 } })),
          ),
      });
    expect((await exploration(system(3))).coverage[0]).toMatchObject({
      guardsNeverTrue: ['shut: push [guard] → open'],
      guardsNeverFalse: [],
    });
    expect((await exploration(system(4))).coverage[0]).toMatchObject({
      guardsNeverTrue: [],
      guardsNeverFalse: [],
    });
  });
});
