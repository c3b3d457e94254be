/**
 * Looks through a whole machine before anything runs: effects are refused wherever they stand,
 * also in states that may never be reached.
 */
import type { AnyStateMachine } from 'xstate';
import { RefholdError } from '../errors.ts';
import type { Warning } from './types.ts';

/** The parts of an XState state node that are looked at. */
interface Node {
  readonly key: string;
  readonly path: readonly string[];
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
  readonly invoke: readonly unknown[];
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
  readonly always?: readonly Transition[] | undefined;
  readonly states: Readonly<Record<string, Node>>;
  /** The transition to the first child. */
  readonly initial: { readonly actions: readonly unknown[] };
  readonly config: { readonly after?: object };
}

interface Transition {
  readonly eventType: string;
  readonly target?: readonly unknown[] | undefined;
  readonly actions: readonly unknown[];
}

const PURE_BUILT_INS = new Set(['xstate.assign', 'xstate.raise', 'xstate.enqueueActions']);

/** Throws RH101 for the first effect found in the machine. */
export function refuseEffectsIn(actor: string, machine: AnyStateMachine): void {
  for (const node of nodes(machine)) {
    const at = (...more: string[]): string[] => [
      `actor ${actor}`,
      `machine ${machine.id}`,
      `state ${nodeName(node)}`,
      ...more,
    ];
    if (node.invoke.length > 0) {
      throw new RefholdError('RH101', {
        what: 'the state invokes an actor',
        where: at('invoke'),
        fix: 'Make what is invoked an actor of the system, and its answers steps.',
      });
    }
    if (node.config.after !== undefined && Object.keys(node.config.after).length > 0) {
      throw new RefholdError('RH101', {
        what: 'the state has a delayed transition',
        where: at(`after ${Object.keys(node.config.after).join(', ')}`),
        fix: 'Turn `after` into an event, and let a step of the system ("time passes") deliver it.',
      });
    }
    for (const action of node.entry) refuseAction(machine, action, at('entry'));
    for (const action of node.exit) refuseAction(machine, action, at('exit'));
    for (const action of node.initial.actions) refuseAction(machine, action, at('initial'));
    for (const transition of transitionsOf(node)) {
      for (const action of transition.actions)
        refuseAction(machine, action, at(`on ${transition.eventType || 'always'}`));
    }
  }
}

function refuseAction(machine: AnyStateMachine, action: unknown, at: readonly string[]): void {
  const name =
    typeof action === 'string' ? action : typeof action === 'function' ? undefined : actionType(action);
  const implementations = machine.implementations.actions as Record<string, unknown>;
  const implementation = name === undefined ? action : (implementations[name] ?? action);
  const type = typeof implementation === 'function' ? actionType(implementation) : undefined;
  if (type !== undefined && PURE_BUILT_INS.has(type)) {
    const { delay } = implementation as { delay?: unknown };
    if (type !== 'xstate.raise' || delay === undefined) return;
    throw new RefholdError('RH101', {
      what: 'an event is raised with a delay',
      where: [...at, 'action raise'],
    });
  }
  const shown = name ?? type?.replace(/^xstate\./, '') ?? functionName(implementation);
  throw new RefholdError('RH101', {
    what:
      typeof implementation === 'function'
        ? `action ${shown} ${type?.startsWith('xstate.') === true ? 'acts on the outside' : 'is a function with effects'}`
        : `action ${shown} has no implementation`,
    where: [...at, `action ${shown}`],
  });
}

function functionName(implementation: unknown): string {
  const name = typeof implementation === 'function' ? implementation.name : '';
  // An inline function takes its name from the key it stands behind, which says nothing.
  return ['', 'actions', 'entry', 'exit'].includes(name) ? '(inline function)' : name;
}

function actionType(action: unknown): string | undefined {
  const type = (action as { type?: unknown } | null)?.type;
  return typeof type === 'string' ? type : undefined;
}

/** Whether some state of the machine has a transition that the event could match. */
export function mentions(machine: AnyStateMachine, eventType: string): boolean {
  for (const node of nodes(machine)) {
    for (const descriptor of node.transitions.keys()) {
      if (matchesDescriptor(descriptor, eventType)) return true;
    }
  }
  return false;
}

/** Whether `EVENT`, `prefix.*` or `*` is about an event. */
export function matchesDescriptor(descriptor: string, eventType: string): boolean {
  if (descriptor === '*' || descriptor === eventType) return true;
  if (!descriptor.endsWith('.*')) return false;
  const prefix = descriptor.slice(0, -2);
  return eventType === prefix || eventType.startsWith(`${prefix}.`);
}

/** Events that the machine handles somewhere, for suggestions. */
export function eventTypes(machine: AnyStateMachine): string[] {
  const types = new Set<string>();
  for (const node of nodes(machine)) for (const type of node.transitions.keys()) types.add(type);
  types.delete('');
  return [...types].sort();
}

/** `EVENT: {}` refuses the event, where its author may have meant "take it and change nothing". */
export function forbiddenTransitions(actor: string, machine: AnyStateMachine): Warning[] {
  const warnings: Warning[] = [];
  for (const node of nodes(machine)) {
    for (const transition of transitionsOf(node)) {
      if (transition.eventType === '' || transition.target !== undefined || transition.actions.length > 0)
        continue;
      warnings.push({
        code: 'RHW01',
        actor,
        event: transition.eventType,
        what:
          `${transition.eventType}: {} refuses the event. If it is to be accepted without change, ` +
          `give it a target: ${transition.eventType}: '${node.key}'.`,
        where: [`actor ${actor}`, `machine ${machine.id}`, `state ${nodeName(node)}`],
      });
    }
  }
  return warnings;
}

function nodeName(node: Node): string {
  return node.path.length === 0 ? '(root)' : node.path.join('.');
}

function transitionsOf(node: Node): Transition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

function* nodes(machine: AnyStateMachine): Generator<Node> {
  const stack: Node[] = [machine.root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    stack.push(...Object.values(node.states).reverse());
  }
}
