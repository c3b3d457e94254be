/**
 * What a system does, straight from its definition: every answer calls the user's functions and XState.
 * The learned relation must agree with this; traces are replayed with it; it is slow and has no memory.
 */
import type { AnyEventObject } from 'xstate';
import { callUser, messageOf, RefholdError } from '../errors.ts';
import { actorIndex } from './define.ts';
import { canonical, deepFreeze, showPath } from './plain.ts';
import { nextSnapshot, snapshotKey, takes } from './snapshot.ts';
import { suggest } from './suggest.ts';
import type { Machines, StepDefinition, System, View } from './types.ts';
import { eventTypes, mentions } from './vet.ts';
import { viewOf } from './view.ts';
import type { SystemState } from './view.ts';

/** One event for one actor. */
export interface Delivery {
  /** Position in `system.actors`. */
  readonly actor: number;
  readonly event: AnyEventObject;
}

/** The state in which a system starts. */
export function initialState(system: System): SystemState {
  return system.actors.map((actor) => actor.initial);
}

/**
 * What a step wants to deliver in the state it sees, or null where it does not exist.
 * It may still not exist, if a receiver refuses. Throws RH102 to RH104, RH201, RH205.
 */
export function askStep(system: System, step: StepDefinition, view: View<Machines>): Delivery[] | null {
  const where = [`step ${step.name}`];
  const answer: unknown = callUser(where, () => step.deliver(view));
  if (answer === null || answer === undefined || answer === false) return null;
  return readDeliveries(system, answer, where);
}

function readDeliveries(system: System, answer: unknown, where: readonly string[]): Delivery[] {
  if (typeof answer !== 'object' || Array.isArray(answer) || answer instanceof Promise) {
    const got =
      answer instanceof Promise ? 'a promise' : Array.isArray(answer) ? 'an array' : messageOf(answer);
    throw new RefholdError('RH205', { what: `it returned ${got}`, where });
  }
  const deliveries: Delivery[] = [];
  for (const [name, event] of Object.entries(answer!) as [string, unknown][]) {
    const actor = actorIndex(system, name, where);
    if (event === undefined) continue;
    deliveries.push({ actor, event: readEvent(system, actor, event, [...where, `actor ${name}`]) });
  }
  if (deliveries.length === 0) {
    throw new RefholdError('RH205', {
      what: 'it returned an object without deliveries',
      where,
      fix: 'Return null where the step does not exist. A step that changes nothing still has a receiver that accepts its event.',
    });
  }
  return deliveries;
}

function readEvent(system: System, actor: number, event: unknown, where: readonly string[]): AnyEventObject {
  const type = (event as { type?: unknown } | null)?.type;
  if (typeof event !== 'object' || typeof type !== 'string') {
    throw new RefholdError('RH205', { what: `the event is ${JSON.stringify(event)}, without a type`, where });
  }
  const text = canonical(event);
  if (typeof text !== 'string') {
    throw new RefholdError('RH102', {
      what: `event ${showPath([type, ...text.path])} is ${text.found}`,
      where,
    });
  }
  const { machine } = system.actors[actor]!;
  if (!mentions(machine, type)) {
    const known = suggest(type, eventTypes(machine));
    throw new RefholdError('RH104', { what: `machine ${machine.id} has no "${type}".${known}`, where });
  }
  // It is remembered: were the step to change it later, answers would be learned about the wrong event.
  return deepFreeze(event as AnyEventObject);
}

/** The state after all deliveries at once, or null where a receiver refuses its event. */
export function deliver(
  system: System,
  state: SystemState,
  deliveries: readonly Delivery[],
): SystemState | null {
  for (const { actor, event } of deliveries) {
    const { name, machine } = system.actors[actor]!;
    if (!takes({ actor: name, machine }, state[actor]!, event)) return null;
  }
  const next = [...state];
  for (const { actor, event } of deliveries) {
    const { name, machine } = system.actors[actor]!;
    next[actor] = nextSnapshot({ actor: name, machine }, state[actor]!, event);
  }
  return next;
}

/** A step as it takes place. */
export interface Taken {
  readonly step: StepDefinition;
  readonly deliveries: readonly Delivery[];
  readonly after: SystemState;
}

/** The step in this state, or null where it does not exist. */
export function take(system: System, state: SystemState, step: StepDefinition): Taken | null {
  const deliveries = askStep(system, step, viewOf(system, state));
  const after = deliveries && deliver(system, state, deliveries);
  return after && { step, deliveries, after };
}

/** All steps that exist in a state, in the order of the definition. */
export function enabledSteps(system: System, state: SystemState): Taken[] {
  return system.steps.map((step) => take(system, state, step)).filter((taken) => taken !== null);
}

/** What makes two states of a system the same. */
export function stateKey(system: System, state: SystemState): string {
  return state
    .map((snapshot, i) => {
      const { name, machine } = system.actors[i]!;
      return snapshotKey({ actor: name, machine }, snapshot);
    })
    .join('\n');
}
