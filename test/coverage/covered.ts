import { expect } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { check, defineSystem } from '../../checker/index.ts';
import type { CheckOptions, Exploration, MachineCoverage, System } from '../../checker/index.ts';

/** What `check` says of an exploration without properties. */
export async function exploration(system: unknown, options: CheckOptions = {}): Promise<Exploration> {
  return (await check(system as System, [], options)).exploration;
}

/** Coverage of one machine whose only actor, `it`, is sent these events whenever it takes them. */
export async function coverageOf(
  machine: AnyStateMachine,
  ...events: readonly string[]
): Promise<MachineCoverage> {
  const steps = Object.fromEntries(events.map((type) => [type, () => ({ it: { type } })]));
  const system = defineSystem({ actors: { it: machine }, steps: steps as never });
  const { coverage } = await exploration(system);
  expect(coverage).toHaveLength(1);
  return coverage[0]!;
}

/** Nothing is left out. */
export const complete = {
  statesNeverReached: [],
  transitionsNeverTaken: [],
  guardsNeverTrue: [],
  guardsNeverFalse: [],
  sampled: false,
};
