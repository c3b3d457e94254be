import type { AnyStateMachine } from 'xstate';

/** A transition of a machine as XState holds it, as far as coverage looks. */
export interface TransitionRecord {
  readonly eventType: string;
  readonly source: { readonly id: string; readonly path: readonly string[] };
  readonly target?: readonly { readonly path: readonly string[] }[] | undefined;
  guard?: unknown;
  actions: readonly unknown[];
}

interface Node {
  readonly id: string;
  readonly path: readonly string[];
  readonly type: string;
  readonly transitions: ReadonlyMap<string, readonly TransitionRecord[]>;
  readonly always?: readonly TransitionRecord[] | undefined;
  readonly states: Readonly<Record<string, Node>>;
}

/** Everything in a machine that can be covered. */
export interface Inventory {
  /** States by id, without history pseudo-states. */
  readonly states: ReadonlyMap<string, string>;
  readonly transitions: readonly TransitionRecord[];
}

export function inventoryOf(machine: AnyStateMachine): Inventory {
  const states = new Map<string, string>();
  const transitions: TransitionRecord[] = [];
  const visit = (node: Node): void => {
    if (node.type !== 'history' && node.path.length > 0) states.set(node.id, node.path.join('.'));
    transitions.push(...[...node.transitions.values()].flat(), ...(node.always ?? []));
    Object.values(node.states).forEach(visit);
  };
  visit(machine.root);
  return { states, transitions };
}

/** `up: halt → shutdown`, with the guard's name where there is one. */
export function showTransition(transition: TransitionRecord): string {
  const source = transition.source.path.length === 0 ? '(root)' : transition.source.path.join('.');
  const event = transition.eventType === '' ? 'always' : transition.eventType;
  const guard = transition.guard === undefined ? '' : ` [${guardName(transition.guard)}]`;
  const target = transition.target?.map(({ path }) => path.join('.')).join(', ');
  return `${source}: ${event}${guard}${target === undefined ? '' : ` → ${target}`}`;
}

function guardName(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'function') return guard.name === '' || guard.name === 'guard' ? 'guard' : guard.name;
  const type = (guard as { type?: unknown } | null)?.type;
  return typeof type === 'string' ? type : 'guard';
}
