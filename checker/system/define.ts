import type { AnyStateMachine } from 'xstate';
import { messageOf, RefholdError } from '../errors.ts';
import { firstSnapshot } from './snapshot.ts';
import { suggest } from './suggest.ts';
import { readFamilies } from './symmetry.ts';
import type { Interchangeable } from './symmetry.ts';
import type {
  ActorDefinition,
  ActorSource,
  Holders,
  Machines,
  MachinesOf,
  NamedStep,
  Step,
  StepDefinition,
  StepDetails,
  StepFunction,
  StepSource,
  System,
  View,
  Warning,
} from './types.ts';
import { forbiddenTransitions, refuseEffectsIn } from './vet.ts';

/**
 * Composes machines into a system.
 *
 * A step exists in a state when it returns deliveries and every receiving actor can take its event;
 * then all of them take it at once. If one cannot, the step does not exist there.
 *
 * `ends` marks states without steps that are meant to be ends. A state in which every actor has reached
 * a final state is an accepted end anyway.
 *
 * `fair` names agents (the `by` of steps) that are fair as a whole. Without fairness every step may be postponed for
 * ever, and a run may stop anywhere.
 *
 * `holders` says who holds an actor whose machine does not say it (see `LockMeta`); only reports of deadlocks use it.
 *
 * `symmetry` names blocks of actors that are interchangeable, as wholes. It is verified, and makes searches smaller
 * (docs/reductions.md).
 *
 * Throws RH101, RH102, RH105 to RH110, RH203, RH303, RH320.
 */
export function defineSystem<const S extends Record<string, ActorSource>>(definition: {
  readonly actors: S;
  readonly steps: StepSource<MachinesOf<S>>;
  readonly fair?: Readonly<Record<string, 'weak' | 'strong'>>;
  readonly ends?: (state: View<NoInfer<MachinesOf<S>>>) => boolean;
  readonly holders?: { readonly [K in keyof S]?: Holders<NoInfer<MachinesOf<S>>> };
  readonly symmetry?: readonly Interchangeable<NoInfer<keyof S & string>>[];
}): System<MachinesOf<S>> {
  type A = MachinesOf<S>;
  const actors = Object.entries(definition.actors).map(([name, source]) => defineActor(name, source));
  const steps = listSteps<A>(definition.steps);
  if (actors.length === 0) throw new RefholdError('RH109', { what: '`actors` is empty' });
  if (steps.length === 0) throw new RefholdError('RH109', { what: '`steps` is empty' });
  const ends = definition.ends;
  const fair = definition.fair ?? {};
  for (const agent of Object.keys(fair)) checkAgent(agent, steps as unknown as StepDefinition[]);
  return {
    kind: 'refhold.system',
    actors,
    steps,
    fair,
    ends: (state) => allDone(state, actors) || (ends?.(state) ?? false),
    holders: definition.holders ?? {},
    symmetry: readFamilies(definition.symmetry ?? [], actors),
    warnings: warningsOf(actors),
  };
}

function checkAgent(agent: string, steps: readonly StepDefinition[]): void {
  if (steps.some(({ by }) => by === agent)) return;
  const agents = [...new Set(steps.flatMap(({ by }) => by ?? []))];
  throw new RefholdError('RH110', { what: `no step is by "${agent}".${suggest(agent, agents)}` });
}

function allDone(state: View<Machines>, actors: readonly ActorDefinition[]): boolean {
  return actors.every(({ name }) => state[name]!.status === 'done');
}

function defineActor(name: string, source: ActorSource): ActorDefinition {
  const spec = (source as { kind?: unknown } | null)?.kind === 'refhold.actor';
  const machine = (spec ? (source as { machine: unknown }).machine : source) as AnyStateMachine;
  const input: unknown = spec ? (source as { input: unknown }).input : undefined;
  if (!looksLikeMachine(machine)) {
    throw new RefholdError('RH106', {
      what: `actor ${name} is ${describeWrong(machine)}`,
      where: [`actor ${name}`],
    });
  }
  refuseEffectsIn(name, machine);
  return { name, machine, input, initial: firstSnapshot({ actor: name, machine }, input) as never };
}

function looksLikeMachine(candidate: unknown): boolean {
  const machine = candidate as Partial<AnyStateMachine> | null | undefined;
  return (
    typeof machine === 'object' &&
    machine?.root !== undefined &&
    typeof machine.getTransitionData === 'function'
  );
}

function describeWrong(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : `a ${typeof value}`;
  return 'transition' in value ? 'actor logic, but not a state machine' : 'an object that is not a machine';
}

function listSteps<A extends Machines>(source: StepSource<A>): StepDefinition<A>[] {
  const named: readonly NamedStep<A>[] =
    typeof source === 'function'
      ? source(makeStep<A>)
      : Object.entries(source).map(([name, step]) => ({ name, step }));
  const seen = new Set<string>();
  return named.map(({ name, step }) => {
    if (seen.has(name)) throw new RefholdError('RH105', { what: `"${name}"`, where: [`step ${name}`] });
    seen.add(name);
    return defineStep(name, step);
  });
}

function makeStep<A extends Machines>(
  name: string,
  detailsOrDeliver: StepDetails | StepFunction<A>,
  deliver?: StepFunction<A>,
): NamedStep<A> {
  if (typeof detailsOrDeliver === 'function') return { name, step: detailsOrDeliver };
  return { name, step: { ...detailsOrDeliver, deliver: deliver! } };
}

function defineStep<A extends Machines>(name: string, step: Step<A>): StepDefinition<A> {
  const details: StepDetails & { deliver: StepFunction<A> } =
    typeof step === 'function' ? { deliver: step } : step;
  if (typeof (details as { deliver?: unknown } | null | undefined)?.deliver !== 'function') {
    throw new RefholdError('RH107', {
      what: `step "${name}" is ${messageOf(step)}`,
      where: [`step ${name}`],
    });
  }
  return {
    name,
    by: details.by,
    at: details.at,
    about: details.about,
    fairness: details.fairness ?? 'none',
    deliver: details.deliver,
  };
}

/** One warning per machine and state, however many actors run the machine. */
function warningsOf(actors: readonly ActorDefinition[]): Warning[] {
  const machines = new Map<AnyStateMachine, string>();
  for (const { name, machine } of actors) if (!machines.has(machine)) machines.set(machine, name);
  return [...machines].flatMap(([machine, name]) => forbiddenTransitions(name, machine));
}

/** The position of an actor, or RH103. */
export function actorIndex(system: System, name: string, where: readonly string[]): number {
  const index = system.actors.findIndex((actor) => actor.name === name);
  if (index >= 0) return index;
  const names = system.actors.map((actor) => actor.name);
  throw new RefholdError('RH103', { what: `"${name}".${suggest(name, names)}`, where });
}
