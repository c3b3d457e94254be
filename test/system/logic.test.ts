import { getShortestPaths } from '@xstate/graph';
import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { graphOptions, systemLogic } from '../../checker/index.ts';
import { philosophers } from '../systems/philosophers.ts';

const system = philosophers(3);
const logic = systemLogic(system);

describe('a system as XState actor logic', () => {
  test('an actor of it takes steps by name, and ignores those that do not exist', () => {
    const table = createActor(logic).start();
    table.send({ type: 'phil0 takes left' });
    expect(table.getSnapshot().actors.phil0.value).toBe('hasLeft');
    expect(table.getSnapshot().actors.fork0.value).toBe('taken');
    const before = table.getSnapshot();
    table.send({ type: 'phil0 puts left' });
    expect(table.getSnapshot()).toBe(before);
    expect(before.can('phil0 takes right')).toBe(true);
    expect(before.can('phil2 takes right')).toBe(false);
  });

  test('a name that is no step is RH207', () => {
    expect(() => createActor(logic).start().getSnapshot().can('phil0 take left')).toThrow(
      /RH207.*phil0 takes left/s,
    );
  });

  test('inspect sees events and snapshots', () => {
    const seen: string[] = [];
    const table = createActor(logic, {
      inspect: (event) => {
        if (event.type === '@xstate.event' || event.type === '@xstate.snapshot')
          seen.push(`${event.type} ${event.event.type}`);
      },
    }).start();
    table.send({ type: 'phil1 takes left' });
    expect(seen).toContain('@xstate.event phil1 takes left');
    expect(seen).toContain('@xstate.snapshot phil1 takes left');
  });

  test('a persisted snapshot goes through JSON and comes back', () => {
    const table = createActor(logic).start();
    table.send({ type: 'phil0 takes left' });
    const saved = JSON.parse(JSON.stringify(table.getPersistedSnapshot())) as never;
    const again = createActor(logic, { snapshot: saved }).start();
    expect(again.getSnapshot().actors.phil0.matches('hasLeft')).toBe(true);
    again.send({ type: 'phil0 takes right' });
    expect(again.getSnapshot().actors.phil0.value).toBe('eating');
  });

  test('@xstate/graph finds the shortest way to the deadlock', () => {
    const paths = getShortestPaths(logic, {
      ...graphOptions(system),
      toState: (snapshot) => !system.steps.some(({ name }) => snapshot.can(name)),
    });
    expect(paths).toHaveLength(1);
    // The first step of a path is XState's start.
    expect(paths[0]!.steps.filter(({ event }) => !event.type.startsWith('xstate.'))).toHaveLength(3);
  });
});
