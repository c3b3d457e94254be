import { callUser } from '../../errors.ts';
import { lockOf } from '../../system/lock.ts';
import type { System } from '../../system/types.ts';
import { viewOf } from '../../system/view.ts';
import type { Run } from '../replay.ts';
import type { Holder } from './types.ts';

/** Somebody who waits for an actor at the end of a run. */
export interface Waiting {
  readonly system: System;
  readonly run: Run;
  readonly by: string;
  /** Position of the actor. */
  readonly actor: number;
  /** What it refuses. */
  readonly event?: string;
}

/**
 * Who keeps an actor from what somebody wants of it: as the system says, else as its machine says; else itself, if it
 * is one that acts; else who changed it last.
 */
export function holdersOf({ system, run, by: waiting, actor, event }: Waiting): Holder[] {
  const { name, machine } = system.actors[actor]!;
  const state = run.states.at(-1)!;
  const told = system.holders[name];
  if (told !== undefined) {
    const names = callUser([`holders of ${name}`], () => told(viewOf(system, state)));
    return names.map((one) => ({ name: one, how: 'holds' }));
  }
  const lock = lockOf(machine);
  if (lock === undefined) {
    if (system.steps.some(({ by }) => by === name)) return [{ name, how: 'is' }];
    const last = lastToChange(run, actor, waiting);
    return last === undefined ? [] : [{ name: last, how: 'changed' }];
  }
  const context = state[actor]!.context as Readonly<Record<string, unknown>>;
  const inTheWay = event === undefined ? undefined : lock.blockedBy?.[event];
  const named = (fields: Readonly<Record<string, string | undefined>>, how: 'holds' | 'wants'): Holder[] =>
    Object.entries(fields)
      .filter(([field]) => inTheWay === undefined || inTheWay.includes(field))
      .flatMap(([field, mode]) =>
        namesIn(context[field]).map((one) => ({ name: one, how, ...(mode ? { mode } : {}) })),
      );
  return [
    ...named(lock.held, 'holds'),
    // Nobody is in line behind himself.
    ...named(lock.wanted ?? {}, 'wants').filter((one) => one.name !== waiting),
  ];
}

/** Who else took the last step that changed an actor. */
function lastToChange({ states, taken }: Run, actor: number, not: string): string | undefined {
  return taken.findLast(
    ({ step: { by } }, i) => by !== undefined && by !== not && states[i]![actor] !== states[i + 1]![actor],
  )?.step.by;
}

function namesIn(value: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one) => typeof one === 'string');
}
