/** Paths, taken by hand or found by a check: executed step by step through XState, with no table in between. */
import { probing } from '../../checker/coverage/probe.ts';
import { RefholdError } from '../../checker/errors.ts';
import { toPlain } from '../../checker/report/plain.ts';
import { askStep, deliver, enabledSteps } from '../../checker/system/semantics.ts';
import type { Delivery as Taking, Taken } from '../../checker/system/semantics.ts';
import { takes } from '../../checker/system/snapshot.ts';
import { viewOf } from '../../checker/system/view.ts';
import type { SystemState } from '../../checker/system/view.ts';
import { changes, localState } from '../../checker/trace/diff.ts';
import { loopOf } from '../../checker/trace/liveness.ts';
import { findAtEnd, runSteps, traceOf, waitsOf } from '../../checker/trace/replay.ts';
import type { Run as Executed } from '../../checker/trace/replay.ts';
import type {
  ActorState,
  Delivery,
  FindingHere,
  Here,
  RefusedStep,
  Run,
  RunStep,
  WaitGraph,
} from '../shared/api.ts';
import type { Built } from './subjects.ts';

/** Executes a path. Throws RH522 where a step of it does not exist. */
export function execute({ system }: Built, path: readonly number[]): Executed {
  const names = path.map((number, i) => {
    const step = system.steps[number];
    if (step !== undefined) return step.name;
    throw unfit(`step ${i + 1} of the path is number ${number}, and there are ${system.steps.length}`);
  });
  try {
    return runSteps(system, names);
  } catch (thrown) {
    if (!(thrown instanceof RefholdError) || thrown.code !== 'RH207') throw thrown;
    throw unfit(`${thrown.what} does not exist at ${thrown.where.join(' ')}`);
  }
}

/** Refuses a link that was made with another model. */
export function refuseOtherModel({ key }: Built, given: string | null): void {
  if (given === null || given === key) return;
  throw unfit(
    `it was made with model ${given}, and this is ${key}: actors or steps are not the same any more`,
  );
}

function unfit(what: string): RefholdError {
  return new RefholdError('RH522', { what });
}

/** The path as the page shows it; with a `loop`, checked to be a fair run that the property is false of. */
export function runOf(
  built: Built,
  path: readonly number[],
  infinite?: { readonly property: string; readonly loop: number },
): Run {
  const { system } = built;
  const run = execute(built, path);
  const states = run.states.map((state, i) => describeState(built, state, run.states[i - 1]));
  const steps = run.taken.map((taken, i) => describeStep(built, run.states[i]!, taken));
  const waits = waitsOf(system, run).waits;
  const shown: Run = {
    states,
    steps,
    ...(waits === undefined ? {} : { waits: toPlain(waits) as WaitGraph }),
  };
  if (infinite === undefined) return shown;
  const { property: name, loop: from } = infinite;
  const property = built.properties.find((one) => one.name === name);
  if (property === undefined) throw new RefholdError('RH409', { what: `"${name}"` });
  if (!('formula' in property) || from > path.length) throw unfit(`it has no loop at step ${from}`);
  return { ...shown, loop: loopOf(system, property, run, from) };
}

function describeState(
  { system }: Built,
  state: SystemState,
  before: SystemState | undefined,
): Record<string, ActorState> {
  return Object.fromEntries(
    system.actors.flatMap(({ name }, i): [string, ActorState][] => {
      const snapshot = state[i]!;
      if (snapshot === before?.[i]) return [];
      const nodes = snapshot._nodes as readonly { readonly id: string }[];
      return [[name, { ...localState(snapshot), active: nodes.map(({ id }) => id) }]];
    }),
  );
}

function describeStep(built: Built, before: SystemState, { step, deliveries, after }: Taken): RunStep {
  return {
    number: built.system.steps.indexOf(step),
    deliveries: deliveries.map((delivery) => describeDelivery(built, before, delivery)),
    changes: changes(built.system, before, after),
  };
}

function describeDelivery(
  { system, drawings, machineOf }: Built,
  state: SystemState,
  taking: Taking,
): Delivery {
  const { actor, event } = taking;
  const { name, machine } = system.actors[actor]!;
  const { edges } = drawings[machineOf[actor]!]!;
  const { taken } = probing([...edges.keys()], (probe) => probe.take(machine, state[actor]!, event));
  return { actor: name, event, edges: [...taken].map((transition) => edges.get(transition)!) };
}

/** What is possible at the end of a path, and what the properties say of it. */
export function hereOf(built: Built, path: readonly number[]): Here {
  const { system } = built;
  const run = execute(built, path);
  const state = run.states.at(-1)!;
  const enabled = enabledSteps(system, state);
  const possible = new Set(enabled.map(({ step }) => step));
  return {
    enabled: enabled.map((taken) => describeStep(built, state, taken)),
    refused: system.steps.flatMap((step, number) =>
      possible.has(step) ? [] : [refusal(built, state, number)],
    ),
    findings: findingsOf(built, run),
    end: enabled.length === 0 && system.ends(viewOf(system, state)),
  };
}

function refusal({ system }: Built, state: SystemState, number: number): RefusedStep {
  const deliveries = askStep(system, system.steps[number]!, viewOf(system, state));
  if (deliveries === null || deliver(system, state, deliveries) !== null) return { number, by: [] };
  const by = deliveries.flatMap(({ actor, event }) => {
    const { name, machine } = system.actors[actor]!;
    const taken = takes({ actor: name, machine }, state[actor]!, event);
    return taken ? [] : [{ actor: name, event: event.type }];
  });
  return { number, by };
}

/** Properties of states and steps that find something here. For `reachable`, that is a witness. */
function findingsOf({ system, properties }: Built, run: Executed): FindingHere[] {
  // The end is all that they look at.
  const end: Executed = { states: run.states.slice(-2), taken: run.taken.slice(-1) };
  return properties.flatMap((property) => {
    if (findAtEnd(system, end, property) === null) return [];
    const { values, reads } = traceOf(system, end, property);
    return [
      {
        property: property.name,
        kind: property.kind,
        ...(values === undefined ? {} : { values: toPlain(values) as Record<string, unknown> }),
        reads: reads.map(({ path, value }) => ({ path, value: toPlain(value) })),
      },
    ];
  });
}
