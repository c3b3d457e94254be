import { assign, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { check, defineSystem } from '../../checker/index.ts';
import { rejection } from '../support.ts';

const growing = createMachine({
  id: 'link',
  context: { name: 'net0', size: 0, refs: [] as number[], parity: 0 },
  on: {
    hold: {
      actions: assign({
        refs: ({ context }) => [...context.refs, context.refs.length],
        parity: ({ context }) => 1 - context.parity,
      }),
    },
    count: { actions: assign({ size: ({ context }) => context.size + 1 }) },
  },
});
const still = createMachine({ id: 'still', context: {}, on: {} });

function systemOf(event: 'hold' | 'count') {
  return defineSystem({
    actors: { web: still, net0: growing },
    steps: { s: () => ({ net0: { type: event } }) },
  });
}

describe('local states that do not end', () => {
  test('are refused with the actor and the field that grows', async () => {
    expect(await rejection(check(systemOf('count'), [], { maxLocalStates: 50 }))).toMatchObject({
      code: 'RH301',
      what: 'actor net0 has more than 50 local states; context.size grows: 50 values so far, the last 47, 48, 49',
      where: ['actor net0', 'machine link'],
    });
    expect((await rejection(check(systemOf('hold'), [], { maxLocalStates: 4 }))).what).toContain(
      'context.refs grows: 4 values so far, the last [0], [0,1], [0,1,2]',
    );
  });

  test('the limit is exact', async () => {
    const bounded = createMachine({
      id: 'm',
      context: { n: 0 },
      initial: 'x',
      states: { x: { on: { go: { actions: assign({ n: ({ context }) => (context.n + 1) % 10 }) } } } },
    });
    const system = defineSystem({ actors: { a: bounded }, steps: { s: () => ({ a: { type: 'go' } }) } });
    expect((await check(system, [], { maxLocalStates: 10 })).exploration.localStates).toEqual({ a: 10 });
    expect((await rejection(check(system, [], { maxLocalStates: 9 }))).code).toBe('RH301');
  });

  test('without a context there is no field to name', async () => {
    const ring = createMachine({
      id: 'ring',
      initial: 's0',
      states: Object.fromEntries(
        Array.from({ length: 9 }, (_, i) => [`s${i}`, { on: { go: `s${(i + 1) % 9}` } }]),
      ),
    } as never);
    const system = defineSystem({ actors: { a: ring }, steps: { s: () => ({ a: { type: 'go' } }) } });
    expect((await rejection(check(system, [], { maxLocalStates: 5 }))).what).toBe(
      'actor a has more than 5 local states',
    );
  });
});
