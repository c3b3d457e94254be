import type { AnyStateMachine } from 'xstate';
import { REFUSED, UNKNOWN } from '../relation/events.ts';
import type { Relation } from '../relation/relation.ts';
import { inventoryOf, showTransition } from './inventory.ts';
import { probing } from './probe.ts';
import type { Probe } from './probe.ts';

/** What of a machine never happened, over all actors that run it. */
export interface MachineCoverage {
  readonly machine: string;
  readonly actors: readonly string[];
  /** States that no actor was ever in, not even on the way to another one. */
  readonly statesNeverReached: readonly string[];
  /** Transitions that no actor ever took. */
  readonly transitionsNeverTaken: readonly string[];
  /** Transitions whose guard was asked, but never answered so. */
  readonly guardsNeverTrue: readonly string[];
  readonly guardsNeverFalse: readonly string[];
  readonly states: number;
  readonly transitions: number;
  /** Whether there were too many local states to look at all of them: then "never" means "not in those looked at". */
  readonly sampled: boolean;
}

/** Questions per machine at most. */
const BUDGET = 20_000;

/** What never happened in an exploration, by machine. Only what was possible in reachable states counts. */
export function coverageOf(relation: Relation): MachineCoverage[] {
  const machines = new Map<AnyStateMachine, number[]>();
  relation.system.actors.forEach(({ machine }, actor) => {
    machines.set(machine, [...(machines.get(machine) ?? []), actor]);
  });
  const reached = reachedLocals(relation);
  return [...machines].map(([machine, actors]) => coverMachine(relation, machine, actors, reached));
}

/** Per actor, the local states that were part of a reachable state. (Others were only looked at, as one half of a step.) */
function reachedLocals(relation: Relation): Set<number>[] {
  const reached = relation.system.actors.map(() => new Set([0]));
  const { events, answers, base, used } = relation.events;
  events.forEach(({ actor }, id) => {
    for (let local = 0; local < relation.locals[actor]!.size; local++) {
      const at = base[id]! + local;
      if (used[at] === 1) reached[actor]!.add(local ^ (answers[at]! - 1));
    }
  });
  return reached;
}

function coverMachine(
  relation: Relation,
  machine: AnyStateMachine,
  actors: readonly number[],
  reached: readonly Set<number>[],
): MachineCoverage {
  const inventory = inventoryOf(machine);
  let left = BUDGET;
  const { taken, entered, guardsTrue, guardsFalse } = probing(inventory.transitions, (probe) => {
    for (const actor of actors) {
      probe.start(machine, relation.system.actors[actor]!.input);
      left = probeActor(relation, probe, actor, reached[actor]!, left);
    }
  });
  const seen = new Set(entered);
  for (const actor of actors) {
    for (const local of reached[actor]!) {
      const nodes = relation.locals[actor]!.snapshots[local]!._nodes as readonly { readonly id: string }[];
      for (const { id } of nodes) seen.add(id);
    }
  }
  const asked = inventory.transitions.filter(
    (transition) => guardsTrue.has(transition) || guardsFalse.has(transition),
  );
  return {
    machine: machine.id,
    actors: actors.map((actor) => relation.system.actors[actor]!.name),
    statesNeverReached: [...inventory.states].filter(([id]) => !seen.has(id)).map(([, path]) => path),
    transitionsNeverTaken: inventory.transitions
      .filter((transition) => !taken.has(transition))
      .map(showTransition),
    guardsNeverTrue: asked.filter((transition) => !guardsTrue.has(transition)).map(showTransition),
    guardsNeverFalse: asked.filter((transition) => !guardsFalse.has(transition)).map(showTransition),
    states: inventory.states.size,
    transitions: inventory.transitions.length,
    sampled: left <= 0,
  };
}

function probeActor(
  relation: Relation,
  probe: Probe,
  actor: number,
  reached: ReadonlySet<number>,
  budget: number,
): number {
  const { events, answers, base, used } = relation.events;
  const { machine } = relation.system.actors[actor]!;
  let left = budget;
  events.forEach(({ actor: receiver, event }, id) => {
    if (receiver !== actor) return;
    for (const local of reached) {
      const at = base[id]! + local;
      if (answers[at] === UNKNOWN || left <= 0) continue;
      left--;
      const snapshot = relation.locals[actor]!.snapshots[local]!;
      if (used[at] === 1) probe.take(machine, snapshot, event);
      else if (answers[at] === REFUSED && snapshot.status === 'active') probe.ask(machine, snapshot, event);
    }
  });
  return left;
}
