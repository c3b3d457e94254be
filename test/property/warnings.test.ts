import { createMachine } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { check, defineSystem } from '../../checker/index.ts';

const forbids = (on: object, id = 'm'): AnyStateMachine =>
  createMachine({ id, initial: 'up', on: { go: '.up', halt: '.up' }, states: { up: { on } } } as never);

async function warnings(actors: Record<string, AnyStateMachine>, deliver: () => object): Promise<unknown[]> {
  const system = defineSystem({ actors, steps: { s: deliver } });
  return (await check(system)).warnings.map(({ code, event, what, where }) => [
    code,
    event,
    what,
    where.join(' › '),
  ]);
}

describe('a forbidden transition', () => {
  test('is warned of where a step delivers the event, with what was perhaps meant', async () => {
    expect(await warnings({ a: forbids({ go: {} }) }, () => ({ a: { type: 'go' } }))).toEqual([
      [
        'RHW01',
        'go',
        "go: {} refuses the event. If it is to be accepted without change, give it a target: go: 'up'.",
        'actor a › machine m › state up',
      ],
    ]);
  });

  test('is none of our business where no step delivers the event', async () => {
    expect(await warnings({ a: forbids({ go: {} }) }, () => ({ a: { type: 'halt' } }))).toEqual([]);
    expect(
      await warnings({ a: forbids({ go: {} }), b: forbids({}, 'n') }, () => ({ b: { type: 'go' } })),
    ).toEqual([]);
  });

  test('is warned of once per machine, not per actor', async () => {
    const machine = forbids({ go: {} });
    expect(await warnings({ a: machine, b: machine }, () => ({ b: { type: 'go' } }))).toHaveLength(1);
    expect(
      await warnings({ a: forbids({ go: {} }), b: forbids({ go: {} }, 'n') }, () => ({
        a: { type: 'go' },
        b: { type: 'go' },
      })),
    ).toHaveLength(2);
  });

  test('may be a wildcard', async () => {
    const events = async (on: object, type: string): Promise<unknown[]> => {
      const all = await warnings({ a: forbids(on) }, () => ({ a: { type } }));
      return all.map((one) => (one as string[])[1]);
    };
    expect(await events({ '*': {} }, 'go')).toEqual(['*']);
    expect(await events({ 'x.*': {} }, 'x.y')).toEqual(['x.*']);
    expect(await events({ 'x.*': {} }, 'go')).toEqual([]);
  });

  test('has neither target nor actions', async () => {
    const fine = { go: { target: 'up' } };
    const counts = { go: { actions: [] }, halt: 'up' };
    expect(await warnings({ a: forbids(fine) }, () => ({ a: { type: 'go' } }))).toEqual([]);
    expect(await warnings({ a: forbids(counts) }, () => ({ a: { type: 'go' } }))).toHaveLength(1);
  });
});
