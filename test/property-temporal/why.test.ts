import { assign, setup } from 'xstate';
import { describe, expect, test } from 'vitest';
import {
  always,
  defineSystem,
  eventually,
  leadsTo,
  ltl,
  noDeadlock,
  onStep,
  recoverable,
} from '../../checker/index.ts';
import type { Machines, Property, System } from '../../checker/index.ts';
import { runSteps } from '../../checker/trace/replay.ts';
import { why } from '../../checker/trace/why.ts';
import type { Why } from '../../checker/trace/why.ts';
import { rejection } from '../support.ts';

const counter = setup({
  types: { context: {} as { n: number; tags: string[] } },
}).createMachine({
  id: 'counter',
  context: { n: 0, tags: ['x'] },
  initial: 'on',
  states: {
    on: {
      on: {
        up: {
          guard: ({ context }) => context.n < 2,
          target: 'on',
          actions: assign({ n: ({ context }) => context.n + 1 }),
        },
        stop: 'off',
      },
    },
    off: { tags: ['quiet'] },
  },
});

const system = defineSystem({
  actors: { a: counter, b: counter },
  steps: {
    'a up': () => ({ a: { type: 'up' } }),
    'b up': () => ({ b: { type: 'up' } }),
    stop: () => ({ a: { type: 'stop' }, b: { type: 'stop' } }),
  },
});
type State = Parameters<typeof system.ends>[0];

/** After `a up`, `b up`, `a up`, `stop`. */
const run = runSteps(system as unknown as System, ['a up', 'b up', 'a up', 'stop']);
const ask = (property: unknown, at: number): Why[] =>
  why(system as unknown as System, property as Property<Machines>, run, at);

describe('why', () => {
  test('asks about the state after so many steps, and notes what decided', () => {
    const low = always('low', (s: State) => s.a.context.n < 2 || { n: s.a.context.n });
    expect(ask(low, 0)).toEqual([
      { predicate: '1', answer: true, reads: [{ path: 'a.context.n', value: 0 }] },
    ]);
    expect(ask(low, 2)[0]).toMatchObject({ answer: true, reads: [{ value: 1 }] });
    expect(ask(low, 3)[0]).toMatchObject({ answer: { n: 2 }, reads: [{ path: 'a.context.n', value: 2 }] });
    expect(ask(low, 4)[0]!.answer).toEqual({ n: 2 });
  });

  test('asks every predicate, whatever the others say', () => {
    const both = always('both', [(s: State) => s.a.context.n === 0, (s: State) => s.b.context.n === 0]);
    expect(ask(both, 1)).toEqual([
      { predicate: '1', answer: false, reads: [{ path: 'a.context.n', value: 1 }] },
      { predicate: '2', answer: true, reads: [{ path: 'b.context.n', value: 0 }] },
    ]);
  });

  test('calls the atoms of a temporal property by their names', () => {
    const p = (s: State): boolean => s.a.matches('off');
    const q = (s: State): boolean => s.b.hasTag('quiet');
    expect(ask(leadsTo('leads', p, q), 4)).toEqual([
      { predicate: 'P', answer: true, reads: [{ path: 'a.matches("off")', value: true }] },
      { predicate: 'Q', answer: true, reads: [{ path: 'b.hasTag("quiet")', value: true }] },
    ]);
    expect(ask(eventually('some time', p), 0)[0]).toMatchObject({ predicate: 'P', answer: false });
    expect(ask(recoverable('back', p), 0)[0]).toMatchObject({ predicate: '1', answer: false });
    const named = ltl('named', 'G (off -> quiet)', { off: p, quiet: q });
    expect(ask(named, 3).map(({ predicate, answer }) => [predicate, answer])).toEqual([
      ['off', false],
      ['quiet', false],
    ]);
  });

  test('notes reads in their order, each once, and no more than was read', () => {
    const lazy = eventually(
      'lazy',
      (s: State) =>
        (s.a.context.n > 0 && s.a.context.n > 1 && s.b.context.tags[0] === 'x') || s.b.value === 'off',
    );
    expect(ask(lazy, 0)[0]!.reads.map(({ path }) => path)).toEqual(['a.context.n', 'b.value']);
    expect(ask(lazy, 3)[0]!.reads).toEqual([
      { path: 'a.context.n', value: 2 },
      { path: 'b.context.tags[0]', value: 'x' },
    ]);
  });

  test('of a step: before and after, if the property is about it', () => {
    const grows = onStep('grows', 'a up', ({ before, after }: { before: State; after: State }) => {
      return after.a.context.n > before.a.context.n;
    });
    expect(ask(grows, 1)).toEqual([
      {
        predicate: '1',
        answer: true,
        reads: [
          { path: 'after.a.context.n', value: 1 },
          { path: 'before.a.context.n', value: 0 },
        ],
      },
    ]);
    expect(ask(grows, 0)).toEqual([]);
    expect(ask(grows, 2)).toEqual([]);
    expect(ask(grows, 3)).toHaveLength(1);
    expect(
      ask(
        onStep('all', /./, () => true),
        4,
      ),
    ).toHaveLength(1);
    expect(
      ask(
        onStep(
          'none by anybody',
          ({ by }) => by !== undefined,
          () => true,
        ),
        4,
      ),
    ).toEqual([]);
  });

  test('of freedom from deadlock: the steps that are possible', () => {
    expect(ask(noDeadlock, 0)).toEqual([
      { predicate: '1', answer: { 'possible steps': 'a up, b up, stop' }, reads: [] },
    ]);
    expect(ask(noDeadlock, 3)[0]!.answer).toEqual({ 'possible steps': 'b up, stop' });
    expect(ask(noDeadlock, 4)[0]!.answer).toEqual({ 'possible steps': 'none' });
  });

  test('a predicate that throws or answers nonsense is an error of its own', async () => {
    const throwing = always('throws', () => {
      throw new Error('meant to');
    });
    const error = await rejection(Promise.resolve().then(() => ask(throwing, 0)));
    expect(error.code).toBe('RH201');
    const silent = always('silent', (() => undefined) as never);
    expect((await rejection(Promise.resolve().then(() => ask(silent, 0)))).code).toBe('RH209');
  });
});
