import { assign, raise, setup } from 'xstate';
import { describe, expect, test } from 'vitest';
import { actor, defineSystem } from '../../checker/index.ts';
import { complete, coverageOf, exploration } from './covered.ts';

describe('steps', () => {
  test('that are never taken are named', async () => {
    const machine = setup({}).createMachine({
      initial: 'a',
      states: { a: { on: { go: 'b' } }, b: { on: { go: 'a', never: 'a' } } },
    });
    const system = defineSystem({
      actors: { it: machine, other: machine },
      steps: {
        go: () => ({ it: { type: 'go' } }),
        'nobody lets it': () => ({ other: { type: 'never' } }),
        'one lets it, the other does not': () => ({ it: { type: 'never' }, other: { type: 'never' } }),
        'has nothing to say': () => null,
      },
    });
    expect((await exploration(system)).unusedSteps).toEqual([
      'nobody lets it',
      'one lets it, the other does not',
      'has nothing to say',
    ]);
  });
});

describe('states and transitions', () => {
  test('all of them are covered where all of them happen', async () => {
    const machine = setup({}).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { go: 'b' } }, b: { on: { go: 'a' } } },
    });
    expect(await coverageOf(machine, 'go')).toEqual({
      ...complete,
      machine: 'm',
      actors: ['it'],
      states: 2,
      transitions: 2,
    });
  });

  test('of a hierarchy: parents are in as long as a child is, transitions of parents count', async () => {
    const machine = setup({}).createMachine({
      initial: 'up',
      on: { reset: '.up', unheard: '.down' },
      states: {
        up: {
          initial: 'idle',
          on: { fall: 'down' },
          states: { idle: { on: { work: 'busy' } }, busy: {}, dreaming: { on: { work: 'idle' } } },
        },
        down: { initial: 'soft', states: { soft: {}, hard: {} } },
        lost: { on: { reset: 'up' } },
      },
    });
    expect(await coverageOf(machine, 'work', 'fall', 'reset')).toMatchObject({
      statesNeverReached: ['up.dreaming', 'down.hard', 'lost'],
      transitionsNeverTaken: ['(root): unheard → down', 'up.dreaming: work → up.idle', 'lost: reset → up'],
      states: 8,
      transitions: 6,
    });
  });

  test('of parallel regions: each by itself', async () => {
    const machine = setup({}).createMachine({
      type: 'parallel',
      states: {
        left: { initial: 'a', states: { a: { on: { both: 'b' } }, b: { on: { solo: 'a' } }, c: {} } },
        right: { initial: 'x', states: { x: { on: { both: 'y' } }, y: { on: { nothing: 'x' } } } },
      },
    });
    expect(await coverageOf(machine, 'both', 'solo')).toMatchObject({
      statesNeverReached: ['left.c'],
      transitionsNeverTaken: ['right.y: nothing → right.x'],
    });
  });

  test('of two regions that both want to go elsewhere, the one that goes', async () => {
    // Both take the event, but the left one leaves the parallel state, so the right one does not get to its own.
    const machine = setup({}).createMachine({
      id: 'm',
      initial: 'both',
      states: {
        both: {
          type: 'parallel',
          states: {
            left: { initial: 'a', states: { a: { on: { go: '#m.out' } } } },
            right: { initial: 'x', states: { x: { on: { go: 'y' } }, y: {} } },
          },
        },
        out: {},
      },
    });
    expect(await coverageOf(machine, 'go')).toMatchObject({
      statesNeverReached: ['both.right.y'],
      transitionsNeverTaken: ['both.right.x: go → both.right.y'],
    });
  });

  test('of always, also in the first moment, and of raised events', async () => {
    const machine = setup({}).createMachine({
      initial: 'start',
      states: {
        start: { always: 'a' },
        a: { on: { go: { target: 'b', actions: raise({ type: 'inner' }) } } },
        b: { on: { inner: 'c', unheard: 'start' } },
        c: { always: [{ guard: () => false, target: 'a' }, { target: 'd' }] },
        d: {},
      },
    });
    expect(await coverageOf(machine, 'go')).toEqual({
      ...complete,
      machine: '(machine)',
      actors: ['it'],
      // Nobody rests in start, b and c, but they are gone through.
      transitionsNeverTaken: ['b: unheard → start', 'c: always [guard] → a'],
      guardsNeverTrue: ['c: always [guard] → a'],
      states: 5,
      transitions: 6,
    });
  });

  test('of a machine that is done, and of what happens when a region is', async () => {
    const machine = setup({}).createMachine({
      initial: 'work',
      states: {
        work: {
          initial: 'doing',
          states: { doing: { on: { finish: 'done' } }, done: { type: 'final' } },
          onDone: 'rest',
        },
        rest: { on: { bye: 'end', again: 'work' } },
        end: { type: 'final' },
      },
    });
    const covered = await coverageOf(machine, 'finish', 'bye');
    expect(covered.transitionsNeverTaken).toEqual(['rest: again → work']);
  });

  test('of history: the pseudo-state is none, the way through it is one', async () => {
    const machine = setup({}).createMachine({
      initial: 'on',
      states: {
        on: {
          initial: 'one',
          on: { off: 'off' },
          states: { one: { on: { next: 'two' } }, two: {}, back: { type: 'history' } },
        },
        off: { on: { on: 'on.back', never: 'on' } },
      },
    });
    expect(await coverageOf(machine, 'next', 'off', 'on')).toMatchObject({
      statesNeverReached: [],
      transitionsNeverTaken: ['off: never → on'],
      states: 4,
    });
  });

  test('of wildcards and targetless transitions', async () => {
    const machine = setup({}).createMachine({
      context: { n: 0 },
      initial: 'a',
      states: {
        a: {
          on: {
            count: { guard: ({ context }) => context.n === 0, actions: assign({ n: 1 }) },
            '*': { guard: ({ event }) => event.type === 'other', target: 'b' },
          },
        },
        b: { on: { '*': 'a' } },
      },
    });
    expect(await coverageOf(machine, 'count', 'other')).toMatchObject({
      transitionsNeverTaken: [],
      guardsNeverFalse: [],
      guardsNeverTrue: [],
    });
  });
});

