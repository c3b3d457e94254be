import type { AnyMachineSnapshot, AnyStateMachine, StateValue } from 'xstate';

type Node = AnyStateMachine['root'];

/**
 * The snapshot with its state nodes in the order of the machine's definition.
 *
 * XState's live snapshots also remember in which order the regions of a parallel state were entered, and that decides
 * whose transition goes first where several regions take the same event or `always`. It is no part of the state: it
 * is lost when a snapshot is persisted. In the order of the definition, as SCXML has it, what a machine does depends on
 * value, context, status and history only.
 */
export function inDocumentOrder(snapshot: AnyMachineSnapshot): AnyMachineSnapshot {
  const nodes = snapshot._nodes as readonly Node[];
  if (nodes.every((node, i) => i === 0 || nodes[i - 1]!.order < node.order)) return snapshot;
  return {
    ...snapshot,
    _nodes: [...nodes].sort((a, b) => a.order - b.order),
    value: orderValue((snapshot.machine as AnyStateMachine).root, snapshot.value as StateValue),
  } as AnyMachineSnapshot;
}

function orderValue(node: Node, value: StateValue): StateValue {
  if (typeof value === 'string') return value;
  const regions = Object.keys(value).sort((a, b) => node.states[a]!.order - node.states[b]!.order);
  return Object.fromEntries(regions.map((key) => [key, orderValue(node.states[key]!, value[key]!)]));
}
