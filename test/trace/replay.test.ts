import { assign, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { always, check, defineSystem, noDeadlock, onStep, reachable } from '../../checker/index.ts';
import type { ActorsOf, Machines, Property, System } from '../../checker/index.ts';
import { findAtEnd, runSteps, traceOf } from '../../checker/trace/replay.ts';
import type { Run } from '../../checker/trace/replay.ts';
import { refusal, rejection } from '../support.ts';

const link = createMachine({
  id: 'link',
  context: { ref: 0 },
  initial: 'up',
  states: {
    up: {
      on: {
        hold: {
          guard: ({ context }) => context.ref < 2,
          actions: assign({ ref: ({ context }) => context.ref + 1 }),
        },
        free: 'gone',
      },
    },
    gone: {},
  },
});
const snoop = createMachine({
  id: 'snoop',
  initial: 'idle',
  states: { idle: { on: { open: 'open' } }, open: { on: { close: 'idle' } } },
});
const system = defineSystem({
  actors: { net0: link, snoop },
  steps: (step) => [
    step('open', { by: 'snoop', at: 'dlpi.c: open', about: 'It opens.' }, ({ net0 }) => ({
      snoop: { type: 'open' },
      net0: { type: 'hold', from: net0.context.ref },
    })),
    step('close', () => ({ snoop: { type: 'close' } })),
    step('free', ({ snoop: observer }) => observer.matches('idle') && { net0: { type: 'free' } }),
  ],
});
type Actors = ActorsOf<typeof system>;
const untyped = system as unknown as System;
const run = (...names: string[]): Run => runSteps(untyped, names);
const atEnd = (one: Run, property: Property<Actors>): unknown =>
  findAtEnd(untyped, one, property as unknown as Property<Machines>);

describe('taking steps by name, through XState', () => {
  test('gives the states on the way and what was delivered', () => {
    const { states, taken } = run('open', 'close', 'open');
    expect(
      states.map(([net0, observer]) => [(net0!.context as { ref: number }).ref, observer!.value as unknown]),
    ).toEqual([
      [0, 'idle'],
      [1, 'open'],
      [1, 'idle'],
      [2, 'open'],
    ]);
    expect(taken.map(({ step, deliveries }) => [step.name, deliveries.length])).toEqual([
      ['open', 2],
      ['close', 1],
      ['open', 2],
    ]);
    expect(run()).toMatchObject({ taken: [], states: [{}] });
  });

  test('a step that does not exist in its state is RH207, with its place', () => {
    expect(refusal(() => run('open', 'free'))).toMatchObject({
      code: 'RH207',
      what: '"free"',
      where: ['step 2 of the trace'],
    });
    expect(refusal(() => run('open', 'open')).where).toEqual(['step 2 of the trace']);
    expect(refusal(() => run('open', 'close', 'open', 'close', 'open')).where).toEqual([
      'step 5 of the trace',
    ]);
    expect(refusal(() => run('close')).where).toEqual(['step 1 of the trace']);
  });

  test('a step that the system does not have is RH207, with a suggestion', () => {
    expect(refusal(() => run('open', 'clsoe'))).toMatchObject({
      code: 'RH207',
      what: 'the system has no step "clsoe". Did you mean "close"?',
      where: ['step 2 of the trace'],
    });
  });
});

describe('whether a property finds something at the end', () => {
  test('of a state', () => {
    const low = always<Actors>('low', ({ net0 }) => net0.context.ref < 1 || { ref: net0.context.ref });
    expect(atEnd(run(), low)).toBe(null);
    expect(atEnd(run('open', 'close'), low)).toEqual({ ref: 1 });
    expect(
      atEnd(
        run('free'),
        reachable<Actors>('gone', ({ net0 }) => net0.matches('gone')),
      ),
    ).toBe(true);
  });

  test('of a step: only of the last one, and only if the property is about it', () => {
    const never = (on: string | RegExp): Property<Actors> => onStep<Actors>('p', on, () => false);
    expect(atEnd(run('open', 'close'), never('close'))).toBe(false);
    expect(atEnd(run('open', 'close'), never('open'))).toBe(null);
    expect(atEnd(run('open', 'close'), never(/^o/))).toBe(null);
    expect(
      atEnd(
        run('open'),
        onStep<Actors>(
          'p',
          ({ by }) => by === 'snoop',
          () => false,
        ),
      ),
    ).toBe(false);
    expect(atEnd(run(), never(/./))).toBe(null);
    const trace = traceOf(untyped, run('open', 'close'), never('open') as unknown as Property<Machines>);
    expect(trace.reads).toEqual([]);
  });

  test('of a deadlock', () => {
    expect(atEnd(run('open', 'close'), noDeadlock)).toBe(null);
    expect(atEnd(run('open', 'close', 'free'), noDeadlock)).toBe(true);
  });
});

test('a trace tells what each step delivered and changed, from the first state to the last', async () => {
  const { properties } = await check(system, [
    always<Actors>('p', ({ net0, snoop: observer }) => net0.context.ref < 1 || observer.matches('open')),
  ]);
  expect(properties[0]!.trace).toEqual({
    initial: { net0: { value: 'up', context: { ref: 0 } }, snoop: { value: 'idle' } },
    steps: [
      {
        step: 'open',
        by: 'snoop',
        at: 'dlpi.c: open',
        about: 'It opens.',
        deliveries: [
          { actor: 'snoop', event: { type: 'open' } },
          { actor: 'net0', event: { type: 'hold', from: 0 } },
        ],
        changes: [
          { actor: 'net0', path: ['context', 'ref'], before: 0, after: 1 },
          { actor: 'snoop', path: ['value'], before: 'idle', after: 'open' },
        ],
      },
      {
        step: 'close',
        deliveries: [{ actor: 'snoop', event: { type: 'close' } }],
        changes: [{ actor: 'snoop', path: ['value'], before: 'open', after: 'idle' }],
      },
    ],
    final: { net0: { value: 'up', context: { ref: 1 } }, snoop: { value: 'idle' } },
    reads: [
      { path: 'net0.context.ref', value: 1 },
      { path: 'snoop.matches("open")', value: false },
    ],
  });
});

test('the same system gives the same trace every time', async () => {
  const traces = await Promise.all(
    [1, 2].map(() => check(system, [reachable<Actors>('p', ({ net0 }) => net0.context.ref === 2)])),
  );
  expect(traces[0]!.properties).toEqual(traces[1]!.properties);
});

describe('a replay that disagrees with the exploration is RH206, never a trace', () => {
  /** A machine whose guard says no from some call on. */
  const fickle = (calls: number): ReturnType<typeof createMachine> => {
    let asked = 0;
    return createMachine({
      id: 'fickle',
      context: { n: 0 },
      initial: 'x',
      states: {
        x: {
          on: {
            go: [
              {
                guard: () => asked++ < calls,
                actions: assign({
                  n: ({ context }: { context: { n: number } }) => Math.min(3, context.n + 1),
                }) as never,
              },
              { actions: assign({ n: 0 }) },
            ],
          },
        },
      },
    }) as never;
  };

  test('another state', async () => {
    const one = defineSystem({ actors: { a: fickle(100) }, steps: { go: () => ({ a: { type: 'go' } }) } });
    const find = always<ActorsOf<typeof one>>('p', ({ a }) => (a.context as { n: number }).n < 3);
    expect((await check(one, [find])).properties[0]!.trace!.steps).toHaveLength(3);
    // Four local states are asked for `can` once and for the transition twice.
    const other = defineSystem({ actors: { a: fickle(12) }, steps: { go: () => ({ a: { type: 'go' } }) } });
    expect(await rejection(check(other, [find]))).toMatchObject({
      code: 'RH206',
      what: 'XState comes to another state',
    });
  });

  test('a step that is refused', async () => {
    let asked = 0;
    const closing = createMachine({
      id: 'closing',
      context: { n: 0 },
      initial: 'x',
      states: {
        x: {
          on: {
            go: {
              guard: () => asked++ < 12,
              actions: assign({ n: ({ context }) => Math.min(3, context.n + 1) }),
            },
          },
        },
      },
    });
    const one = defineSystem({ actors: { a: closing }, steps: { go: () => ({ a: { type: 'go' } }) } });
    expect(await rejection(check(one, [always('p', ({ a }) => a.context.n < 3)]))).toMatchObject({
      code: 'RH206',
      what: 'XState refuses the step "go"',
      where: ['step 1 of the trace'],
    });
  });
});
