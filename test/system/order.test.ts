import { assign, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { check, defineSystem } from '../../checker/index.ts';
import { firstSnapshot, nextSnapshot, snapshotKey } from '../../checker/system/snapshot.ts';
import type { AnyMachineSnapshot } from 'xstate';

const append = (letter: string) =>
  assign({ log: ({ context }: { context: { both: boolean; log: string } }) => context.log + letter });

/** Two regions that are both waiting for `both`, and then move by themselves. */
const machine = createMachine({
  id: 'm',
  type: 'parallel',
  context: { both: false, log: '' },
  on: { both: { actions: assign({ both: true }) } },
  states: {
    left: {
      initial: 'idle',
      states: {
        idle: { on: { left: 'waiting' } },
        waiting: { always: { guard: ({ context }) => context.both, target: 'gone', actions: append('L') } },
        gone: {},
      },
    },
    right: {
      initial: 'idle',
      states: {
        idle: { on: { right: 'waiting' } },
        waiting: { always: { guard: ({ context }) => context.both, target: 'gone', actions: append('R') } },
        gone: {},
      },
    },
  },
});
const where = { actor: 'a', machine };

function after(...events: string[]): AnyMachineSnapshot {
  return events.reduce(
    (snapshot, type) => nextSnapshot(where, snapshot, { type }),
    firstSnapshot(where, undefined),
  );
}

describe('parallel regions go in the order of the definition, whichever was entered first', () => {
  test('the same state does the same, however it was reached', () => {
    const [lr, rl] = [after('left', 'right'), after('right', 'left')];
    expect(snapshotKey(where, lr)).toBe(snapshotKey(where, rl));
    expect(after('left', 'right', 'both').context).toEqual({ both: true, log: 'LR' });
    expect(after('right', 'left', 'both').context).toEqual({ both: true, log: 'LR' });
  });

  test('the regions of a value stand in the order of the definition', () => {
    expect(Object.keys(after('right', 'left').value as object)).toEqual(['left', 'right']);
    expect(Object.keys(after('left').value as object)).toEqual(['left', 'right']);
  });

  test('so no trace is at odds with the exploration', async () => {
    const system = defineSystem({
      actors: { a: machine },
      steps: {
        'right first': () => ({ a: { type: 'right' } }),
        'then left': () => ({ a: { type: 'left' } }),
        'then both': ({ a }) => a.matches({ left: 'waiting', right: 'waiting' }) && { a: { type: 'both' } },
      },
    });
    const { properties, exploration } = await check(system);
    expect(exploration.states).toBe(5);
    expect(properties[0]!.trace!.final.a).toEqual({
      value: { left: 'gone', right: 'gone' },
      context: { both: true, log: 'LR' },
    });
  });

  test('nested regions too', () => {
    const region = (name: string): object => ({
      initial: 'x',
      states: { x: { on: { [name]: 'y' } }, y: { on: { [name]: 'x' } } },
    });
    const nested = createMachine({
      id: 'n',
      initial: 'out',
      states: {
        out: {
          type: 'parallel',
          states: { p: { type: 'parallel', states: { z: region('z'), a: region('a') } }, b: region('b') },
        },
      },
    } as never);
    const at = { actor: 'a', machine: nested };
    const moved = ['b', 'a', 'z'].reduce(
      (snapshot, type) => nextSnapshot(at, snapshot, { type }),
      firstSnapshot(at, undefined),
    );
    expect(JSON.stringify(moved.value)).toBe('{"out":{"p":{"z":"y","a":"y"},"b":"y"}}');
    expect(moved.hasTag('none')).toBe(false);
    expect(moved.matches({ out: { p: { a: 'y' } } })).toBe(true);
  });
});
