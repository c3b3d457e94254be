import { assign, createActor, createMachine, spawnChild } from 'xstate';
import type { ActorRefLike, AnyActorRef, AnyEventObject, AnyStateMachine, InspectionEvent } from 'xstate';
import { configOf } from '../../checker/export/config.ts';
import { RefholdError } from '../../checker/errors.ts';
import { snapshotKey } from '../../checker/system/snapshot.ts';
import type { System } from '../../checker/system/types.ts';
import type { SystemState } from '../../checker/system/view.ts';
import type { Run } from '../../checker/trace/replay.ts';
import { PROTOCOL } from './protocol.ts';
import type { WireEvent } from './protocol.ts';

/**
 * Plays a run with XState actors: the machines of the system, running, under a root that is the system. Says everything
 * that XState's inspection says of them, in order, and with who acts as the sender of what a step delivers.
 *
 * After each step, every actor must be in the state that the run has; throws RH539 where one is not.
 */
export function playLive(system: System, title: string, run: Run, now: () => number = Date.now): WireEvent[] {
  const stage = startActors(system, title, run, now);
  try {
    expectStates(system, stage, run.states[0]!, 'at the start');
    run.taken.forEach(({ step, deliveries, after }, i) => {
      const { name, by, at } = step;
      stage.step({
        type: name,
        ...(by === undefined ? {} : { by }),
        ...(at === undefined ? {} : { at }),
      });
      for (const { actor, event } of deliveries) stage.deliver(actor, event, by);
      expectStates(system, stage, after, `after step ${i + 1}, "${name}"`);
    });
    return stage.events;
  } finally {
    stage.stop();
  }
}

interface Stage {
  readonly events: WireEvent[];
  /** Running actors of the system, in its order. */
  readonly actors: readonly AnyActorRef[];
  /** Tells the system that a step takes place. */
  readonly step: (event: AnyEventObject) => void;
  /** Hands an event to an actor by its position, from who acts; from the system where nobody does. */
  readonly deliver: (actor: number, event: AnyEventObject, by: string | undefined) => void;
  readonly stop: () => void;
}

/** The id of an agent's actor. An actor of the system may be called like the system or like an agent; ids must differ. */
const agentId = (agent: string): string => `agent ${agent}`;

function startActors(system: System, title: string, { taken }: Run, now: () => number): Stage {
  const known = new Set(system.actors.map(({ name }) => name));
  const agents = [...new Set(taken.flatMap(({ step }) => step.by ?? []))].filter((name) => !known.has(name));
  const definitions = new Map<string, { readonly name: string; readonly config: unknown }>([
    ...agents.map((name) => [agentId(name), { name, config: agentConfig(name) }] as const),
    ...system.actors.map(
      ({ name, machine, initial }) =>
        [name, { name, config: configOf(machine, initial.context as unknown) }] as const,
    ),
  ]);
  const events: WireEvent[] = [];
  const held: InspectionEvent[] = [];
  let started = false;
  let sender: string | undefined;
  const say = (event: InspectionEvent): void => {
    const wire = convert(event, { id: String(events.length), createdAt: String(now()) }, sender, (ref) =>
      ref.sessionId === event.rootId
        ? { name: title, config: systemConfig(system, title) }
        : definitions.get((ref as AnyActorRef).id)!,
    );
    if (wire !== undefined) events.push(wire);
  };
  const root = createActor(rootMachine(system, title, agents), {
    inspect: (event) => {
      // An actor has no state before all have started: until then, events are kept, in order.
      if (started) say(event);
      else held.push(event);
    },
  });
  root.start();
  started = true;
  held.forEach(say);
  const children = (root.getSnapshot() as { children: Record<string, AnyActorRef> }).children;
  const actors = system.actors.map(({ name }) => children[name]!);
  const senderOf = (by: string | undefined): AnyActorRef =>
    by === undefined ? root : children[known.has(by) ? by : agentId(by)]!;
  return {
    events,
    actors,
    step(event) {
      root.send(event);
    },
    deliver(actor, event, by) {
      sender = senderOf(by).sessionId;
      actors[actor]!.send(event);
      sender = undefined;
    },
    stop: () => {
      started = false;
      root.stop();
    },
  };
}

/** The system as a machine: it remembers the last step, and all other actors are its children. */
function rootMachine(system: System, title: string, agents: readonly string[]): AnyStateMachine {
  return createMachine({
    id: title,
    context: { steps: 0, last: null as string | null },
    entry: [
      ...agents.map((name) => spawnChild(createMachine(agentConfig(name)), { id: agentId(name) })),
      ...system.actors.map(({ name, machine, input }) =>
        spawnChild(machine, { id: name, ...(input === undefined ? {} : { input }) }),
      ),
    ],
    on: {
      '*': {
        actions: assign(({ context, event }) =>
          // Children that end say so; that is no step.
          event.type.startsWith('xstate.')
            ? context
            : { steps: (context as { steps: number }).steps + 1, last: event.type },
        ),
      },
    },
  }) as AnyStateMachine;
}

/** What a viewer draws for the system: its steps are its events. */
function systemConfig({ steps }: System, title: string): unknown {
  return {
    id: title,
    context: { steps: 0, last: null },
    on: Object.fromEntries(steps.map(({ name, at }) => [name, at === undefined ? {} : { description: at }])),
  };
}

/** An agent acts and has no states. */
function agentConfig(name: string): { id: string; description: string } {
  return { id: name, description: 'Takes steps, and is no actor of the system.' };
}

function convert(
  event: InspectionEvent,
  stamp: { readonly id: string; readonly createdAt: string },
  sender: string | undefined,
  describe: (ref: ActorRefLike) => { readonly name: string; readonly config: unknown },
): WireEvent | undefined {
  const { actorRef: ref, rootId } = event;
  const base = { ...stamp, sessionId: ref.sessionId, rootId, _version: PROTOCOL };
  switch (event.type) {
    case '@xstate.actor': {
      const { name, config } = describe(ref);
      const parentId = ref.sessionId === rootId ? undefined : rootId;
      const snapshot = plain(ref.getSnapshot());
      return { type: event.type, name, ...base, parentId, definition: JSON.stringify(config), snapshot };
    }
    case '@xstate.event': {
      const sourceId = event.sourceRef?.sessionId ?? sender;
      return { type: event.type, ...base, sourceId, event: plain(event.event) as AnyEventObject };
    }
    case '@xstate.snapshot':
      return {
        type: event.type,
        ...base,
        event: plain(event.event) as AnyEventObject,
        snapshot: plain(event.snapshot),
      };
    default:
      return undefined;
  }
}

/** As it goes over the wire, and at this moment. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

function expectStates(system: System, { actors }: Stage, state: SystemState, when: string): void {
  system.actors.forEach(({ name, machine }, i) => {
    const where = { actor: name, machine };
    const live = actors[i]!.getSnapshot() as SystemState[number];
    if (snapshotKey(where, live) === snapshotKey(where, state[i]!)) return;
    throw new RefholdError('RH539', {
      what: `${name}, ${when}: it is in ${JSON.stringify(live.value)}, not in ${JSON.stringify(state[i]!.value)}, or its context differs`,
      where: [`actor ${name}`, `machine ${machine.id}`],
    });
  });
}
