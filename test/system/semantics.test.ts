import { assign, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { defineSystem } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';
import {
  askStep,
  deliver,
  enabledSteps,
  initialState,
  stateKey,
  take,
} from '../../checker/system/semantics.ts';
import type { SystemState } from '../../checker/system/view.ts';
import { viewOf } from '../../checker/system/view.ts';

const counter = createMachine({
  id: 'counter',
  context: { n: 0 },
  initial: 'open',
  states: {
    open: {
      on: {
        add: {
          guard: ({ context }) => context.n < 2,
          actions: assign({ n: ({ context }) => context.n + 1 }),
        },
        same: 'open',
        close: 'shut',
      },
    },
    shut: { type: 'final' },
  },
});
const system = defineSystem({
  actors: { a: counter, b: counter },
  steps: {
    'a adds': () => ({ a: { type: 'add' } }),
    'both add': () => ({ a: { type: 'add' }, b: { type: 'add' } }),
    'a closes': () => ({ a: { type: 'close' } }),
    'b follows': ({ a, b }) => a.context.n > b.context.n && { b: { type: 'add' } },
    'a stays': () => ({ a: { type: 'same' } }),
    'only b': ({ a }) => ({ a: a.status === 'active' ? undefined : { type: 'same' }, b: { type: 'same' } }),
  },
}) as unknown as System;

function after(...names: string[]): SystemState {
  return names.reduce<SystemState>((state, name) => {
    const step = system.steps.find((candidate) => candidate.name === name)!;
    return take(system, state, step)!.after;
  }, initialState(system));
}

const numbers = (state: SystemState): unknown => state.map(({ context }) => (context as { n: number }).n);
const enabled = (state: SystemState): string[] => enabledSteps(system, state).map(({ step }) => step.name);

describe('a step takes place as a whole', () => {
  test('every receiver moves from where it was, all others stay', () => {
    const first = initialState(system);
    const next = after('both add');
    expect(numbers(next)).toEqual([1, 1]);
    expect(numbers(first)).toEqual([0, 0]);
    const alone = after('a adds');
    expect(alone[1]).toBe(first[1]);
    expect(alone[0]).not.toBe(first[0]);
  });

  test('it does not exist where one receiver refuses', () => {
    expect(enabled(after('a adds', 'a adds'))).toEqual(['a closes', 'b follows', 'a stays', 'only b']);
    expect(
      deliver(system, after('a adds', 'a adds'), [
        { actor: 1, event: { type: 'add' } },
        { actor: 0, event: { type: 'add' } },
      ]),
    ).toBe(null);
  });

  test('it does not exist where its function says nothing', () => {
    expect(enabled(initialState(system))).not.toContain('b follows');
    expect(enabled(after('a adds'))).toContain('b follows');
  });

  test('it does not exist for an actor that is done', () => {
    expect(enabled(after('a closes'))).toEqual([]);
  });

  test('a delivery of undefined is none', () => {
    const [step] = system.steps.slice(-1);
    const first = initialState(system);
    expect(askStep(system, step!, viewOf(system, first))).toEqual([{ actor: 1, event: { type: 'same' } }]);
    expect(askStep(system, step!, viewOf(system, after('a closes')))).toEqual([
      { actor: 0, event: { type: 'same' } },
      { actor: 1, event: { type: 'same' } },
    ]);
  });

  test('deliveries come in the order in which the step names them', () => {
    const swapped = defineSystem({
      actors: { a: counter, b: counter },
      steps: { s: () => ({ b: { type: 'add' }, a: { type: 'add' } }) },
    }) as unknown as System;
    const taken = take(swapped, initialState(swapped), swapped.steps[0]!)!;
    expect(taken.deliveries.map(({ actor }) => actor)).toEqual([1, 0]);
    expect(taken.step.name).toBe('s');
  });
});

describe('the key of a state', () => {
  test('is the same for the same local states, and only for those', () => {
    expect(stateKey(system, after('a stays'))).toBe(stateKey(system, initialState(system)));
    const keys = [[], ['a adds'], ['both add'], ['a adds', 'b follows', 'a adds'], ['a closes']].map(
      (names) => stateKey(system, after(...names)),
    );
    expect(new Set(keys).size).toBe(5);
    expect(stateKey(system, after('a adds', 'b follows'))).toBe(stateKey(system, after('both add')));
  });

  test('tells which actor is where', () => {
    const one = after('a adds');
    expect(stateKey(system, one)).not.toBe(stateKey(system, [one[1]!, one[0]!]));
  });
});

describe('events', () => {
  test('are frozen: a step that uses one object again and again is found out', () => {
    const shared = { type: 'add', n: 0 };
    const careless = defineSystem({
      actors: { a: counter },
      steps: {
        s: () => {
          shared.n++;
          return { a: shared };
        },
      },
    }) as unknown as System;
    const [step] = careless.steps;
    askStep(careless, step!, viewOf(careless, initialState(careless)));
    expect(() => askStep(careless, step!, viewOf(careless, initialState(careless)))).toThrow(/RH201/);
  });

  test('may be parts of what was read', () => {
    const forwarding = defineSystem({
      actors: {
        a: createMachine({ id: 'm', context: { next: { type: 'add' } }, initial: 'x', states: { x: {} } }),
        b: counter,
      },
      steps: { s: ({ a }) => ({ b: a.context.next }) },
    }) as unknown as System;
    expect(numbers([take(forwarding, initialState(forwarding), forwarding.steps[0]!)!.after[1]!])).toEqual([
      1,
    ]);
  });
});
