import { assign, createMachine, fromPromise, setup } from 'xstate';
import { describe, expect, test } from 'vitest';
import { actor, check, defineSystem } from '../../checker/index.ts';
import { refusal, rejection } from '../support.ts';

const zone = setup({
  types: {
    context: {} as { n: number },
    input: {} as { n: number },
    events: {} as { type: 'boot' } | { type: 'halt' },
  },
}).createMachine({
  id: 'zone',
  context: ({ input }) => ({ n: input.n }),
  initial: 'down',
  states: { down: { on: { boot: 'up' } }, up: { on: { halt: 'down' } } },
});
const a = actor(zone, { input: { n: 1 } });
const boot = { type: 'boot' } as const;
const steps = { 'a boots': () => ({ a: boot }) };

describe('what may be an actor', () => {
  const wrong: Record<string, [source: unknown, what: string]> = {
    null: [null, 'actor a is null'],
    undefined: [undefined, 'actor a is a undefined'],
    'a string': ['zone', 'actor a is a string'],
    'a configuration': [{ initial: 'x', states: {} }, 'actor a is an object that is not a machine'],
    'other actor logic': [
      fromPromise(() => Promise.resolve(1)),
      'actor a is actor logic, but not a state machine',
    ],
    'an instance of nothing': [{ kind: 'refhold.actor', machine: undefined }, 'actor a is a undefined'],
  };
  test.each(Object.keys(wrong))('not %s', (name) => {
    const [source, what] = wrong[name]!;
    expect(refusal(() => defineSystem({ actors: { a: source as never }, steps: {} as never }))).toMatchObject(
      {
        code: 'RH106',
        what,
        where: ['actor a'],
      },
    );
  });

  test('a machine that lacks its input cannot start', () => {
    const needy = createMachine({ id: 'm', context: ({ input }) => ({ n: (input as { n: number }).n }) });
    const error = refusal(() => defineSystem({ actors: { a: needy }, steps }));
    expect(error).toMatchObject({ code: 'RH108', where: ['actor a', 'machine m', 'initial state'] });
    expect(error.what).toMatch(/Cannot read properties of undefined/);
    expect(error.fix).toContain('actor(machine, { input');
  });

  test('a machine that throws in an entry action of its first state cannot start', () => {
    const machine = createMachine({
      id: 'm',
      context: {},
      entry: assign(() => {
        throw new Error('no power');
      }),
    });
    expect(refusal(() => defineSystem({ actors: { a: machine }, steps }))).toMatchObject({
      code: 'RH108',
      what: 'no power',
    });
  });

  test('a machine that starts differently each time', () => {
    let calls = 0;
    const counting = createMachine({ id: 'm', context: () => ({ n: calls++ }) });
    const random = createMachine({ id: 'm', context: () => ({ n: Math.random() }) });
    const selfish = createMachine({ id: 'm', context: ({ self }) => ({ id: self.id }) });
    for (const machine of [counting, random, selfish]) {
      expect(refusal(() => defineSystem({ actors: { a: machine }, steps }))).toMatchObject({
        code: 'RH204',
        where: ['actor a', 'machine m', 'initial state'],
      });
    }
  });

  test('each instance starts from its own input', () => {
    const { actors } = defineSystem({ actors: { a, b: actor(zone, { input: { n: 2 } }) }, steps });
    expect(actors.map(({ name, input }) => [name, input])).toEqual([
      ['a', { n: 1 }],
      ['b', { n: 2 }],
    ]);
    expect(actors.map(({ initial }) => initial.context as unknown)).toEqual([{ n: 1 }, { n: 2 }]);
  });
});

describe('steps', () => {
  test('a system needs actors and steps', () => {
    expect(refusal(() => defineSystem({ actors: {}, steps: {} }))).toMatchObject({
      code: 'RH109',
      what: '`actors` is empty',
    });
    expect(refusal(() => defineSystem({ actors: { a }, steps: {} }))).toMatchObject({
      code: 'RH109',
      what: '`steps` is empty',
    });
    expect(refusal(() => defineSystem({ actors: { a }, steps: () => [] })).code).toBe('RH109');
  });

  test('a name given twice is refused', () => {
    const error = refusal(() =>
      defineSystem({
        actors: { a },
        steps: (step) => [step('s', () => null), step('t', () => null), step('s', () => null)],
      }),
    );
    expect(error).toMatchObject({ code: 'RH105', what: '"s"', where: ['step s'] });
  });

  test.each([
    ['a string', 'boot'],
    ['null', null],
    ['no deliver', { by: 'a' }],
    ['a number as deliver', { deliver: 3 }],
  ])('not a step: %s', (_, step) => {
    expect(refusal(() => defineSystem({ actors: { a }, steps: { s: step as never } }))).toMatchObject({
      code: 'RH107',
      where: ['step s'],
    });
  });

  test('a step carries who acts, where and what about; nothing of it is required', () => {
    const details = { by: 'a', at: 'zone.c: boot', about: 'The zone boots.', fairness: 'weak' } as const;
    const system = defineSystem({
      actors: { a },
      steps: (step) => [step('plain', () => null), step('told', details, () => ({ a: boot }))],
    });
    expect(system.steps).toEqual([
      { name: 'plain', fairness: 'none', deliver: expect.any(Function) as unknown },
      { name: 'told', ...details, deliver: expect.any(Function) as unknown },
    ]);
    const record = defineSystem({
      actors: { a },
      steps: { told: { ...details, deliver: () => ({ a: boot }) } },
    });
    expect(record.steps).toEqual(
      [system.steps[1]].map((told) => ({ ...told, deliver: expect.any(Function) as unknown })),
    );
  });
});

