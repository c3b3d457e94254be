import { notingView } from '../../property/explain.ts';
import type { ReadValue } from '../../property/explain.ts';
import { askStep } from '../../system/semantics.ts';
import type { Delivery } from '../../system/semantics.ts';
import { takes } from '../../system/snapshot.ts';
import type { StepDefinition, System } from '../../system/types.ts';
import { viewOf } from '../../system/view.ts';
import type { SystemState } from '../../system/view.ts';
import type { Run } from '../replay.ts';
import { cyclesOf } from './cycles.ts';
import { holdersOf } from './holders.ts';
import type { Wait, WaitGraph } from './types.ts';

/**
 * Who waits for what at the end of a run, in a state without steps. An actor waits for whoever refuses an event of a step that it would
 * take; if it has no such step, for what a step of its own looked at last before it said that it does not exist.
 * Undefined where nothing of the kind is known: steps say who acts with `by`.
 */
export function waitGraph(system: System, run: Run): WaitGraph | undefined {
  const agents = [...new Set(system.steps.flatMap(({ by }) => by ?? []))];
  const promises =
    system.steps.some(({ fairness }) => fairness !== 'none') || Object.keys(system.fair).length > 0;
  const waits = agents.flatMap((agent) => {
    const own = system.steps.filter(({ by }) => by === agent);
    const refused = own.flatMap((step) => refusals(system, run, agent, step));
    if (refused.length > 0) return refused;
    // Where steps are promised, one that nobody promises is somebody's choice: whoever could take it is idle.
    const wanted = promises ? own.filter((step) => step.fairness !== 'none' || agent in system.fair) : own;
    return wanted.flatMap((step) => absence(system, run, agent, step));
  });
  return waits.length === 0 ? undefined : { waits, cycles: cyclesOf(waits) };
}

/** What keeps a step from being possible that knows what it would deliver. */
function refusals(system: System, run: Run, agent: string, step: StepDefinition): Wait[] {
  const state = run.states.at(-1)!;
  const deliveries = askStep(system, step, viewOf(system, state)) ?? [];
  const refusing = deliveries.filter((delivery) => refuses(system, state, delivery));
  const nameOf = ({ actor }: Delivery): string => system.actors[actor]!.name;
  // It is at another place.
  if (refusing.some((delivery) => nameOf(delivery) === agent)) return [];
  return refusing.map((delivery) => ({
    by: agent,
    step: step.name,
    for: nameOf(delivery),
    event: delivery.event.type,
    holders: holdersOf({ system, run, by: agent, actor: delivery.actor, event: delivery.event.type }),
  }));
}

function refuses(system: System, state: SystemState, { actor, event }: Delivery): boolean {
  const { name, machine } = system.actors[actor]!;
  return !takes({ actor: name, machine }, state[actor]!, event);
}

/** The actor that a step looked at last, if it was another one than its own. */
function absence(system: System, run: Run, agent: string, step: StepDefinition): Wait[] {
  if (!system.actors.some(({ name }) => name === agent)) return [];
  const state = run.states.at(-1)!;
  const notes = new LatestLast();
  if (askStep(system, step, notingView(system, state, notes)) !== null) return [];
  const read = [...notes].map(([path, value]): ReadValue => ({ path, value })).at(-1);
  const actor = system.actors.findIndex(({ name }) => read?.path.startsWith(`${name}.`));
  const found = system.actors[actor];
  if (read === undefined || found === undefined || found.name === agent) return [];
  return [
    {
      by: agent,
      step: step.name,
      for: found.name,
      read,
      holders: holdersOf({ system, run, by: agent, actor }),
    },
  ];
}

/** Keys in the order in which they were last set. */
class LatestLast extends Map<string, unknown> {
  override set(key: string, value: unknown): this {
    this.delete(key);
    return super.set(key, value);
  }
}
