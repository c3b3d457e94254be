import { fairnessOf } from '../liveness/fairness.ts';
import { noDeadlock } from '../property/properties.ts';
import type { Property } from '../property/types.ts';
import type { Machines, System } from '../system/types.ts';
import { localState } from '../trace/diff.ts';
import { Completion } from './complete.ts';
import type { CompletionOptions } from './complete.ts';
import { answersOf, Decisions } from './decision.ts';
import { exploreFor } from './explore.ts';
import type { ExploreOptions, Learned } from './explore.ts';
import type { Automaton, Network, NetworkEvent, NetworkProperty, NetworkStep } from './network.ts';

/**
 * Explores a system and makes the network that exports are written from.
 *
 * If the exploration came to its end, the network has exactly the local states that are reached. If a bound stopped it,
 * it has those that each actor could be brought to by some step, whatever the others do. Either way everything that
 * nobody was asked about stays open in the network (UNEXPLORED, LEADS_NOWHERE), for exports to say so.
 *
 * Throws RH1xx and RH2xx for mistakes in the model, RH301 and RH302.
 */
export async function buildNetwork(
  system: System,
  properties: readonly Property<Machines>[],
  options: ExploreOptions = {},
): Promise<Network> {
  const all = properties.some(({ kind }) => kind === 'deadlock') ? properties : [...properties, noDeadlock];
  return networkOf(await exploreFor(system, all, options), all);
}

/** The network of an exploration. The relation cannot be used for another exploration afterwards. */
export function networkOf(
  learned: Learned,
  properties: readonly Property<Machines>[],
  options: CompletionOptions = {},
): Network {
  const { relation, search, questions } = learned;
  const { system } = relation;
  const decisions = new Decisions();
  const completion = new Completion(learned, decisions, options);
  const steps = questions.steps.map((question, step): NetworkStep => {
    const { name, by, at, about, fairness } = system.steps[step]!;
    const decision = completion.decision(question);
    return {
      name,
      ...(by === undefined ? {} : { by }),
      ...(at === undefined ? {} : { at }),
      ...(about === undefined ? {} : { about }),
      fairness,
      decision,
      sets: answersOf(decision).filter((set) => set > 0),
    };
  });
  const network = properties.map((property, i) => propertyOf(learned, completion, steps, property, i));
  const ends = completion.decision(questions.ends);
  const { bound } = search;
  const { states, transitions, depth } = search.progress;
  const { sets } = fairnessOf(system);
  return {
    actors: system.actors.map(({ name, machine }, actor): Automaton => {
      const snapshots = relation.locals[actor]!.snapshots.slice(0, completion.sizes[actor]);
      return { name, machine: machine.id, states: snapshots.map(localState) };
    }),
    events: relation.events.events.map(({ actor, event }, id): NetworkEvent => {
      const { type, ...payload } = event;
      const label = Object.keys(payload).length === 0 ? type : `${type} ${JSON.stringify(payload)}`;
      return { actor, type, label, targets: completion.targets(id) };
    }),
    sets: setsOf(learned),
    steps,
    properties: network,
    ends,
    fair: sets,
    explored: {
      complete: bound === undefined,
      ...(bound === undefined ? {} : { bound }),
      states,
      transitions,
      depth,
    },
    decisions,
  };
}

function setsOf({ relation: { events } }: Learned): number[][] {
  return Array.from({ length: events.count }, (_, set) => events.eventsOf(set));
}

function propertyOf(
  { relation, questions }: Learned,
  completion: Completion,
  steps: readonly NetworkStep[],
  property: Property<Machines>,
  index: number,
): NetworkProperty {
  const { kind, name, about } = property;
  const states = questions.predicates[index]!.map((question) => completion.decision(question));
  const isState = kind === 'always' || kind === 'never' || kind === 'reachable';
  const onSteps = questions.onSteps[index]!;
  const watched = [...new Set(onSteps.map(({ step }) => step))];
  return {
    kind,
    name,
    ...(about === undefined ? {} : { about }),
    findings: isState ? states : [],
    onSteps: watched.flatMap((step) =>
      steps[step]!.sets.map((set) => ({
        step,
        set,
        finding: onSteps
          .filter((question) => question.step === step)
          .map((question) => completion.onStep(question, relation.events.eventsOf(set))),
      })),
    ),
    atoms: isState
      ? []
      : states.map((decision, i) => ({
          name: ('atoms' in property ? property.atoms[i] : undefined) ?? 'P',
          decision,
        })),
    ...('formula' in property ? { formula: property.formula, text: property.text } : {}),
  };
}
