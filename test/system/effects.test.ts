import {
  assign,
  cancel,
  createMachine,
  emit,
  enqueueActions,
  fromPromise,
  log,
  raise,
  sendParent,
  sendTo,
  setup,
  spawnChild,
  stopChild,
} from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { check, defineSystem } from '../../checker/index.ts';
import { refusal, rejection } from '../support.ts';

const go = { type: 'go' };
const other = createMachine({ id: 'other' });

function systemOf(machine: AnyStateMachine) {
  return defineSystem({ actors: { a: machine }, steps: { 'a goes': () => ({ a: go }) } });
}

/** A machine that does something when it takes `go`; nothing leads to its state `nowhere`. */
function onGo(actions: unknown): AnyStateMachine {
  return createMachine({
    id: 'm',
    context: {},
    initial: 'x',
    states: { x: { on: { go: { actions } } } },
  } as never);
}

const effects: Record<string, unknown> = {
  'an inline function': () => undefined,
  'a list with an inline function': [assign({}), () => undefined],
  'a name without implementation': 'beep',
  'an action object without implementation': { type: 'beep', params: { loud: true } },
  log: log('hello'),
  sendTo: sendTo('other', go),
  'a sendTo to itself': sendTo(({ self }) => self, go),
  sendParent: sendParent(go),
  emit: emit(go),
  cancel: cancel('timer'),
  spawnChild: spawnChild(other),
  stopChild: stopChild('other'),
  'a raise with a delay': raise(go, { delay: 10 }),
  'a raise with a delay of 0': raise(go, { delay: 0 }),
  'a raise with a named delay': raise(go, { delay: 'soon' } as never),
};

describe('effects are refused by name before anything runs', () => {
  test.each(Object.keys(effects))('%s', (name) => {
    const error = refusal(() => systemOf(onGo(effects[name])));
    expect(error.code).toBe('RH101');
    expect(error.where.slice(0, 4)).toEqual(['actor a', 'machine m', 'state x', 'on go']);
  });

  test('the error names the action', () => {
    expect(refusal(() => systemOf(onGo('beep')))).toMatchObject({
      what: 'action beep has no implementation',
      where: ['actor a', 'machine m', 'state x', 'on go', 'action beep'],
    });
    expect(refusal(() => systemOf(onGo(log('x'))))).toMatchObject({ what: 'action log acts on the outside' });
    expect(refusal(() => systemOf(onGo(raise(go, { delay: 1 }))))).toMatchObject({
      what: 'an event is raised with a delay',
    });
    expect(refusal(() => systemOf(onGo(() => undefined))).what).toMatch(/is a function with effects/);
  });

  test('a named action whose implementation has effects', () => {
    const machine = setup({ actions: { beep: () => undefined } }).createMachine({
      id: 'm',
      initial: 'x',
      states: { x: { on: { go: { target: 'x', actions: 'beep' } } } },
    });
    const error = refusal(() => systemOf(machine));
    expect(error).toMatchObject({ code: 'RH101', what: 'action beep is a function with effects' });
  });

  test('a named action whose implementation is assign is none', () => {
    const machine = setup({ actions: { count: assign({}) } }).createMachine({
      id: 'm',
      context: {},
      initial: 'x',
      states: { x: { on: { go: { target: 'x', actions: ['count', { type: 'count' }] } } } },
    });
    expect(() => systemOf(machine)).not.toThrow();
  });

  test('an implementation that was provided later', () => {
    const machine = setup({ actions: { count: assign({}) } }).createMachine({
      id: 'm',
      context: {},
      on: { go: { actions: 'count' } },
    });
    expect(refusal(() => systemOf(machine.provide({ actions: { count: () => undefined } }))).code).toBe(
      'RH101',
    );
  });
});

