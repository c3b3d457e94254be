import { describe, expect, test } from 'vitest';
import { assign, setup } from 'xstate';
import { actor, always, check, defineSystem, onStep } from '../../checker/index.ts';
import type { ActorsOf, Machines, Property } from '../../checker/index.ts';
import { findAtEnd, runSteps } from '../../checker/trace/replay.ts';
import type { System } from '../../checker/system/types.ts';

const shelf = setup({
  types: {
    context: {} as { books: readonly { title: string; lent: boolean }[]; count: number },
    input: {} as { titles: readonly string[] },
    events: {} as { type: 'lend'; title: string } | { type: 'return'; title: string },
  },
  actions: {
    mark: assign(({ context, event }) => ({
      count: context.count + (event.type === 'lend' ? 1 : -1),
      books: context.books.map((book) =>
        book.title === event.title ? { ...book, lent: event.type === 'lend' } : book,
      ),
    })),
  },
}).createMachine({
  id: 'shelf',
  context: ({ input }) => ({ books: input.titles.map((title) => ({ title, lent: false })), count: 0 }),
  initial: 'full',
  states: {
    full: { on: { lend: { target: 'gaps', actions: 'mark' } } },
    gaps: { on: { lend: { actions: 'mark' }, return: { actions: 'mark' } } },
  },
});

const system = defineSystem({
  actors: { shelf: actor(shelf, { input: { titles: ['A', 'B'] } }) },
  steps: {
    'lend A': {
      by: 'reader',
      at: 'desk.ts: lend',
      deliver: (s) => !s.shelf.context.books[0]?.lent && { shelf: { type: 'lend', title: 'A' } },
    },
    'lend B': (s) => !s.shelf.context.books[1]?.lent && { shelf: { type: 'lend', title: 'B' } },
  },
});
type Actors = ActorsOf<typeof system>;
const untyped = system as unknown as System;

describe('a trace', () => {
  test('has the steps with who, where, deliveries, and only what changed', async () => {
    const property = always<Actors>(
      'not both',
      (s) => s.shelf.context.count < 2 || { count: s.shelf.context.count },
    );
    const { properties } = await check(system, [property]);
    const trace = properties[0]!.trace!;
    expect(trace.steps[0]).toEqual({
      step: 'lend A',
      by: 'reader',
      at: 'desk.ts: lend',
      deliveries: [{ actor: 'shelf', event: { type: 'lend', title: 'A' } }],
      changes: [
        { actor: 'shelf', path: ['value'], before: 'full', after: 'gaps' },
        { actor: 'shelf', path: ['context', 'books', 0, 'lent'], before: false, after: true },
        { actor: 'shelf', path: ['context', 'count'], before: 0, after: 1 },
      ],
    });
    expect(trace.steps[1]!.changes.map(({ path }) => path.join('.'))).toEqual([
      'context.books.1.lent',
      'context.count',
    ]);
    expect(trace.values).toEqual({ count: 2 });
    expect(trace.reads).toEqual([{ path: 'shelf.context.count', value: 2 }]);
  });

  test('to a step notes what was read before and after it', async () => {
    const property = onStep<Actors>('B is not last', 'lend B', ({ before, after }) => {
      return before.shelf.context.books[0]!.lent === after.shelf.context.books[1]!.lent ? false : true;
    });
    const { properties } = await check(system, [property]);
    expect(properties[0]!.trace!.steps.map(({ step }) => step)).toEqual(['lend A', 'lend B']);
    expect(properties[0]!.trace!.reads).toEqual([
      { path: 'before.shelf.context.books[0].lent', value: true },
      { path: 'after.shelf.context.books[1].lent', value: true },
    ]);
  });
});

describe('a replay', () => {
  test('that cannot go on says at which step', () => {
    expect(() => runSteps(untyped, ['lend A', 'lend A'])).toThrow(/RH207[\s\S]*step 2 of the trace/);
    expect(() => runSteps(untyped, ['lend A', 'lend C'])).toThrow(/RH207[\s\S]*Did you mean "lend A"/);
  });

  test('finds again what the property found, or nothing', () => {
    const property = always<Actors>('none', (s) => s.shelf.matches('full')) as unknown as Property<Machines>;
    expect(findAtEnd(untyped, runSteps(untyped, ['lend B']), property)).toBe(false);
    expect(findAtEnd(untyped, runSteps(untyped, []), property)).toBeNull();
  });
});