describe('what steps deliver', () => {
  const run = async (deliver: unknown): Promise<unknown> =>
    check(defineSystem({ actors: { web: zone2, net0: zone2 }, steps: { s: deliver as never } }));
  const zone2 = createMachine({
    id: 'zone',
    initial: 'down',
    states: { down: { on: { boot: 'up', 'x.*': 'up' } }, up: { on: { halt: 'down' } } },
  });

  test('an unknown actor, with a suggestion', async () => {
    expect(await rejection(run(() => ({ nte0: boot })))).toMatchObject({
      code: 'RH103',
      what: '"nte0". Did you mean "net0"?',
      where: ['step s'],
    });
    expect(await rejection(run(() => ({ kernel: boot })))).toMatchObject({
      what: '"kernel". There is: web, net0.',
    });
  });

  test('reading an unknown actor, with a suggestion', async () => {
    expect(
      await rejection(run((state: { net: { value: string } }) => state.net.value === 'x' && null)),
    ).toMatchObject({
      code: 'RH103',
      what: '"net". Did you mean "net0"?',
      where: ['step s'],
    });
  });

  test('an event that the machine never mentions, with a suggestion', async () => {
    expect(await rejection(run(() => ({ web: { type: 'bot' } })))).toMatchObject({
      code: 'RH104',
      what: 'machine zone has no "bot". Did you mean "boot"?',
      where: ['step s', 'actor web'],
    });
    expect(await rejection(run(() => ({ web: { type: 'unmount' } })))).toMatchObject({
      what: 'machine zone has no "unmount". There is: boot, halt, x.*.',
    });
  });

  test('an event that only another state handles, or only a wildcard, is no mistake', async () => {
    for (const type of ['halt', 'x', 'x.y', 'x.y.z']) await run(() => ({ web: { type } }));
    expect((await rejection(run(() => ({ web: { type: 'xy' } })))).code).toBe('RH104');
  });

  const garbage: Record<string, [answer: unknown, what: string]> = {
    true: [true, 'it returned true'],
    'a number': [7, 'it returned 7'],
    'a string': ['boot', 'it returned boot'],
    'an array': [[boot], 'it returned an array'],
    'a promise': [Promise.resolve(null), 'it returned a promise'],
    'no deliveries at all': [{}, 'it returned an object without deliveries'],
    'only deliveries of undefined': [{ web: undefined }, 'it returned an object without deliveries'],
    'an event that is a string': [{ web: 'boot' }, 'the event is "boot", without a type'],
    'an event without a type': [{ web: { kind: 'boot' } }, 'the event is {"kind":"boot"}, without a type'],
    'null for an event': [{ web: null }, 'the event is null, without a type'],
  };
  test.each(Object.keys(garbage))('not %s', async (name) => {
    const [answer, what] = garbage[name]!;
    expect(await rejection(run(() => answer))).toMatchObject({ code: 'RH205', what });
  });

  test('payload is plain data', async () => {
    expect(await rejection(run(() => ({ web: { type: 'boot', list: [new Map()] } })))).toMatchObject({
      code: 'RH102',
      what: 'event boot.list[0] is an instance of Map',
      where: ['step s', 'actor web'],
    });
  });

  test('null, undefined and false say that the step does not exist', async () => {
    for (const nothing of [null, undefined, false]) {
      const { exploration, properties } = (await run(() => nothing)) as Awaited<ReturnType<typeof check>>;
      expect(exploration).toMatchObject({ states: 1, transitions: 0, unusedSteps: ['s'] });
      expect(properties[0]).toMatchObject({ name: 'no deadlock', verdict: 'violated' });
    }
  });
});