describe('effects are found wherever they stand', () => {
  const beep = (): void => undefined;
  const places: Record<string, [config: object, where: string[]]> = {
    'entry of the root': [{ entry: beep }, ['state (root)', 'entry']],
    'exit of the root': [{ exit: beep }, ['state (root)', 'exit']],
    'entry of a state that is never reached': [
      { states: { x: {}, nowhere: { entry: beep } } },
      ['state nowhere', 'entry'],
    ],
    'exit of a state': [{ states: { x: { exit: beep } } }, ['state x', 'exit']],
    always: [
      { states: { x: {}, nowhere: { always: { target: 'x', actions: beep } } } },
      ['state nowhere', 'on always'],
    ],
    'the transition to an initial state': [
      { states: { x: {}, nowhere: { initial: { target: 'y', actions: beep }, states: { y: {} } } } },
      ['state nowhere', 'initial'],
    ],
    'a second candidate': [
      { states: { x: { on: { go: [{ guard: () => true, target: 'x' }, { actions: beep }] } } } },
      ['state x', 'on go'],
    ],
    'a wildcard': [{ states: { x: { on: { '*': { actions: beep } } } } }, ['state x', 'on *']],
    onDone: [
      {
        states: {
          x: { initial: 'y', onDone: { actions: beep }, states: { y: { type: 'final' } } },
        },
      },
      ['state x', 'on xstate.done.state.m.x'],
    ],
    'a nested parallel region': [
      {
        states: {
          x: { type: 'parallel', states: { p: {}, q: { initial: 'r', states: { r: { entry: beep } } } } },
        },
      },
      ['state x.q.r', 'entry'],
    ],
  };
  test.each(Object.keys(places))('%s', (name) => {
    const [config, where] = places[name]!;
    const machine = createMachine({ id: 'm', initial: 'x', states: { x: {} }, ...config } as never);
    const error = refusal(() => systemOf(machine));
    expect(error.code).toBe('RH101');
    expect(error.where.slice(2, 4)).toEqual(where);
  });

  test('invoke, also in a state that is never reached', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'x',
      states: { x: {}, nowhere: { invoke: { src: fromPromise(() => Promise.resolve(1)) } } },
    });
    expect(refusal(() => systemOf(machine))).toMatchObject({
      code: 'RH101',
      what: 'the state invokes an actor',
      where: ['actor a', 'machine m', 'state nowhere', 'invoke'],
    });
  });

  test('after, with advice of its own', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'x',
      states: { x: { after: { 100: 'y', 200: 'y' } }, y: {} },
    });
    const error = refusal(() => systemOf(machine));
    expect(error).toMatchObject({
      code: 'RH101',
      where: ['actor a', 'machine m', 'state x', 'after 100, 200'],
    });
    expect(error.fix).toContain('time passes');
  });
});

describe('what only shows when it is executed is refused then', () => {
  const hidden: Record<string, [actions: unknown, what: RegExp]> = {
    'a custom function inside enqueueActions': [
      enqueueActions(({ enqueue }) => {
        enqueue(function beep() {
          return undefined;
        });
      }),
      /action beep is executed/,
    ],
    'emit inside enqueueActions': [
      enqueueActions(({ enqueue }) => {
        enqueue.emit(go);
      }),
      /action emit is executed/,
    ],
    'sendTo inside enqueueActions': [
      enqueueActions(({ enqueue, self }) => {
        enqueue.sendTo(self, go);
      }),
      /action sendTo is executed/,
    ],
    'a delayed raise inside enqueueActions': [
      enqueueActions(({ enqueue }) => {
        enqueue.raise(go, { delay: 1 });
      }),
      /action raise is executed/,
    ],
    'an actor spawned by assign and not kept': [
      assign(({ spawn }) => {
        spawn(other);
        return {};
      }),
      /an actor is spawned/,
    ],
  };
  test.each(Object.keys(hidden))('%s', async (name) => {
    const [actions, what] = hidden[name]!;
    const error = await rejection(check(systemOf(onGo(actions))));
    expect(error.code).toBe('RH101');
    expect(error.what).toMatch(what);
    expect(error.where.slice(0, 4)).toEqual(['actor a', 'machine m', 'state x', 'event go']);
  });

  test('an actor spawned by the context, and an effect of an entry inside enqueueActions, at the start', () => {
    const spawning = createMachine({
      id: 'm',
      context: ({ spawn }) => {
        spawn(other);
        return {};
      },
    });
    expect(refusal(() => systemOf(spawning))).toMatchObject({
      code: 'RH101',
      where: ['actor a', 'machine m', 'initial state'],
    });
    const entering = createMachine({
      id: 'm',
      entry: enqueueActions(({ enqueue }) => {
        enqueue.emit(go);
      }),
    });
    expect(refusal(() => systemOf(entering)).where.slice(0, 3)).toEqual([
      'actor a',
      'machine m',
      'initial state',
    ]);
  });
});

test('assign, raise without a delay, and both inside enqueueActions are no effects', async () => {
  const machine = createMachine({
    id: 'm',
    context: { n: 0 },
    initial: 'x',
    states: {
      x: {
        on: {
          go: { actions: [assign({ n: 1 }), raise({ type: 'next' })] },
          next: {
            target: 'y',
            actions: enqueueActions(({ enqueue }) => {
              enqueue.assign({ n: 2 });
              enqueue.raise({ type: 'last' });
            }),
          },
        },
      },
      y: { on: { last: 'z' } },
      z: {},
    },
  });
  const { properties } = await check(systemOf(machine));
  expect(properties[0]!.trace!.final.a).toEqual({ value: 'z', context: { n: 2 } });
});
