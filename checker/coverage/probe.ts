import { evaluateGuard } from 'xstate/guards';
import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { TransitionRecord } from './inventory.ts';

/** What was seen of guards while a machine was probed. */
export interface GuardAnswers {
  readonly wasTrue: Set<TransitionRecord>;
  readonly wasFalse: Set<TransitionRecord>;
}

/**
 * Asks a machine again about events in local states, and notes which transitions XState selects (also `always` ones
 * and those of raised events) and how their guards answer. While `work` runs, guards of the machine are wrapped; they
 * are put back whatever happens.
 */
export function probing(
  transitions: readonly TransitionRecord[],
  work: (probe: Probe) => void,
): { readonly selected: Set<TransitionRecord>; readonly guards: GuardAnswers } {
  const guards: GuardAnswers = { wasTrue: new Set(), wasFalse: new Set() };
  const selected = new Set<TransitionRecord>();
  const originals = transitions.map(({ guard }) => guard);
  for (const transition of transitions) {
    if (transition.guard !== undefined) transition.guard = noting(transition, transition.guard, guards);
  }
  try {
    work(new Probe(selected));
  } finally {
    transitions.forEach((transition, i) => {
      if (originals[i] !== undefined) transition.guard = originals[i];
    });
  }
  return { selected, guards };
}

/** XState evaluates guards that have a `check` with the snapshot at hand; so does this one. */
function noting(transition: TransitionRecord, original: unknown, answers: GuardAnswers): unknown {
  const check = (
    snapshot: AnyMachineSnapshot,
    { context, event }: { context: unknown; event: AnyEventObject },
  ): boolean => {
    const answer = evaluateGuard(original as never, context as never, event, snapshot);
    (answer ? answers.wasTrue : answers.wasFalse).add(transition);
    return answer;
  };
  return Object.assign(() => false, { check });
}

export class Probe {
  readonly #scope: never;

  constructor(selected: Set<TransitionRecord>) {
    const nothing = (): void => undefined;
    const note = (inspected: { readonly type: string; readonly _transitions?: readonly TransitionRecord[] }): void => {
      for (const transition of inspected._transitions ?? []) selected.add(transition);
    };
    const system = { _sendInspectionEvent: note, _bookId: () => 'probe', _unregister: nothing };
    this.#scope = {
      self: { id: 'probe', sessionId: 'probe', send: nothing },
      id: 'probe',
      sessionId: 'probe',
      logger: nothing,
      defer: nothing,
      emit: nothing,
      stopChild: nothing,
      actionExecutor: nothing,
      system,
    } as never;
  }

  /** The machine takes an event. */
  take(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: AnyEventObject): void {
    machine.transition(snapshot, event, this.#scope);
  }

  /** The machine is asked for an event that it may refuse. */
  ask(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: AnyEventObject): void {
    machine.getTransitionData(snapshot, event);
  }

  /** The machine starts. */
  start(machine: AnyStateMachine, input: unknown): void {
    machine.getInitialSnapshot(this.#scope, input);
  }
}
