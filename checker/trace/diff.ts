import diff from 'microdiff';
import type { AnyMachineSnapshot } from 'xstate';
import type { System } from '../system/types.ts';
import type { SystemState } from '../system/view.ts';
import type { Change, LocalState } from './types.ts';

/** A snapshot as plain data. */
export function localState(snapshot: AnyMachineSnapshot): LocalState {
  const history = Object.entries(snapshot.historyValue as Record<string, readonly { id: string }[]>);
  const context = snapshot.context as object;
  return {
    value: snapshot.value,
    ...(Object.keys(context).length === 0 ? {} : { context }),
    ...(snapshot.status === 'active' ? {} : { status: snapshot.status }),
    ...(history.length === 0
      ? {}
      : { history: Object.fromEntries(history.map(([id, nodes]) => [id, nodes.map((node) => node.id)])) }),
    ...(snapshot.output === undefined ? {} : { output: snapshot.output as unknown }),
  };
}

/** All local states by actor. */
export function localStates(system: System, state: SystemState): Record<string, LocalState> {
  return Object.fromEntries(system.actors.map(({ name }, i) => [name, localState(state[i]!)]));
}

/** What changed between two states of the system, and nothing else. */
export function changes(system: System, before: SystemState, after: SystemState): Change[] {
  return system.actors.flatMap(({ name }, i) => {
    if (before[i] === after[i]) return [];
    const [old, now] = [localState(before[i]!), localState(after[i]!)];
    const { value: oldValue, ...oldRest } = old;
    const { value: newValue, ...newRest } = now;
    const moved = JSON.stringify(oldValue) !== JSON.stringify(newValue);
    return [
      ...(moved ? [{ actor: name, path: ['value'], before: oldValue, after: newValue }] : []),
      ...diff(oldRest, newRest).map((entry): Change => ({
        actor: name,
        path: entry.path,
        ...(entry.type === 'CREATE' ? {} : { before: entry.oldValue as unknown }),
        ...(entry.type === 'REMOVE' ? {} : { after: entry.value as unknown }),
      })),
    ];
  });
}
