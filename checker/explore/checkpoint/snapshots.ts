/** Snapshots of machines as plain data, and back. */
import { deserialize, serialize } from 'node:v8';
import type { AnyMachineSnapshot, AnyStateMachine, StateValue } from 'xstate';
import { settle } from '../../system/snapshot.ts';

interface PlainSnapshot {
  readonly value: unknown;
  readonly context: unknown;
  readonly status: string;
  readonly output: unknown;
  /** By id of the history state: ids of the states that it remembers. */
  readonly history: Readonly<Record<string, readonly string[]>>;
}

/** As bytes: JSON would lose the sign of zeros, and the key of a local state would sort its entries. */
export function packSnapshots(snapshots: readonly AnyMachineSnapshot[]): Buffer {
  return serialize(snapshots.map(plainOf));
}

function plainOf(snapshot: AnyMachineSnapshot): PlainSnapshot {
  const history = snapshot.historyValue as Record<string, readonly { readonly id: string }[]>;
  return {
    value: snapshot.value,
    context: snapshot.context,
    status: snapshot.status,
    output: snapshot.output,
    history: Object.fromEntries(
      Object.entries(history).map(([id, nodes]) => [id, nodes.map((node) => node.id)]),
    ),
  };
}

/** Throws whatever XState throws about a state that the machine does not have. */
export function unpackSnapshots(
  bytes: Buffer,
  actor: string,
  machine: AnyStateMachine,
): AnyMachineSnapshot[] {
  return (deserialize(bytes) as PlainSnapshot[]).map(({ value, context, status, output, history }) => {
    const nodes = Object.entries(history).map(
      ([id, ids]) => [id, ids.map((one) => machine.getStateNodeById(one))] as const,
    );
    const snapshot = machine.resolveState({
      value: value as StateValue,
      context,
      status: status as AnyMachineSnapshot['status'],
      output,
      historyValue: Object.fromEntries(nodes),
    }) as AnyMachineSnapshot;
    return settle({ actor, machine }, snapshot, ['a checkpoint']);
  });
}
