/**
 * The meaning of one actor: its first snapshot, whether it can take an event, and where that leads.
 * Everything here calls XState; nothing is remembered.
 */
import { initialTransition, transition } from 'xstate';
import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { messageOf, RefholdError } from '../errors.ts';
import { inDocumentOrder } from './order.ts';
import { canonical, deepFreeze, showPath } from './plain.ts';

/** Microsteps after which a machine is said not to come to rest. */
export const MAX_MICROSTEPS = 10_000;

interface Where {
  readonly actor: string;
  readonly machine: AnyStateMachine;
}

/** The snapshot in which an actor starts. Throws RH101, RH102, RH108, RH204, RH303. */
export function firstSnapshot(where: Where, input: unknown): AnyMachineSnapshot {
  const at = ['initial state'];
  const start = (): AnyMachineSnapshot => {
    const [snapshot, effects] = run(where, 'RH108', at, () => {
      const result = initialTransition(where.machine, input as never);
      // XState catches what is thrown while a machine starts.
      if (result[0].status === 'error') throw result[0].error;
      return result;
    });
    refuseEffects(where, snapshot as AnyMachineSnapshot, undefined, effects);
    return settle(where, snapshot as AnyMachineSnapshot, at);
  };
  const first = start();
  if (snapshotKey(where, first) === snapshotKey(where, start())) return first;
  throw new RefholdError('RH204', {
    what: 'started twice, the machine was in two different states',
    where: [...describe(where), ...at],
    fix: 'The context at the start depends on something outside the machine. Let it depend on the input only.',
  });
}

/**
 * Whether an actor takes an event: XState's `can`, and the actor has not stopped.
 * (A machine in its final state still answers `can`, but no actor of it would ever receive the event.)
 */
export function takes(where: Where, snapshot: AnyMachineSnapshot, event: AnyEventObject): boolean {
  if (snapshot.status !== 'active') return false;
  return run(where, 'RH202', atEvent(snapshot, event), () => snapshot.can(event));
}

/** The snapshot after an event. Ask {@link takes} first. Throws RH101, RH102, RH202, RH203, RH303. */
export function nextSnapshot(
  where: Where,
  snapshot: AnyMachineSnapshot,
  event: AnyEventObject,
): AnyMachineSnapshot {
  const result = run(where, 'RH202', atEvent(snapshot, event), () =>
    transition(where.machine, snapshot, event),
  );
  const next = result[0] as AnyMachineSnapshot;
  refuseEffects(where, snapshot, event, result[1]);
  return settle(where, next, atEvent(snapshot, event));
}

/**
 * What makes two snapshots the same local state: status, value, context, history and output.
 * Never the raw snapshot, which carries ids that are global to the process.
 */
export function snapshotKey(where: Where, snapshot: AnyMachineSnapshot): string {
  const context = canonical(snapshot.context);
  if (typeof context !== 'string')
    throw notPlain(where, snapshot, ['context', ...context.path], context.found);
  const output = snapshot.output === undefined ? '' : canonical(snapshot.output);
  if (typeof output !== 'string') throw notPlain(where, snapshot, ['output', ...output.path], output.found);
  const value = canonical(snapshot.value) as string;
  return `${snapshot.status}|${value}|${context}|${historyKey(snapshot)}|${output}`;
}

function historyKey(snapshot: AnyMachineSnapshot): string {
  const history = snapshot.historyValue as Record<string, readonly { id: string }[]>;
  return Object.keys(history)
    .sort()
    .map(
      (id) =>
        `${id}:${history[id]!.map((node) => node.id)
          .sort()
          .join(',')}`,
    )
    .join(';');
}

/** `up.open`, or the compact JSON of a parallel value. */
export function showValue(snapshot: AnyMachineSnapshot): string {
  let value = snapshot.value as unknown;
  const path: string[] = [];
  while (typeof value === 'object' && value !== null && Object.keys(value).length === 1) {
    const [key, inner] = (Object.entries(value) as [string, unknown][])[0]!;
    path.push(key);
    value = inner;
  }
  path.push(typeof value === 'string' ? value : JSON.stringify(value));
  return path.join('.');
}

function run<T>(where: Where, code: 'RH108' | 'RH202', at: readonly string[], call: () => T): T {
  const { options } = where.machine as { options: { maxIterations?: number } };
  const limit = options.maxIterations;
  options.maxIterations = Math.min(limit ?? Infinity, MAX_MICROSTEPS);
  try {
    return call();
  } catch (thrown) {
    const message = messageOf(thrown);
    throw new RefholdError(message.startsWith('Infinite loop detected') ? 'RH303' : code, {
      what: message,
      where: [...describe(where), ...at],
      cause: thrown,
    });
  } finally {
    if (limit === undefined) delete options.maxIterations;
    else options.maxIterations = limit;
  }
}

/** Vets a snapshot, and makes it one that nobody can change. */
export function settle(
  where: Where,
  snapshot: AnyMachineSnapshot,
  at: readonly string[],
): AnyMachineSnapshot {
  if (snapshot.status === 'error') {
    throw new RefholdError('RH203', {
      what: messageOf(snapshot.error),
      where: [...describe(where), ...at],
      cause: snapshot.error,
    });
  }
  snapshotKey(where, snapshot);
  if (Object.keys(snapshot.children as object).length > 0) {
    throw new RefholdError('RH101', {
      what: 'an actor is spawned',
      where: [...describe(where), ...at],
      fix: 'Make what is spawned an actor of the system, and its answers steps.',
    });
  }
  const ordered = inDocumentOrder(snapshot);
  deepFreeze(ordered.context);
  deepFreeze(ordered.value);
  deepFreeze(ordered.output);
  return Object.freeze(ordered);
}

function refuseEffects(
  where: Where,
  from: AnyMachineSnapshot,
  event: AnyEventObject | undefined,
  effects: readonly { readonly type: string; readonly params?: unknown }[],
): void {
  for (const effect of effects) {
    const params = effect.params as { readonly delay?: unknown } | undefined;
    if (effect.type === 'xstate.raise' && params?.delay === undefined) continue;
    throw new RefholdError('RH101', {
      what: `action ${effect.type.replace(/^xstate\./, '')} is executed`,
      where: [
        ...describe(where),
        ...(event ? atEvent(from, event) : ['initial state']),
        `action ${effect.type}`,
      ],
    });
  }
}

function notPlain(
  where: Where,
  snapshot: AnyMachineSnapshot,
  path: readonly (string | number)[],
  found: string,
): RefholdError {
  return new RefholdError('RH102', {
    what: `${showPath(path)} is ${found}`,
    where: [...describe(where), `state ${showValue(snapshot)}`],
  });
}

function describe(where: Where): string[] {
  return [`actor ${where.actor}`, `machine ${where.machine.id}`];
}

function atEvent(snapshot: AnyMachineSnapshot, event: AnyEventObject): string[] {
  return [`state ${showValue(snapshot)}`, `event ${event.type}`];
}
