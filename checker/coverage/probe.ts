import { getInitialMicrosteps, getMicrosteps } from 'xstate';
import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { evaluateGuard } from 'xstate/guards';
import type { TransitionRecord } from './inventory.ts';

/** What was seen while a machine was probed. */
export interface Seen {
  /** Transitions that were taken: not those that another region's transition took the place of. */
  readonly taken: ReadonlySet<TransitionRecord>;
  /** Ids of states that were entered, also of those that were left at once. */
  readonly entered: ReadonlySet<string>;
  /** Transitions whose guard said yes, and whose guard said no. */
  readonly guardsTrue: ReadonlySet<TransitionRecord>;
  readonly guardsFalse: ReadonlySet<TransitionRecord>;
}

interface Notes {
  readonly taken: Set<TransitionRecord>;
  readonly entered: Set<string>;
  readonly guardsTrue: Set<TransitionRecord>;
  readonly guardsFalse: Set<TransitionRecord>;
  /** The action that tells that a transition was taken. */
  readonly markers: ReadonlyMap<unknown, TransitionRecord>;
}

/**
 * Asks a machine again about events in local states, and notes what happens: also `always` transitions and those of
 * raised events. While `work` runs, guards of the machine are wrapped and its transitions have one more action, which
 * does nothing; both are put back whatever happens.
 */
export function probing(transitions: readonly TransitionRecord[], work: (probe: Probe) => void): Seen {
  const markers = new Map(transitions.map((transition) => [(): void => undefined, transition] as const));
  const notes: Notes = {
    taken: new Set(),
    entered: new Set(),
    guardsTrue: new Set(),
    guardsFalse: new Set(),
    markers,
  };
  const originals = transitions.map(({ guard, actions }) => ({ guard, actions }));
  for (const [marker, transition] of markers) {
    if (transition.guard !== undefined) transition.guard = noting(transition, transition.guard, notes);
    transition.actions = [marker, ...transition.actions];
  }
  try {
    work(new Probe(notes));
  } finally {
    transitions.forEach((transition, i) => {
      const { guard, actions } = originals[i]!;
      if (guard !== undefined) transition.guard = guard;
      transition.actions = actions;
    });
  }
  return notes;
}

/** XState evaluates guards that have a `check` with the snapshot at hand; so does this one. */
function noting(transition: TransitionRecord, original: unknown, notes: Notes): unknown {
  const check = (
    snapshot: AnyMachineSnapshot,
    { context, event }: { context: unknown; event: AnyEventObject },
  ): boolean => {
    const answer = evaluateGuard(original as never, context as never, event, snapshot);
    (answer ? notes.guardsTrue : notes.guardsFalse).add(transition);
    return answer;
  };
  return Object.assign(() => false, { check });
}

type Microsteps = readonly (readonly [AnyMachineSnapshot, readonly { readonly exec?: unknown }[]])[];

export class Probe {
  readonly #notes: Notes;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  /** The machine takes an event. */
  take(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: AnyEventObject): void {
    this.#note(getMicrosteps(machine, snapshot, event) as Microsteps);
  }

  /** The machine is asked for an event that it may refuse. */
  ask(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: AnyEventObject): void {
    machine.getTransitionData(snapshot, event);
  }

  /** The machine starts. */
  start(machine: AnyStateMachine, input: unknown): void {
    this.#note(getInitialMicrosteps(machine, input as never) as Microsteps);
  }

  #note(microsteps: Microsteps): void {
    for (const [snapshot, actions] of microsteps) {
      for (const { id } of snapshot._nodes as readonly { readonly id: string }[]) this.#notes.entered.add(id);
      for (const { exec } of actions) {
        const transition = this.#notes.markers.get(exec);
        if (transition !== undefined) this.#notes.taken.add(transition);
      }
    }
  }
}
