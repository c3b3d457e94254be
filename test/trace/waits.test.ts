import { setup } from 'xstate';
import { describe, expect, test } from 'vitest';
import { check, defineSystem, to } from '../../checker/index.ts';
import type { LockMeta, System, WaitGraph } from '../../checker/index.ts';
import { mutex } from '../../machines/locks/mutex.ts';
import { rwlock } from '../../machines/locks/rwlock.ts';
import { thread } from '../../machines/locks/thread.ts';
import { philosophers } from '../systems/philosophers.ts';

async function waitsOf(system: unknown): Promise<WaitGraph | undefined> {
  const { properties } = await check(system as System);
  const deadlock = properties.find(({ kind }) => kind === 'deadlock');
  expect(deadlock?.verdict).toBe('violated');
  return deadlock?.trace?.waits;
}

/** Two threads that take two mutexes in opposite orders; `details` of all steps. */
function inversion(details: { by?: boolean; ends?: boolean } = {}) {
  const { by = true, ends = false } = details;
  const act = (name: string) => (by ? { by: name } : {});
  const orders = [
    ['one', 'a', 'b'],
    ['two', 'b', 'a'],
  ] as const;
  return defineSystem({
    actors: { one: thread, two: thread, a: mutex, b: mutex },
    steps: (step) =>
      orders.flatMap(([who, first, second]) => [
        step(`${who}: ${first}`, act(who), (s) =>
          s[who].context.at === 'start'
            ? { ...to(who, { type: 'go', to: 'has one' }), ...to(first, { type: 'acquire', by: who }) }
            : null,
        ),
        step(`${who}: ${second}`, act(who), (s) =>
          s[who].context.at === 'has one'
            ? { ...to(who, { type: 'go', to: 'has both' }), ...to(second, { type: 'acquire', by: who }) }
            : null,
        ),
        step(`${who}: releases both`, act(who), (s) =>
          s[who].context.at === 'has both'
            ? {
                ...to(who, { type: 'end' }),
                ...to(first, { type: 'release', by: who }),
                ...to(second, { type: 'release', by: who }),
              }
            : null,
        ),
      ]),
    ends: (s) => ends || (s.one.matches('done') && s.two.matches('done')),
  });
}

