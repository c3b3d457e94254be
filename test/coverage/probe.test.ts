import { assign, setup } from 'xstate';
import type { AnyMachineSnapshot } from 'xstate';
import { describe, expect, test } from 'vitest';
import { inventoryOf } from '../../checker/coverage/inventory.ts';
import { probing } from '../../checker/coverage/probe.ts';
import type { Probe } from '../../checker/coverage/probe.ts';
import { check, defineSystem } from '../../checker/index.ts';

const ready = ({ context }: { context: { ready: boolean } }): boolean => context.ready;
const action = assign({});
const machine = setup({ types: { context: {} as { ready: boolean } } }).createMachine({
  context: { ready: false },
  initial: 'a',
  states: {
    a: {
      on: { go: { guard: ready, target: 'b', actions: action as never }, stay: 'a' },
      always: { guard: ready, target: 'b' },
    },
    b: {},
  },
});

/** What there is to put back. */
function parts(): unknown[] {
  return inventoryOf(machine).transitions.map(({ guard, actions }) => [guard, actions]);
}

describe('a machine that was probed is as it was before', () => {
  const before = parts();

  test('afterwards', () => {
    const { transitions } = inventoryOf(machine);
    probing(transitions, (probe) => {
      expect(transitions[0]!.guard).not.toBe(ready);
      probe.start(machine, undefined);
    });
    expect(parts()).toEqual(before);
    expect(transitions[0]!.guard).toBe(ready);
    expect(transitions[0]!.actions).toEqual([action]);
    expect('guard' in transitions[1]! && transitions[1].guard !== undefined).toBe(false);
  });

  test('when what is asked throws', () => {
    const work = (probe: Probe): void => {
      probe.ask(machine, machine.getInitialSnapshot({} as never), { type: 'go' });
      throw new Error('meant to');
    };
    expect(() => probing(inventoryOf(machine).transitions, work)).toThrow('meant to');
    expect(parts()).toEqual(before);
    expect(inventoryOf(machine).transitions[0]!.guard).toBe(ready);
  });

  test('by a check', async () => {
    const system = defineSystem({
      actors: { it: machine as never },
      steps: { go: () => ({ it: { type: 'go' } }), stay: () => ({ it: { type: 'stay' } }) } as never,
    });
    await check(system);
    expect(parts()).toEqual(before);
  });
});

describe('a guard that is wrapped', () => {
  test('is asked about the snapshot at hand, by the event at hand', () => {
    const seen: unknown[] = [];
    const asking = setup({}).createMachine({
      context: { n: 7 },
      initial: 'a',
      states: {
        a: {
          on: {
            go: {
              guard: ({ context, event }) => {
                seen.push([context, event]);
                return true;
              },
            },
          },
        },
      },
    });
    const { transitions } = inventoryOf(asking);
    const { guardsTrue } = probing(transitions, (probe) => {
      const snapshot: AnyMachineSnapshot = asking.resolveState({ value: 'a', context: { n: 7 } });
      probe.ask(asking, snapshot, { type: 'go', extra: 1 });
    });
    expect(seen).toEqual([[{ n: 7 }, { type: 'go', extra: 1 }]]);
    expect([...guardsTrue]).toEqual(transitions);
  });

  test('that throws, throws', () => {
    const throwing = setup({}).createMachine({
      initial: 'a',
      states: {
        a: {
          on: {
            go: {
              guard: () => {
                throw new Error('guard');
              },
              target: 'a',
            },
          },
        },
      },
    });
    const snapshot: AnyMachineSnapshot = throwing.resolveState({ value: 'a' });
    const { transitions } = inventoryOf(throwing);
    const { guard } = transitions[0]!;
    expect(() => probing(transitions, (probe) => probe.ask(throwing, snapshot, { type: 'go' }))).toThrow(
      'guard',
    );
    expect(inventoryOf(throwing).transitions[0]!.guard).toBe(guard);
  });
});