describe('actors', () => {
  const worker = setup({
    types: { input: {} as { lazy: boolean }, context: {} as { lazy: boolean } },
  }).createMachine({
    id: 'worker',
    context: ({ input }) => input,
    initial: 'idle',
    states: {
      idle: { on: { work: { guard: ({ context }) => !context.lazy, target: 'busy' }, rest: 'bed' } },
      busy: { on: { finish: 'idle' } },
      bed: {},
    },
  });
  const both = (first: boolean, second: boolean) =>
    defineSystem({
      actors: {
        ann: actor(worker, { input: { lazy: first } }),
        bob: actor(worker, { input: { lazy: second } }),
      },
      steps: {
        work: () => ({ ann: { type: 'work' } }),
        finish: () => ({ ann: { type: 'finish' } }),
        rest: () => ({ bob: { type: 'rest' } }),
        'bob works': () => ({ bob: { type: 'work' } }),
      },
    });

  test('of one machine are covered together', async () => {
    const { coverage } = await exploration(both(false, true));
    expect(coverage).toEqual([
      { ...complete, machine: 'worker', actors: ['ann', 'bob'], states: 3, transitions: 3 },
    ]);
  });

  test('of which none does something', async () => {
    const { coverage } = await exploration(both(true, true));
    expect(coverage).toMatchObject([
      {
        statesNeverReached: ['busy'],
        transitionsNeverTaken: ['idle: work [guard] → busy', 'busy: finish → idle'],
        guardsNeverTrue: ['idle: work [guard] → busy'],
        guardsNeverFalse: [],
      },
    ]);
  });

  test('that could, but for another that will not, do not', async () => {
    const door = setup({}).createMachine({
      id: 'door',
      initial: 'shut',
      states: { shut: { on: { open: 'open', knock: 'shut' } }, open: { on: { open: 'open' } } },
    });
    const lock = setup({}).createMachine({
      id: 'lock',
      initial: 'locked',
      states: { locked: { on: { touch: 'locked' } }, free: { on: { open: 'free' } } },
    });
    const system = defineSystem({
      actors: { door, lock },
      steps: {
        open: () => ({ door: { type: 'open' }, lock: { type: 'open' } }),
        knock: () => ({ door: { type: 'knock' }, lock: { type: 'touch' } }),
      },
    });
    const { coverage } = await exploration(system);
    expect(coverage.map(({ machine, statesNeverReached }) => [machine, statesNeverReached])).toEqual([
      ['door', ['open']],
      ['lock', ['free']],
    ]);
    expect(coverage[0]!.transitionsNeverTaken).toEqual(['shut: open → open', 'open: open → open']);
  });
});

describe('an exploration that was cut short', () => {
  const counter = setup({ types: { context: {} as { n: number } } }).createMachine({
    context: { n: 0 },
    initial: 'low',
    states: {
      low: {
        on: {
          count: [
            { guard: ({ context }) => context.n === 5, target: 'high' },
            { target: 'low', actions: assign({ n: ({ context }) => context.n + 1 }) },
          ],
        },
      },
      high: {},
    },
  });
  const system = defineSystem({
    actors: { counter },
    steps: { count: () => ({ counter: { type: 'count' } }) },
  });

  test('covers what was explored', async () => {
    const { coverage } = await exploration(system, { maxDepth: 3 });
    expect(coverage[0]).toMatchObject({
      statesNeverReached: ['high'],
      guardsNeverTrue: ['low: count [guard] → high'],
    });
    expect((await exploration(system)).coverage[0]).toMatchObject({ ...complete, states: 2 });
  });
});

test('too many local states are sampled, and it says so', async () => {
  const size = 10_001;
  const machine = setup({ types: { context: {} as { n: number } } }).createMachine({
    context: { n: 0 },
    initial: 'a',
    states: {
      a: {
        on: {
          up: {
            guard: ({ context }) => context.n < size,
            target: 'a',
            actions: assign({ n: ({ context }) => context.n + 1 }),
          },
          reset: { target: 'a', actions: assign({ n: 0 }) },
        },
      },
    },
  });
  expect((await coverageOf(machine, 'up', 'reset')).sampled).toBe(true);
});
