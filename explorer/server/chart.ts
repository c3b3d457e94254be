import type { AnyStateMachine } from 'xstate';
import type { Chart, ChartEdge, ChartNode } from '../shared/api.ts';
import { inventoryOf } from '../../checker/coverage/inventory.ts';
import type { TransitionRecord } from '../../checker/coverage/inventory.ts';

type Node = AnyStateMachine['root'];

/** A machine as something to be drawn, and the transitions behind its edges. */
export interface Drawing {
  readonly chart: Chart;
  readonly edges: ReadonlyMap<TransitionRecord, string>;
}

export function drawingOf(machine: AnyStateMachine): Drawing {
  const edges = new Map<TransitionRecord, string>();
  const list: ChartEdge[] = [];
  for (const transition of inventoryOf(machine).transitions) {
    const id = String(list.length);
    edges.set(transition, id);
    list.push(edgeOf(id, transition));
  }
  return { chart: { id: machine.id, root: nodeOf(machine.root, true), edges: list }, edges };
}

function edgeOf(id: string, transition: TransitionRecord): ChartEdge {
  const guard = transition.guard === undefined ? undefined : showGuard(transition.guard);
  const targets = (transition.target ?? []) as unknown as readonly { readonly id: string }[];
  return {
    id,
    from: transition.source.id,
    to: targets.map((target) => target.id),
    event: transition.eventType,
    ...(guard === undefined ? {} : { guard }),
  };
}

/** A guard by its name; `not`, `and` and `or` with what they are made of; `?` for a function without a name. */
function showGuard(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  const { type, guards, name } = guard as { type?: unknown; guards?: readonly unknown[]; name?: string };
  if (typeof type === 'string' && type !== '') return type;
  if (Array.isArray(guards) && name !== undefined) return `${name}(${guards.map(showGuard).join(', ')})`;
  return name === undefined || name === '' || name === 'guard' || name === 'check' ? '?' : name;
}

function nodeOf(node: Node, initial: boolean): ChartNode {
  const children: readonly Node[] = Object.values(node.states);
  const first = node.type === 'parallel' ? undefined : initialKey(node);
  return {
    id: node.id,
    key: node.key,
    kind: node.type,
    initial,
    tags: node.tags,
    ...(node.description === undefined ? {} : { about: node.description }),
    children: children.map((child) => nodeOf(child, child.key === first)),
  };
}

function initialKey(node: Node): string | undefined {
  return Object.keys(node.states).length === 0 ? undefined : node.initial.target[0]?.key;
}
