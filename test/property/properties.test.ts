import { assign, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { always, check, defineSystem, never, noDeadlock, onStep, reachable } from '../../checker/index.ts';
import type { ActorsOf, CheckResult, Property, View } from '../../checker/index.ts';
import { rejection } from '../support.ts';

const counter = createMachine({
  id: 'counter',
  context: { n: 0 },
  initial: 'x',
  states: {
    x: {
      on: {
        add: {
          guard: ({ context }) => context.n < 5,
          actions: assign({ n: ({ context }) => context.n + 1 }),
        },
      },
    },
  },
});
const add = { type: 'add' };
const system = defineSystem({
  actors: { a: counter, b: counter },
  steps: (step) => [
    step('a adds', { by: 'ann', at: 'a.c: add' }, () => ({ a: add })),
    step('b adds', { by: 'bob', at: 'b.c: add' }, ({ a }) => a.context.n > 1 && { b: add }),
  ],
  ends: ({ a, b }) => a.context.n === 5 && b.context.n === 5,
});
type Actors = ActorsOf<typeof system>;

async function outcome(...properties: Property<Actors>[]): Promise<unknown[]> {
  const { properties: results } = await check(system, properties);
  return results
    .slice(0, properties.length)
    .map(({ verdict, trace }) => [verdict, trace?.steps.map(({ step }) => step[0]).join('')]);
}

describe('always', () => {
  test('holds where all predicates are true of every state', async () => {
    expect(await outcome(always('p', ({ a }) => a.context.n <= 5))).toEqual([['holds', undefined]]);
    expect(await outcome(always('none at all', []))).toEqual([['holds', undefined]]);
  });

  test('is violated as early as possible, by whichever conjunct', async () => {
    const conjuncts = [
      ({ a }: View<Actors>) => a.context.n < 4,
      ({ b }: View<Actors>) => b.context.n < 1,
      () => true,
    ];
    expect(await outcome(always('p', conjuncts))).toEqual([['violated', 'aab']]);
    expect(await outcome(always('p', conjuncts.slice(0, 1)))).toEqual([['violated', 'aaaa']]);
    expect(await outcome(always('p', conjuncts.slice(2)))).toEqual([['holds', undefined]]);
    expect(await outcome(always('at once', () => false))).toEqual([['violated', '']]);
  });
});

describe('never', () => {
  test('holds where no predicate is true of any state', async () => {
    expect(await outcome(never('p', ({ b }) => b.context.n > 5))).toEqual([['holds', undefined]]);
  });

  test('is violated as early as possible, by whichever predicate', async () => {
    expect(
      await outcome(never('p', [({ a }) => a.context.n === 3, ({ b }) => b.context.n === 1])),
    ).toMatchObject([['violated', expect.stringMatching(/^aa.$/)]]);
  });
});

describe('reachable', () => {
  test('holds with a shortest witness, of whichever predicate', async () => {
    expect(await outcome(reachable('p', ({ b }) => b.context.n === 2))).toEqual([['holds', 'aabb']]);
    expect(await outcome(reachable('p', [() => false, ({ b }) => b.context.n === 1]))).toEqual([
      ['holds', 'aab'],
    ]);
    expect(await outcome(reachable('first', () => true))).toEqual([['holds', '']]);
  });

  test('is violated where no state will do; there is no trace of that', async () => {
    expect(await outcome(reachable('p', ({ a, b }) => b.context.n > 0 && a.context.n < 2))).toEqual([
      ['violated', undefined],
    ]);
  });
});

describe('onStep', () => {
  test('is asked about the states before and after each of its steps, and about the step', async () => {
    const seen = new Set<string>();
    const property = onStep<Actors>('p', 'b adds', ({ before, after, step }) => {
      seen.add(
        `${before.a.context.n}${before.b.context.n} ${after.a.context.n}${after.b.context.n} ${step.name} ${step.by} ${step.at}`,
      );
      return after.b.context.n === before.b.context.n + 1 && after.a.context.n === before.a.context.n;
    });
    expect(await outcome(property)).toEqual([['holds', undefined]]);
    expect(seen.size).toBe(4 * 5);
    expect(seen).toContain('53 54 b adds bob b.c: add');
    expect([...seen].every((one) => one.endsWith(' b adds bob b.c: add'))).toBe(true);
  });

  test('is violated with the step as the last of a shortest trace', async () => {
    expect(await outcome(onStep('p', 'b adds', ({ before }) => before.a.context.n !== 3))).toEqual([
      ['violated', 'aaab'],
    ]);
    expect(await outcome(onStep('p', 'b adds', ({ after }) => after.b.context.n < 2))).toEqual([
      ['violated', 'aabb'],
    ]);
    expect(await outcome(onStep('p', 'b adds', [() => true, () => false]))).toEqual([['violated', 'aab']]);
  });

  test('may be about steps that lead to states that were seen before', async () => {
    expect(
      await outcome(
        onStep('p', 'b adds', ({ after }) => !(after.a.context.n === 5 && after.b.context.n === 1)),
      ),
    ).toMatchObject([['violated', expect.stringMatching(/^a{5}b$/)]]);
  });

  test('is vacuous if none of its steps is ever taken, and not otherwise', async () => {
    expect(await outcome(onStep('p', 'c adds', () => false))).toEqual([['vacuous', undefined]]);
    const idle = defineSystem({
      actors: { a: counter },
      steps: { never: () => null, 'a adds': () => ({ a: add }) },
    });
    const { properties } = await check(idle, [
      onStep('p', 'never', () => false),
      onStep('q', 'a adds', () => true),
    ]);
    expect(properties.map(({ verdict }) => verdict)).toEqual(['vacuous', 'holds', 'violated']);
  });

  test('is about a name, a pattern or a test', async () => {
    const none = (): boolean => false;
    expect(
      await outcome(
        onStep('p', /^b/, none),
        onStep('p', /ADDS/i, none),
        onStep('p', /adds$/g, none),
        onStep('p', /b/y, none),
      ),
    ).toEqual([
      ['violated', 'aab'],
      ['violated', 'a'],
      ['violated', 'a'],
      ['violated', 'aab'],
    ]);
    expect(
      await outcome(
        onStep('p', ({ by }) => by === 'bob', none),
        onStep('p', ({ at }) => at === 'c.c: add', none),
      ),
    ).toEqual([
      ['violated', 'aab'],
      ['vacuous', undefined],
    ]);
    expect(await outcome(onStep('a name is no pattern', 'adds', none))).toEqual([['vacuous', undefined]]);
  });
});

describe('freedom from deadlock', () => {
  const stuck = defineSystem({ actors: { a: counter }, steps: { 'a adds': () => ({ a: add }) } });

  test('is checked unasked, and not twice if asked for', async () => {
    expect((await check(stuck)).properties).toMatchObject([
      { name: 'no deadlock', kind: 'deadlock', verdict: 'violated' },
    ]);
    const named = { ...noDeadlock, name: 'never stuck', cites: ['OS-1'] };
    const { properties } = await check(stuck, [named, always('p', () => true)]);
    expect(properties).toMatchObject([
      { name: 'never stuck', cites: ['OS-1'], verdict: 'violated' },
      { name: 'p' },
    ]);
    expect(properties).toHaveLength(2);
  });

  test('takes the first state without steps, as near as possible', async () => {
    const { properties } = await check(stuck);
    expect(properties[0]!.trace!.steps).toHaveLength(5);
    expect(properties[0]!.trace!.reads).toEqual([]);
  });

  test('accepts the ends of the system, and asks about states without steps only', async () => {
    const asked: number[] = [];
    const ending = defineSystem({
      actors: { a: counter },
      steps: { 'a adds': () => ({ a: add }) },
      ends: ({ a }) => {
        asked.push(a.context.n);
        return a.context.n === 5;
      },
    });
    expect((await check(ending)).properties[0]).toMatchObject({ verdict: 'holds' });
    expect(new Set(asked)).toEqual(new Set([5]));
  });

  test('accepts a state in which all actors are done, but not one in which only some are', async () => {
    const ends = createMachine({
      id: 'ends',
      initial: 'x',
      states: { x: { on: { add: 'y' } }, y: { type: 'final' } },
    });
    const both = (again: boolean): Promise<CheckResult> =>
      check(
        defineSystem({
          actors: { a: ends, b: ends },
          steps: { a: () => ({ a: add }), b: () => (again ? { b: add } : null) },
        }),
      );
    expect((await both(true)).properties[0]).toMatchObject({ verdict: 'holds' });
    expect((await both(true)).exploration).toMatchObject({ states: 4, transitions: 4 });
    const { verdict, trace } = (await both(false)).properties[0]!;
    expect([verdict, trace!.final]).toEqual([
      'violated',
      { a: { value: 'y', status: 'done' }, b: { value: 'x' } },
    ]);
  });

  test('a step that changes nothing is a step', async () => {
    const still = createMachine({ id: 'still', initial: 'x', states: { x: { on: { stay: 'x' } } } });
    const { properties, exploration } = await check(
      defineSystem({ actors: { a: still }, steps: { s: () => ({ a: { type: 'stay' } }) } }),
    );
    expect(properties[0]!.verdict).toBe('holds');
    expect(exploration).toMatchObject({ states: 1, transitions: 1 });
  });

  test('an answer of ends that is none', async () => {
    const odd = defineSystem({ actors: { a: counter }, steps: { s: () => null }, ends: () => 1 as never });
    expect(await rejection(check(odd))).toMatchObject({ code: 'RH209', what: 'it answered 1' });
    const thrown = defineSystem({
      actors: { a: counter },
      steps: { s: () => null },
      ends: ({ a }) => (a as never as { b: { c: boolean } }).b.c,
    });
    expect((await rejection(check(thrown))).code).toBe('RH201');
  });
});

describe('answers', () => {
  test('an object is the answer that decides, and is shown', async () => {
    const { properties } = await check(system, [
      always('a', ({ a }) => a.context.n < 2 || { n: a.context.n, of: ['a'] }),
      never('n', ({ a }) => a.context.n > 2 && { n: a.context.n }),
      reachable('r', ({ b }) => b.context.n === 1 && { b: b.context.n }),
      onStep('s', 'a adds', ({ before, after }) => before.a.context.n < 4 || { to: after.a.context.n }),
    ]);
    expect(properties.slice(0, 4).map(({ verdict, trace }) => [verdict, trace!.values])).toEqual([
      ['violated', { n: 2, of: ['a'] }],
      ['violated', { n: 3 }],
      ['holds', { b: 1 }],
      ['violated', { to: 5 }],
    ]);
  });

  test('true and false alone show no values', async () => {
    const { properties } = await check(system, [always('a', ({ a }) => a.context.n < 2)]);
    expect(properties[0]!.trace).not.toHaveProperty('values');
  });

  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'it answered undefined'],
    ['null', null, 'it answered null'],
    ['a number', 0, 'it answered 0'],
    ['a string', 'yes', 'it answered yes'],
    ['a promise', Promise.resolve(true), 'it answered {}'],
  ])('not %s', async (_, answer, what) => {
    for (const make of [always, never, reachable]) {
      const error = await rejection(check(system, [make<Actors>('p', () => answer as never)]));
      expect(error).toMatchObject({ code: 'RH209', what, where: ['property p'] });
    }
    expect((await rejection(check(system, [onStep<Actors>('p', /a/, () => answer as never)]))).code).toBe(
      'RH209',
    );
  });

  test('a property that throws is RH201; one that reads an actor that is not there is RH103', async () => {
    const broken = always<Actors>('p', ({ a }) => (a.context as never as { x: { y: boolean } }).x.y);
    expect(await rejection(check(system, [broken]))).toMatchObject({ code: 'RH201', where: ['property p'] });
    const lost = always<Actors>(
      'p',
      (state) => (state as never as { bb: { value: string } }).bb.value === 'x',
    );
    expect(await rejection(check(system, [lost]))).toMatchObject({
      code: 'RH103',
      what: '"bb". Did you mean "b"?',
      where: ['property p'],
    });
  });
});

