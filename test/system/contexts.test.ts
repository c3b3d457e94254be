import { assign, createMachine } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { check, defineSystem } from '../../checker/index.ts';
import { refusal, rejection } from '../support.ts';

const go = { type: 'go' };

function startsWith(value: unknown): AnyStateMachine {
  return createMachine({ id: 'm', context: () => ({ list: [{ deep: value }] }), on: { go: '.' } } as never);
}

function becomes(value: unknown): AnyStateMachine {
  const keep = assign({ list: () => [{ deep: value }] });
  return createMachine({
    id: 'm',
    context: { list: [] },
    initial: 'x',
    states: { x: { on: { go: { actions: keep } } } },
  } as never);
}

function systemOf(machine: AnyStateMachine) {
  return defineSystem({ actors: { a: machine }, steps: { 'a goes': () => ({ a: go }) } });
}

class Link {
  readonly name = 'net0';
}
const cycle: { self?: unknown } = {};
cycle.self = cycle;
// eslint-disable-next-line no-sparse-arrays
const holes = [1, , 3];

const values: Record<string, [value: unknown, found: string]> = {
  undefined: [undefined, 'context.list[0].deep is undefined'],
  NaN: [NaN, 'context.list[0].deep is NaN'],
  Infinity: [-Infinity, 'context.list[0].deep is -Infinity'],
  'a bigint': [1n, 'context.list[0].deep is a bigint'],
  'a symbol': [Symbol('s'), 'context.list[0].deep is a symbol'],
  'a function': [() => 1, 'context.list[0].deep is a function'],
  'a Map': [new Map(), 'context.list[0].deep is an instance of Map'],
  'a Set': [new Set([1]), 'context.list[0].deep is an instance of Set'],
  'a Date': [new Date(0), 'context.list[0].deep is an instance of Date'],
  'an instance': [new Link(), 'context.list[0].deep is an instance of Link'],
  'a typed array': [new Uint8Array(2), 'context.list[0].deep is an instance of Uint8Array'],
  'a promise': [Promise.resolve(1), 'context.list[0].deep is an instance of Promise'],
  'a cycle': [cycle, 'context.list[0].deep.self is a reference to itself'],
  'a hole': [holes, 'context.list[0].deep[1] is a hole in an array'],
  'an array with more than items': [
    Object.assign([1], { more: 2 }),
    'context.list[0].deep is an array with the property more',
  ],
  'a kind of array': [new (class Pile extends Array {})(), 'context.list[0].deep is an instance of Pile'],
  'a getter': [
    {
      get now() {
        return 1;
      },
    },
    'context.list[0].deep.now is a getter',
  ],
  'a symbol as key': [{ [Symbol('s')]: 1 }, 'context.list[0].deep is an object with symbols as keys'],
};

describe('contexts hold plain data', () => {
  test.each(Object.keys(values))('%s at the start is refused, with its path', (name) => {
    const [value, what] = values[name]!;
    expect(refusal(() => systemOf(startsWith(value)))).toMatchObject({
      code: 'RH102',
      what,
      where: ['actor a', 'machine m', 'state {}'],
    });
  });

  test.each(Object.keys(values))('%s that comes later is refused, with its path', async (name) => {
    const [value, what] = values[name]!;
    expect(await rejection(check(systemOf(becomes(value))))).toMatchObject({ code: 'RH102', what });
  });

  test('a reference to an actor is refused, be it self or spawned', async () => {
    const selfish = createMachine({ id: 'm', context: ({ self }) => ({ list: [{ deep: self }] }) });
    expect(refusal(() => systemOf(selfish))).toMatchObject({
      code: 'RH102',
      what: 'context.list[0].deep is a reference to an actor',
    });
    const child = createMachine({ id: 'child' });
    const spawning = createMachine({
      id: 'm',
      context: { child: null },
      initial: 'x',
      states: { x: { on: { go: { actions: assign({ child: ({ spawn }) => spawn(child) as never }) } } } },
    });
    expect(await rejection(check(systemOf(spawning)))).toMatchObject({
      code: 'RH102',
      what: 'context.child is a reference to an actor',
    });
  });

  test('JSON values are fine, of any depth, and with the same object twice', async () => {
    const twice = { n: -0 };
    const context = {
      a: null,
      b: true,
      c: [1.5, 'x', [], {}],
      d: { e: { f: [twice, twice] } },
      __proto__: null,
    };
    const machine = createMachine({
      id: 'm',
      context,
      on: { go: '.x' },
      initial: 'x',
      states: { x: {} },
    });
    const { exploration } = await check(systemOf(machine));
    expect(exploration.states).toBe(1);
  });

  test('output is held to the same', async () => {
    const machine = createMachine({
      id: 'm',
      initial: 'x',
      output: () => ({ when: new Date(0) }),
      states: { x: { on: { go: 'end' } }, end: { type: 'final' } },
    });
    expect(await rejection(check(systemOf(machine)))).toMatchObject({
      code: 'RH102',
      what: 'output.when is an instance of Date',
    });
  });
});

