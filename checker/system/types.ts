import type { AnyStateMachine, EventFrom, InputFrom, SnapshotFrom } from 'xstate';
import type { Family } from './symmetry.ts';

/** Named machines of a system, one per actor. */
export type Machines = Record<string, AnyStateMachine>;

/** A machine together with the input of this one instance; made by `actor`. */
export interface ActorSpec<M extends AnyStateMachine> {
  readonly kind: 'refhold.actor';
  readonly machine: M;
  readonly input: InputFrom<M> | undefined;
}

/** What may stand for an actor in `defineSystem`: a machine that needs no input, or an instance of one. */
export type ActorSource = AnyStateMachine | ActorSpec<AnyStateMachine>;

/** The machine behind an {@link ActorSource}. */
export type MachineOf<S> = S extends ActorSpec<infer M> ? M : S extends AnyStateMachine ? S : never;

/** The machines behind a record of {@link ActorSource}. */
export type MachinesOf<S extends Record<string, ActorSource>> = { [K in keyof S]: MachineOf<S[K]> };

/**
 * A state of the system as steps and properties see it: the XState snapshot of every actor, read only.
 * What is read is recorded, so that a question is asked once per combination of what it read.
 */
export type View<A extends Machines> = { readonly [K in keyof A]: SnapshotFrom<A[K]> };

/** The events a step delivers, by receiving actor. All receivers take their event at once, or none does. */
export type Deliveries<A extends Machines> = {
  readonly [K in keyof A]?: DeepReadonly<EventFrom<A[K]>> | undefined;
};

/** What is delivered is frozen, so that it may as well be read only. */
type DeepReadonly<T> = T extends object ? { readonly [P in keyof T]: DeepReadonly<T[P]> } : T;

/** Nothing to deliver: the step does not exist in this state. */
export type Nothing = null | undefined | false;

/** A pure function of the state. Deterministic: the checker asks once and remembers the answer. */
export type StepFunction<A extends Machines> = (state: View<A>) => Deliveries<A> | Nothing;

/** Names of those who hold an actor in a state: whoever acts, so the `by` of steps. */
export type Holders<A extends Machines> = (state: View<A>) => readonly string[];

/** How a scheduler treats a step that is enabled again and again. */
export type Fairness = 'none' | 'weak' | 'strong';

/** What traces, fairness and readers want to know about a step. */
export interface StepDetails {
  /** Who acts. Any name; an actor's name where one of the actors is the agent. */
  readonly by?: string;
  /** Where in the modelled source it happens, as `file: function`. */
  readonly at?: string;
  /** One sentence on what happens, where the name is not enough. */
  readonly about?: string;
  /** Default `none`: the step may be postponed for ever. */
  readonly fairness?: Fairness;
}

export type Step<A extends Machines> =
  StepFunction<A> | (StepDetails & { readonly deliver: StepFunction<A> });

/** A step with its name, as {@link StepMaker} makes it. */
export interface NamedStep<A extends Machines> {
  readonly name: string;
  readonly step: Step<A>;
}

/** Makes steps inside `steps: (step) => […]`, with the types of the system's actors. */
export interface StepMaker<A extends Machines> {
  (name: string, deliver: StepFunction<A>): NamedStep<A>;
  (name: string, details: StepDetails, deliver: StepFunction<A>): NamedStep<A>;
}

/** Steps by name, or a function that lists them; the list is for loops, and refuses a name given twice. */
export type StepSource<A extends Machines> =
  // `NoInfer` stands around the step, not around `A`: so a function without parameters, which the compiler looks at
  // before it knows the actors, keeps the literal types of what it returns.
  | Readonly<Record<string, NoInfer<Step<A>>>>
  | ((step: StepMaker<NoInfer<A>>) => readonly NamedStep<NoInfer<A>>[]);

/** A step as the engine sees it. */
export interface StepDefinition<A extends Machines = Machines> {
  readonly name: string;
  readonly by: string | undefined;
  readonly at: string | undefined;
  readonly about: string | undefined;
  readonly fairness: Fairness;
  readonly deliver: StepFunction<A>;
}

/** An actor as the engine sees it. */
export interface ActorDefinition<M extends AnyStateMachine = AnyStateMachine> {
  readonly name: string;
  readonly machine: M;
  /** Input as given; `undefined` where the machine takes none. */
  readonly input: unknown;
  /** The snapshot it starts from. */
  readonly initial: SnapshotFrom<M>;
}

/** Something suspicious that is no error. */
export interface Warning {
  readonly code: 'RHW01';
  /** The first actor of the machine it is about. */
  readonly actor: string;
  /** The events it is about, as the machine has them (`x.*`): of interest only if a step delivers one. */
  readonly event: string;
  readonly what: string;
  readonly where: readonly string[];
}

/** Named actors and the steps between them. Made by `defineSystem`. */
export interface System<A extends Machines = Machines> {
  readonly kind: 'refhold.system';
  readonly actors: readonly ActorDefinition[];
  readonly steps: readonly StepDefinition<A>[];
  /** Agents that are fair as a whole: some step of theirs (`by`) is taken, if they can act for ever. */
  readonly fair: Readonly<Record<string, Exclude<Fairness, 'none'>>>;
  /** Whether a state without steps is an accepted end instead of a deadlock. */
  readonly ends: (state: View<A>) => boolean;
  /** By actor: names of who holds it, for reports of deadlocks. */
  readonly holders: { readonly [K in keyof A]?: Holders<A> | undefined };
  /** Families of blocks of actors that are said to be interchangeable. */
  readonly symmetry: readonly Family[];
  readonly warnings: readonly Warning[];
}

/** The machines of a system by actor, to write properties apart from it: `always<ActorsOf<typeof system>>(…)`. */
export type ActorsOf<S> = S extends System<infer A> ? A : never;
