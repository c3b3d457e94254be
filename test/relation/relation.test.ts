import { assign, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { check, defineSystem } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';
import { Relation } from '../../checker/relation/relation.ts';

const counter = createMachine({
  id: 'counter',
  context: { n: 0 },
  initial: 'x',
  states: {
    x: {
      on: {
        add: {
          guard: ({ context }) => context.n < 3,
          actions: assign({ n: ({ context }) => context.n + 1 }),
        },
      },
    },
  },
});
const add = { type: 'add' };

function relationOf(
  steps: object,
  actors = ['a', 'b', 'c'],
): { relation: Relation; calls: Record<string, number> } {
  const calls: Record<string, number> = {};
  const counted = Object.entries(steps).map(([name, step]) => [
    name,
    (state: unknown) => {
      calls[name] = (calls[name] ?? 0) + 1;
      return (step as (state: unknown) => unknown)(state);
    },
  ]);
  const system = defineSystem({
    actors: Object.fromEntries(actors.map((name) => [name, counter])),
    steps: Object.fromEntries(counted) as never,
  });
  return { relation: new Relation(system), calls };
}

/** Where a step leads from these values of n, as values of n. */
function from(relation: Relation, values: readonly number[], step = 0): (number | undefined)[] | null {
  const locals = values.map((n, actor) => {
    const found = relation.locals[actor]!.snapshots.findIndex(
      (one) => (one.context as { n: number }).n === n,
    );
    if (found < 0) throw new Error(`nobody has been at ${n} yet`);
    return found;
  });
  relation.hold(locals);
  const next = relation.successor(step);
  return next && relation.snapshots(next).map((one) => (one.context as { n: number }).n);
}

describe('the learned relation', () => {
  test('asks a step once (twice, to be sure) per combination of what it reads', () => {
    const { relation, calls } = relationOf({
      s: ({ a, b }: Record<'a' | 'b', { context: { n: number } }>) =>
        a.context.n === 0 && b.context.n === 0 && { c: add },
      up: () => ({ a: add }),
    });
    expect(from(relation, [0, 0, 0])).toEqual([0, 0, 1]);
    expect(calls.s).toBe(2);
    expect(from(relation, [0, 0, 1])).toEqual([0, 0, 2]);
    expect(calls.s).toBe(2);
    expect(from(relation, [0, 0, 0], 1)).toEqual([1, 0, 0]);
    expect(from(relation, [1, 0, 0])).toBe(null);
    expect(from(relation, [1, 0, 2])).toBe(null);
    expect(calls).toEqual({ s: 4, up: 2 });
    expect(relation.calls.user).toBe(6);
  });

  test('asks once if told so', () => {
    const system = defineSystem({ actors: { a: counter }, steps: { s: () => ({ a: add }) } });
    const relation = new Relation(system as unknown as System, { askTwice: false });
    relation.hold([0]);
    expect(relation.successor(0)).toEqual([1]);
    expect(relation.calls).toEqual({ user: 1, xstate: 2 });
  });

  test('asks XState once per local state and event, whatever the other actors do', () => {
    const { relation } = relationOf({ s: () => ({ a: add }), t: () => ({ b: add }) });
    from(relation, [0, 0, 0], 1);
    from(relation, [0, 0, 0]);
    const { xstate } = relation.calls;
    expect(from(relation, [0, 1, 0])).toEqual([1, 1, 0]);
    expect(relation.calls.xstate).toBe(xstate);
  });

  test('a set of deliveries is taken by all at once, or by none', () => {
    const { relation } = relationOf({ both: () => ({ a: add, b: add }), a: () => ({ a: add }) });
    expect(from(relation, [0, 0, 0])).toEqual([1, 1, 0]);
    expect(from(relation, [1, 0, 0])).toEqual([2, 1, 0]);
    expect(from(relation, [2, 0, 0])).toEqual([3, 1, 0]);
    expect(from(relation, [3, 0, 0])).toBe(null);
    expect(from(relation, [3, 1, 0])).toBe(null);
    expect(from(relation, [2, 1, 0])).toEqual([3, 2, 0]);
  });

  test('packs and unpacks states, also after a new layout', () => {
    const big = createMachine({
      id: 'big',
      context: { n: 0 },
      initial: 'x',
      states: { x: { on: { add: { actions: assign({ n: ({ context }) => (context.n + 1) % 600 }) } } } },
    });
    const names = Array.from({ length: 40 }, (_, i) => `idle${i}`);
    const system = defineSystem({
      actors: { first: big, ...Object.fromEntries(names.map((name) => [name, counter])), last: big },
      steps: { s: () => ({ first: add }), t: () => ({ last: add }) } as never,
    });
    const relation = new Relation(system as unknown as System);
    let state = relation.unpack(relation.first(), 0);
    const versions = new Set<number>();
    for (let i = 0; i < 599; i++) {
      relation.hold(state);
      state = relation.successor(i % 2)!;
      expect(relation.unpack(relation.pack(state), 0)).toEqual(state);
      versions.add(relation.version);
    }
    expect(relation.snapshots(state).map((one) => (one.context as { n: number }).n)).toEqual([
      300,
      ...names.map(() => 0),
      299,
    ]);
    expect(versions.size).toBeGreaterThan(1);
  });
});

describe('a rendezvous that somebody refuses', () => {
  const fragile = createMachine({
    id: 'fragile',
    context: { n: 0 },
    initial: 'x',
    states: {
      x: {
        on: {
          add: {
            actions: assign(({ context }) => {
              if (context.n === 1) throw new Error('one is enough');
              return { n: context.n + 1 };
            }),
          },
        },
      },
    },
  });
  const once = createMachine({
    id: 'once',
    initial: 'x',
    states: { x: { on: { add: 'y' } }, y: { on: { stay: 'y' } } },
  });

  test('asks nobody where it would have led', async () => {
    const system = defineSystem({
      actors: { a: fragile, b: once },
      steps: { s: () => ({ a: add, b: add }) },
    });
    const { exploration } = await check(system);
    expect(exploration).toMatchObject({ states: 2, transitions: 1, localStates: { a: 2, b: 2 } });
  });

  test('leaves no local states behind that are in no state', async () => {
    const system = defineSystem({
      actors: { a: counter, b: once },
      steps: { s: () => ({ a: add, b: add }) },
    });
    expect((await check(system, [], { maxLocalStates: 2 })).exploration.localStates).toEqual({ a: 2, b: 2 });
  });

  test('is settled once, and not asked about again for each state', async () => {
    const never = createMachine({
      id: 'never',
      initial: 'x',
      states: { x: { on: { add: { guard: () => false, target: 'x' } } } },
    });
    const many = createMachine({
      id: 'many',
      context: { n: 0 },
      initial: 'x',
      states: { x: { on: { add: { actions: assign({ n: ({ context }) => (context.n + 1) % 30 }) } } } },
    });
    const system = defineSystem({
      actors: { a: many, b: many, c: never },
      steps: { a: () => ({ a: add }), b: () => ({ b: add }), all: () => ({ a: add, b: add, c: add }) },
    });
    const { exploration } = await check(system);
    expect(exploration).toMatchObject({ states: 900, transitions: 1800, unusedSteps: ['all'] });
    expect(exploration.calls.xstate).toBeLessThan(4 * 60 + 10);
  });
});
