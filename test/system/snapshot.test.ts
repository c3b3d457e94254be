import { assign, createMachine } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import {
  firstSnapshot,
  MAX_MICROSTEPS,
  nextSnapshot,
  showValue,
  snapshotKey,
  takes,
} from '../../checker/system/snapshot.ts';
import { refusal } from '../support.ts';

function run(machine: AnyStateMachine, ...events: object[]): AnyMachineSnapshot {
  const where = { actor: 'a', machine };
  return events.reduce(
    (snapshot: AnyMachineSnapshot, event) => nextSnapshot(where, snapshot, event as never),
    firstSnapshot(where, undefined),
  );
}

function keyOf(machine: AnyStateMachine, ...events: object[]): string {
  return snapshotKey({ actor: 'a', machine }, run(machine, ...events));
}

const [go, back, pause] = [{ type: 'go' }, { type: 'back' }, { type: 'pause' }];
const setter = createMachine({
  id: 'm',
  types: {} as { context: { v: unknown }; events: { type: 'set'; v: unknown } },
  context: { v: 0 },
  initial: 'x',
  states: {
    x: { on: { set: { actions: assign({ v: ({ event }) => event.v }) } } },
  },
});
const set = (v: unknown): object => ({ type: 'set', v });

describe('the key of a local state', () => {
  test.each(['shallow', 'deep'] as const)('remembers %s history', (history) => {
    const machine = createMachine({
      id: 'm',
      initial: 'on',
      states: {
        on: {
          initial: 'p',
          states: { p: { on: { go: 'q' } }, q: {}, again: { type: 'history', history } },
          on: { pause: 'off' },
        },
        off: { on: { back: 'on.again' } },
      },
    });
    const [fromP, fromQ] = [run(machine, pause), run(machine, go, pause)];
    expect(fromP.value).toEqual(fromQ.value);
    expect(keyOf(machine, pause)).not.toBe(keyOf(machine, go, pause));
    expect(keyOf(machine, pause)).toBe(keyOf(machine, pause, back, pause));
    expect(keyOf(machine, go, pause, back)).not.toBe(keyOf(machine, go));
  });

  test('tells -0 from 0, and does not care for the order of keys', () => {
    expect(keyOf(setter, set(-0))).not.toBe(keyOf(setter, set(0)));
    expect(keyOf(setter, set({ a: 1, b: 2 }))).toBe(keyOf(setter, set({ b: 2, a: 1 })));
    expect(keyOf(setter, set([1, 2]))).not.toBe(keyOf(setter, set([2, 1])));
    expect(keyOf(setter, set('1'))).not.toBe(keyOf(setter, set(1)));
  });

  test('has value, status and output in it', () => {
    const machine = createMachine({
      id: 'm',
      context: { n: 0 },
      initial: 'x',
      output: ({ context }) => ({ n: context.n }),
      states: {
        x: { on: { go: 'y', back: 'end', pause: { actions: assign({ n: 1 }) } } },
        y: { on: { go: 'x' } },
        end: { type: 'final' },
      },
    });
    const keys = [[], [go], [back], [pause], [pause, back]].map((events) => keyOf(machine, ...events));
    expect(new Set(keys).size).toBe(5);
    expect(keyOf(machine, go, go)).toBe(keyOf(machine));
    expect(run(machine, pause, back)).toMatchObject({ status: 'done', output: { n: 1 } });
  });

  test('tells outputs apart that nothing else tells apart', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'x',
      output: ({ event }: { event: { output: unknown } }) => event.output,
      states: {
        x: { on: { set: 'end' } },
        end: { type: 'final', output: ({ event }: { event: { v: number } }) => event.v },
      },
    } as never);
    expect(keyOf(machine, set(1))).not.toBe(keyOf(machine, set(2)));
  });

  test('is the same for every run: no ids of the process are in it', () => {
    expect(keyOf(setter)).toBe(keyOf(setter));
    expect(keyOf(setter)).toBe('active|"x"|{"v":0}||');
  });
});

describe('what an actor takes', () => {
  const machine = createMachine({
    id: 'm',
    context: { n: 0 },
    initial: 'x',
    states: {
      x: {
        on: {
          go: 'end',
          forbidden: {},
          same: 'x',
          count: { actions: assign({ n: ({ context }) => context.n + 1 }) },
          guarded: { guard: ({ event }) => (event as unknown as { ok: boolean }).ok, target: 'x' },
          'part.*': 'x',
        },
      },
      end: { type: 'final', on: { go: 'x' } as never },
    },
    on: { forbidden: '.x', outside: '.end' },
  });
  const where = { actor: 'a', machine };
  const first = firstSnapshot(where, undefined);

  test.each<[object, boolean]>([
    [{ type: 'go' }, true],
    [{ type: 'same' }, true],
    [{ type: 'count' }, true],
    [{ type: 'outside' }, true],
    [{ type: 'guarded', ok: true }, true],
    [{ type: 'guarded', ok: false }, false],
    [{ type: 'forbidden' }, false],
    [{ type: 'unheard of' }, false],
    [{ type: 'part.one.two' }, true],
    [{ type: 'party' }, false],
  ])('%j: %s', (event, answer) => {
    expect(takes(where, first, event as never)).toBe(answer);
  });

  test('an actor that is done or stopped takes nothing, whatever XState says of its machine', () => {
    const done = nextSnapshot(where, first, go);
    expect(done).toMatchObject({ status: 'done', value: 'end' });
    expect(done.can({ type: 'outside' })).toBe(true);
    expect(takes(where, done, { type: 'outside' })).toBe(false);
    expect(takes(where, { ...first, status: 'stopped' } as never, go)).toBe(false);
  });
});

