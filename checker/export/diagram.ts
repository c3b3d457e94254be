import type { AnyStateMachine } from 'xstate';

/** A state of a machine as diagrams draw it. */
export interface DiagramState {
  /** XState's id: `link.up.open`. */
  readonly id: string;
  readonly key: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly deep: boolean;
  /** Id of the first state inside. */
  readonly initial: string | undefined;
  readonly tags: readonly string[];
  readonly states: readonly DiagramState[];
}

export interface DiagramTransition {
  readonly from: string;
  /** The state itself where none is named. */
  readonly to: readonly string[];
  /** Empty for `always`. */
  readonly event: string;
  readonly guard: string | undefined;
  readonly actions: readonly string[];
}

export interface Diagram {
  readonly machine: string;
  readonly root: DiagramState;
  readonly transitions: readonly DiagramTransition[];
}

interface Node {
  readonly id: string;
  readonly key: string;
  readonly type: DiagramState['type'];
  readonly history: boolean | 'shallow' | 'deep';
  readonly tags: readonly string[];
  readonly initial: { readonly target?: readonly Node[] };
  readonly states: Readonly<Record<string, Node>>;
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
  readonly always?: readonly Transition[] | undefined;
}

interface Transition {
  readonly eventType: string;
  readonly target?: readonly Node[] | undefined;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
}

/** What there is to draw of a machine. */
export function diagramOf(machine: AnyStateMachine): Diagram {
  const transitions: DiagramTransition[] = [];
  const visit = (node: Node): DiagramState => {
    for (const one of [...[...node.transitions.values()].flat(), ...(node.always ?? [])]) {
      // `EVENT: {}` goes nowhere and does nothing: the machine refuses the event.
      if (one.target === undefined && one.actions.length === 0) continue;
      transitions.push({
        from: node.id,
        to: one.target?.map(({ id }) => id) ?? [node.id],
        event: one.eventType,
        guard: one.guard === undefined ? undefined : nameOf(one.guard, 'guard'),
        actions: one.actions.map((action) => nameOf(action, 'action')),
      });
    }
    return {
      id: node.id,
      key: node.key,
      type: node.type,
      deep: node.history === 'deep',
      initial: node.type === 'compound' ? node.initial.target?.[0]?.id : undefined,
      tags: node.tags,
      states: Object.values(node.states).map(visit),
    };
  };
  const root = visit(machine.root);
  return { machine: machine.id, root, transitions };
}

function nameOf(value: unknown, otherwise: string): string {
  if (typeof value === 'string') return value;
  const { type, name } = value as { type?: unknown; name?: unknown };
  if (typeof type === 'string') return type.replace(/^xstate\./, '');
  return typeof name === 'string' && !['', 'guard', 'actions'].includes(name) ? name : otherwise;
}

/** `open [isFree] / hold`: an event with its guard and its actions. */
export function labelOf({ event, guard, actions }: DiagramTransition): string {
  const parts = [
    event === '' ? 'always' : event,
    ...(guard === undefined ? [] : [`[${guard}]`]),
    ...(actions.length === 0 ? [] : [`/ ${actions.join(', ')}`]),
  ];
  return parts.join(' ');
}

/** Transitions between the same two states, drawn as one line with several labels. */
export function arrowsOf({ transitions }: Diagram): { from: string; to: string; labels: string[] }[] {
  const arrows = new Map<string, { from: string; to: string; labels: string[] }>();
  for (const transition of transitions) {
    for (const to of transition.to) {
      const key = JSON.stringify([transition.from, to]);
      const arrow = arrows.get(key) ?? { from: transition.from, to, labels: [] };
      arrow.labels.push(labelOf(transition));
      arrows.set(key, arrow);
    }
  }
  return [...arrows.values()];
}
