import type { ActorLogic, ActorSystem, AnyMachineSnapshot, EventObject, Snapshot } from 'xstate';
import { RefholdError } from '../errors.ts';
import { deliver, askStep, initialState, stateKey, take } from './semantics.ts';
import { settle } from './snapshot.ts';
import { suggest } from './suggest.ts';
import type { Machines, StepDefinition, System, View } from './types.ts';
import { viewOf } from './view.ts';
import type { SystemState } from './view.ts';

/** Taking a step is sending its name. */
export interface StepEvent extends EventObject {
  readonly type: string;
}

/** The snapshot of a whole system: the snapshots of its actors by name. */
export type SystemSnapshot<A extends Machines> = Snapshot<undefined> & {
  readonly actors: View<A>;
  /** Steps that exist in this state. */
  can: (step: string) => boolean;
};

/** A system as XState actor logic. */
export type SystemLogic<A extends Machines> = ActorLogic<
  SystemSnapshot<A>,
  StepEvent,
  undefined,
  ActorSystem<never>
>;

/**
 * The system as an XState actor: `createActor(systemLogic(system))`, `inspect`, `getShortestPaths` of
 * `@xstate/graph` and whatever else takes actor logic. An event is the name of a step; a step that does not
 * exist in a state changes nothing. Throws RH207 on an event that is no step.
 */
export function systemLogic<A extends Machines>(system: System<A>): SystemLogic<A> {
  const untyped = system as unknown as System;
  const steps = new Map(untyped.steps.map((step) => [step.name, step]));
  const snapshotOf = (state: SystemState): SystemSnapshot<A> => makeSnapshot<A>(untyped, steps, state);
  return {
    transition(snapshot, event) {
      if (event.type.startsWith('xstate.')) return snapshot;
      const step = steps.get(event.type);
      if (step === undefined) throw unknownStep(event.type, steps);
      const taken = take(untyped, stateOf(untyped, snapshot), step);
      return taken === null ? snapshot : snapshotOf(taken.after);
    },
    getInitialSnapshot: () => snapshotOf(initialState(untyped)),
    getPersistedSnapshot(snapshot) {
      const actors = untyped.actors.map(({ name, machine }, i) => [
        name,
        machine.getPersistedSnapshot(stateOf(untyped, snapshot)[i]!),
      ]);
      return {
        status: 'active',
        output: undefined,
        error: undefined,
        actors: Object.fromEntries(actors) as unknown,
      };
    },
    restoreSnapshot(persisted, scope) {
      const saved = (persisted as unknown as { actors: Record<string, Snapshot<unknown>> }).actors;
      const state = untyped.actors.map(({ name, machine }) => {
        const snapshot = saved[name];
        if (snapshot === undefined)
          throw new RefholdError('RH103', { what: `"${name}" is missing from the saved snapshot` });
        // What is restored gets frozen, and is not ours.
        const restored = machine.restoreSnapshot(structuredClone(snapshot), scope as never);
        return settle({ actor: name, machine }, restored as AnyMachineSnapshot, ['saved snapshot']);
      });
      return snapshotOf(state);
    },
  };
}

function makeSnapshot<A extends Machines>(
  system: System,
  steps: ReadonlyMap<string, StepDefinition>,
  state: SystemState,
): SystemSnapshot<A> {
  const actors = Object.fromEntries(system.actors.map(({ name }, i) => [name, state[i]!])) as View<A>;
  return {
    status: 'active',
    output: undefined,
    error: undefined,
    actors,
    can(name) {
      const step = steps.get(name);
      if (step === undefined) throw unknownStep(name, steps);
      const deliveries = askStep(system, step, viewOf(system, state));
      return deliveries !== null && deliver(system, state, deliveries) !== null;
    },
  };
}

function stateOf(system: System, snapshot: SystemSnapshot<Machines>): SystemState {
  return system.actors.map(({ name }) => snapshot.actors[name]!);
}

function unknownStep(name: string, steps: ReadonlyMap<string, StepDefinition>): RefholdError {
  return new RefholdError('RH207', {
    what: `there is no step "${name}".${suggest(name, [...steps.keys()])}`,
    fix: 'Send the name of a step of this system.',
  });
}

/**
 * What `@xstate/graph` needs to know of a system: its events, and a key that tells states apart.
 *
 * @example getShortestPaths(systemLogic(system), graphOptions(system))
 */
export function graphOptions<A extends Machines>(
  system: System<A>,
): { events: StepEvent[]; serializeState: (snapshot: SystemSnapshot<A>) => string } {
  const untyped = system as unknown as System;
  return {
    events: untyped.steps.map(({ name }) => ({ type: name })),
    serializeState: (snapshot) => stateKey(untyped, stateOf(untyped, snapshot)),
  };
}