describe('nothing that a machine holds can be modified', () => {
  const machine = createMachine({
    id: 'm',
    context: { n: 0, list: [{ deep: 1 }], frozen: Object.freeze({ inner: { n: 1 } }) },
    type: 'parallel',
    states: { p: { initial: 'x', states: { x: {} } }, q: {} },
    on: { go: { actions: assign({ n: ({ context }) => (context.n + 1) % 3 }) } },
  });
  const attempts: Record<string, (snapshot: never) => void> = {
    context: (snapshot: { context: unknown }) => (snapshot.context = {}),
    'a field': (snapshot: { context: { n: number } }) => snapshot.context.n++,
    'something deep': (snapshot: { context: { list: { deep: number }[] } }) =>
      snapshot.context.list[0]!.deep++,
    'the length of a list': (snapshot: { context: { list: unknown[] } }) => snapshot.context.list.pop(),
    'what lies in something that was frozen before': (snapshot: {
      context: { frozen: { inner: { n: number } } };
    }) => snapshot.context.frozen.inner.n++,
    value: (snapshot: { value: unknown }) => (snapshot.value = 'x'),
    'a region of the value': (snapshot: { value: { p: string } }) => (snapshot.value.p = 'y'),
    status: (snapshot: { status: string }) => (snapshot.status = 'done'),
  };
  test.each(Object.keys(attempts))('not by a step: %s', async (name) => {
    const system = defineSystem({
      actors: { a: machine },
      steps: {
        'a goes': ({ a }) => {
          attempts[name]!(a as never);
          return { a: go };
        },
      },
    });
    const error = await rejection(check(system));
    expect(error).toMatchObject({ code: 'RH201', where: ['step a goes'] });
    expect(error.what).toMatch(/Cannot (assign to|delete)/);
  });

  test('not by a property, and not the output', async () => {
    const ending = createMachine({
      id: 'm',
      initial: 'x',
      output: () => ({ n: 1 }),
      states: { x: { on: { go: 'end' } }, end: { type: 'final' } },
    });
    const writes = {
      kind: 'always',
      name: 'writes',
      predicates: [({ a }: never) => ((a as { output?: { n: number } }).output ?? { n: 0 }).n++ >= 0],
    } as const;
    expect(await rejection(check(systemOf(ending), [writes as never]))).toMatchObject({
      code: 'RH201',
      where: ['property writes'],
    });
  });

  test('not by an assign', async () => {
    const careless = createMachine({
      id: 'm',
      context: { list: [1] },
      initial: 'x',
      states: {
        x: {
          on: {
            go: {
              actions: assign(({ context }) => {
                context.list.push(2);
                return {};
              }),
            },
          },
        },
      },
    });
    expect(await rejection(check(systemOf(careless)))).toMatchObject({
      code: 'RH202',
      where: ['actor a', 'machine m', 'state x', 'event go'],
    });
  });
});