test('what readers want to know about a property comes with its result', async () => {
  const details = { about: 'It adds.', cites: ['OS-8627'] };
  const { properties } = await check(system, [
    always('p', () => true, details),
    onStep('q', /a/, () => true),
  ]);
  expect(properties[0]).toEqual({ name: 'p', kind: 'always', verdict: 'holds', ...details });
  expect(properties[1]).toEqual({ name: 'q', kind: 'onStep', verdict: 'holds' });
});

test('two properties that are violated have a shortest trace each, and the search goes on after both', async () => {
  const { properties, exploration } = await check(system, [
    always('late', ({ b }) => b.context.n < 5),
    never('early', ({ a }) => a.context.n === 1),
    onStep('step', 'b adds', () => false),
  ]);
  expect(properties.map(({ verdict, trace }) => [verdict, trace?.steps.length])).toEqual([
    ['violated', 7],
    ['violated', 1],
    ['violated', 3],
    ['holds', undefined],
  ]);
  expect(exploration).toMatchObject({ states: 2 + 4 * 6, complete: true });
});

test('many properties: more than one word of questions', async () => {
  const many = Array.from({ length: 70 }, (_, i) =>
    i % 2 === 0
      ? never<Actors>(`p${i}`, ({ a, b }) => 6 * a.context.n + b.context.n === i)
      : reachable<Actors>(`p${i}`, ({ a, b }) => 6 * a.context.n + b.context.n === i),
  );
  const { properties } = await check(system, many);
  properties.slice(0, 70).forEach(({ verdict, trace }, i) => {
    const [a, b] = [Math.floor(i / 6), i % 6];
    const exists = a <= 5 && (b === 0 || a >= 2);
    expect([i, verdict]).toEqual([i, exists === (i % 2 === 0) ? 'violated' : 'holds']);
    expect(trace?.steps.length).toBe(exists ? a + b : undefined);
  });
});