describe('wait-for graph', () => {
  test('an inversion is a cycle of who holds what', async () => {
    const system = inversion();
    const { properties } = await check(system);
    const trace = properties.find(({ kind }) => kind === 'deadlock')?.trace;

    expect(trace?.steps).toHaveLength(2);
    expect(trace?.waits).toEqual({
      waits: [
        { by: 'one', step: 'one: b', for: 'b', event: 'acquire', holders: [{ name: 'two', how: 'holds' }] },
        { by: 'two', step: 'two: a', for: 'a', event: 'acquire', holders: [{ name: 'one', how: 'holds' }] },
      ],
      cycles: [
        [
          { by: 'one', for: 'b', holder: { name: 'two', how: 'holds' } },
          { by: 'two', for: 'a', holder: { name: 'one', how: 'holds' } },
        ],
      ],
    });
  });

  test('steps without an agent have none', async () => {
    expect(await waitsOf(inversion({ by: false }))).toBeUndefined();
  });

  test('an accepted end has none, and no other trace', async () => {
    const { properties } = await check(inversion({ ends: true }));
    expect(properties.every(({ trace }) => trace === undefined)).toBe(true);
  });

  test('machines that say nothing: who else changed it last', async () => {
    const graph = await waitsOf(philosophers(3));
    expect(graph?.waits).toHaveLength(3);
    expect(graph?.cycles).toEqual([
      [
        { by: 'phil0', for: 'fork1', holder: { name: 'phil1', how: 'changed' } },
        { by: 'phil1', for: 'fork2', holder: { name: 'phil2', how: 'changed' } },
        { by: 'phil2', for: 'fork0', holder: { name: 'phil0', how: 'changed' } },
      ],
    ]);
  });

  test('a lock that its owner takes again is a cycle of one', async () => {
    const graph = await waitsOf(
      defineSystem({
        actors: { me: thread, lock: mutex },
        steps: {
          take: {
            by: 'me',
            deliver: (s) => ({
              me: { type: 'go', to: `${s.me.context.at}+` },
              lock: { type: 'acquire', by: 'me' },
            }),
          },
        },
      }),
    );
    expect(graph?.cycles).toEqual([[{ by: 'me', for: 'lock', holder: { name: 'me', how: 'holds' } }]]);
  });

  test('a writer in line keeps readers out, but not itself', async () => {
    const graph = await waitsOf(
      defineSystem({
        actors: { reader: thread, writer: thread, late: thread, lock: rwlock },
        steps: (step) => [
          step('reader: read', { by: 'reader' }, (s) =>
            s.reader.context.at === 'start'
              ? { reader: { type: 'go', to: 'reading' }, lock: { type: 'read', by: 'reader' } }
              : null,
          ),
          step('writer: want', { by: 'writer' }, (s) =>
            s.writer.context.at === 'start' && s.reader.context.at === 'reading'
              ? { writer: { type: 'go', to: 'waiting' }, lock: { type: 'want', by: 'writer' } }
              : null,
          ),
          step('writer: write', { by: 'writer' }, (s) =>
            s.writer.context.at === 'waiting'
              ? { writer: { type: 'end' }, lock: { type: 'write', by: 'writer' } }
              : null,
          ),
          step('late: read', { by: 'late' }, (s) =>
            s.late.context.at === 'start' && s.writer.context.at === 'waiting'
              ? { late: { type: 'go', to: 'reading' }, lock: { type: 'read', by: 'late' } }
              : null,
          ),
        ],
      }),
    );
    expect(graph?.waits.map(({ by, holders }) => [by, holders])).toEqual([
      ['writer', [{ name: 'reader', how: 'holds', mode: 'R' }]],
      ['late', [{ name: 'writer', how: 'wants', mode: 'W' }]],
    ]);
    expect(graph?.cycles).toEqual([]);
  });

  test('a system may say who holds an actor; its word comes first', async () => {
    const door = setup({ types: { events: {} as { type: 'shut' } | { type: 'open' } } }).createMachine({
      id: 'door',
      initial: 'open',
      states: { open: { on: { shut: 'shut' } }, shut: {} },
    });
    const graph = await waitsOf(
      defineSystem({
        actors: { me: thread, door },
        steps: {
          shut: {
            by: 'wind',
            deliver: (s) => (s.door.matches('open') ? { door: { type: 'shut' } } : null),
          },
          open: {
            by: 'me',
            deliver: (s) => (s.door.matches('shut') ? { door: { type: 'shut' }, me: { type: 'end' } } : null),
          },
        },
        holders: { door: (s) => (s.door.matches('shut') ? ['the caretaker'] : []) },
      }),
    );
    expect(graph?.waits).toEqual([
      {
        by: 'me',
        step: 'open',
        for: 'door',
        event: 'shut',
        holders: [{ name: 'the caretaker', how: 'holds' }],
      },
    ]);
  });

  test('a step that says it does not exist waits for what it looked at last', async () => {
    const graph = await waitsOf(
      defineSystem({
        actors: { first: thread, second: thread },
        steps: (step) => [
          step('first: goes on', { by: 'first' }, (s) =>
            s.first.matches('running') && s.second.matches('done') ? { first: { type: 'end' } } : null,
          ),
          step('second: goes on', { by: 'second' }, (s) =>
            s.second.matches('running') && s.first.matches('done') ? { second: { type: 'end' } } : null,
          ),
        ],
      }),
    );
    expect(graph?.waits).toEqual([
      {
        by: 'first',
        step: 'first: goes on',
        for: 'second',
        read: { path: 'second.matches("done")', value: false },
        holders: [{ name: 'second', how: 'is' }],
      },
      {
        by: 'second',
        step: 'second: goes on',
        for: 'first',
        read: { path: 'first.matches("done")', value: false },
        holders: [{ name: 'first', how: 'is' }],
      },
    ]);
    expect(graph?.cycles).toHaveLength(1);
  });

  test('where steps are promised, whoever could only choose is idle', async () => {
    const system = (fairness: 'none' | 'weak') =>
      defineSystem({
        actors: { user: thread, worker: thread },
        steps: (step) => [
          step('user: asks', { by: 'user', fairness }, (s) =>
            s.user.matches('running') && s.worker.context.at === 'ready' ? { user: { type: 'end' } } : null,
          ),
          step('worker: waits', { by: 'worker', fairness: 'weak' }, (s) =>
            s.worker.matches('running') && s.user.matches('done') ? { worker: { type: 'end' } } : null,
          ),
        ],
      });
    expect((await waitsOf(system('weak')))?.waits.map(({ by }) => by)).toEqual(['user', 'worker']);
    expect((await waitsOf(system('none')))?.waits.map(({ by }) => by)).toEqual(['worker']);
  });

  test('what is looked at again counts as looked at last', async () => {
    const graph = await waitsOf(
      defineSystem({
        actors: { a: thread, b: thread, c: thread },
        steps: {
          wait: {
            by: 'a',
            deliver: (s) => {
              const [b, c] = [s.b.matches('done'), s.c.matches('done')];
              return b && c && !s.b.matches('done') ? { a: { type: 'end' } } : s.b.matches('done') && null;
            },
          },
        },
      }),
    );
    expect(graph?.waits.map((wait) => wait.for)).toEqual(['b']);
  });

  test('who waits is not who changed it last', async () => {
    const counter = setup({ types: { events: {} as { type: 'next' } } }).createMachine({
      id: 'counter',
      initial: 'zero',
      states: { zero: { on: { next: 'one' } }, one: { on: { next: 'two' } }, two: {} },
    });
    const graph = await waitsOf(
      defineSystem({
        actors: { counter },
        steps: {
          theirs: { by: 'they', deliver: (s) => s.counter.matches('zero') && { counter: { type: 'next' } } },
          mine: { by: 'me', deliver: (s) => !s.counter.matches('zero') && { counter: { type: 'next' } } },
        },
      }),
    );
    expect(graph?.waits).toMatchObject([{ by: 'me', holders: [{ name: 'they', how: 'changed' }] }]);
  });

  test('a shorter cycle stands for the longer ones through its actors', async () => {
    const waits = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['c', 'b'],
    ] as const;
    const graph = await waitsOf(
      defineSystem({
        actors: { a: thread, b: thread, c: thread },
        steps: (step) =>
          waits.map(([name, other]) =>
            step(`${name} waits for ${other}`, { by: name }, (s) =>
              s[name].matches('running') && s[other].matches('done') ? to(name, { type: 'end' }) : null,
            ),
          ),
      }),
    );
    expect(graph?.cycles.map((cycle) => cycle.map(({ by }) => by))).toEqual([['b', 'c']]);
  });
});

test('a machine can only name context fields that hold names', () => {
  interface Context {
    owner: string | null;
    count: number;
  }
  const lock = (meta: LockMeta<Context, 'take'>) => meta;
  lock({ lock: { held: { owner: 'W' }, blockedBy: { take: ['owner'] } } });
  // @ts-expect-error a number names nobody
  lock({ lock: { held: { count: 'W' } } });
  // @ts-expect-error there is no such event
  lock({ lock: { held: { owner: '' }, blockedBy: { drop: ['owner'] } } });
  const wrong = () =>
    defineSystem({
      actors: { a: mutex },
      steps: { x: () => null },
      // @ts-expect-error there is no such actor
      holders: { b: () => [] },
    });
  expect(wrong).toBeTypeOf('function');
});