describe('machines that do not come to rest', () => {
  const [hare, raiser] = ['always', 'raise'].map((kind) =>
    createMachine({
      id: kind,
      initial: 'x',
      states: {
        x: { on: { go: 'y' } },
        y: { always: 'z' },
        z: { always: 'y' },
      },
    }),
  );

  test('are refused by name, also when they do it at once', () => {
    for (const machine of [hare!, raiser!]) {
      expect(refusal(() => run(machine, go))).toMatchObject({
        code: 'RH303',
        where: ['actor a', `machine ${machine.id}`, 'state x', 'event go'],
      });
    }
    const restless = createMachine({
      id: 'm',
      initial: 'y',
      states: { y: { always: 'z' }, z: { always: 'y' } },
    });
    expect(refusal(() => run(restless))).toMatchObject({
      code: 'RH303',
      where: ['actor a', 'machine m', 'initial state'],
    });
  });

  test('do not lose their own option', () => {
    const limits = (machine: AnyStateMachine): unknown => machine.options.maxIterations;
    const own = createMachine({
      id: 'm',
      initial: 'x',
      options: { maxIterations: 7 },
      states: { x: { on: { go: 'y' } }, y: { always: 'z' }, z: { always: 'y' } },
    } as never) as AnyStateMachine;
    expect(refusal(() => run(own, go)).what).toContain('more than 7 microsteps');
    expect(limits(own)).toBe(7);
    expect(refusal(() => run(hare!, go)).what).toContain(`more than ${MAX_MICROSTEPS} microsteps`);
    expect(limits(hare!)).toBe(Infinity);
    const none = createMachine({ id: 'm', initial: 'x', states: { x: { on: { go: 'x' } } } });
    delete none.options.maxIterations;
    run(none, go);
    expect('maxIterations' in none.options).toBe(false);
  });

  test('may take many steps, as long as they end', () => {
    const machine = createMachine({
      id: 'm',
      context: { n: 0 },
      initial: 'x',
      states: {
        x: { on: { go: 'y' } },
        y: {
          always: {
            guard: ({ context }) => context.n < 3000,
            actions: assign({ n: ({ context }) => context.n + 1 }),
          },
        },
      },
    });
    expect(run(machine, go).context).toEqual({ n: 3000 });
  });
});

describe('machines that fail', () => {
  const fail = (): never => {
    throw new Error('no power');
  };
  test('a guard or an assign that throws is RH202, with actor, machine, state and event', () => {
    const machine = createMachine({
      id: 'm',
      context: {},
      initial: 'x',
      states: { x: { on: { go: { guard: fail, target: 'x' }, back: { actions: assign(fail) } } } },
    });
    const where = { actor: 'a', machine };
    const first = firstSnapshot(where, undefined);
    const at = (event: string): string[] => ['actor a', 'machine m', 'state x', `event ${event}`];
    expect(refusal(() => takes(where, first, go))).toMatchObject({ code: 'RH202', where: at('go') });
    expect(refusal(() => takes(where, first, go)).what).toContain('no power');
    expect(refusal(() => nextSnapshot(where, first, back))).toMatchObject({
      code: 'RH202',
      what: 'no power',
      where: at('back'),
    });
  });

  test('a guard without implementation is RH202', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'x',
      states: { x: { on: { go: { guard: 'secret', target: 'x' } } } },
    });
    const where = { actor: 'a', machine };
    expect(refusal(() => takes(where, firstSnapshot(where, undefined), go)).what).toContain('secret');
  });

  test('status error is RH203', () => {
    const machine = createMachine({ id: 'm', initial: 'x', states: { x: { on: { go: 'x' } } } });
    const where = { actor: 'a', machine };
    const first = firstSnapshot(where, undefined);
    // XState goes there for errors of invoked actors, of which there are none; but it does, for this event.
    const event = { type: 'xstate.error.actor.child', error: new Error('no power'), actorId: 'child' };
    expect(refusal(() => nextSnapshot(where, first, event))).toMatchObject({
      code: 'RH203',
      what: 'no power',
      where: ['actor a', 'machine m', 'state x', 'event xstate.error.actor.child'],
    });
  });
});

test.each<[unknown, string]>([
  ['up', 'up'],
  [{ up: 'open' }, 'up.open'],
  [{ up: { open: { p: 'x', q: 'y' } } }, 'up.open.{"p":"x","q":"y"}'],
  [{ p: 'x', q: 'y' }, '{"p":"x","q":"y"}'],
])('the value %j is shown as %s', (value, text) => {
  expect(showValue({ value } as never)).toBe(text);
});
