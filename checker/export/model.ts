/** The parts of a network under names that a language can read. */
import { UNEXPLORED } from './decision.ts';
import type { Decision } from './decision.ts';
import { lost, REFUSES, takers } from './network.ts';
import type { Network } from './network.ts';
import { Names, stateTexts } from './names.ts';
import { all, any, condition } from './text.ts';
import type { Syntax } from './text.ts';

/** One step that delivers one set. */
export interface Alternative {
  readonly step: number;
  readonly set: number;
  /** Name of the condition that it is possible. */
  readonly can: string;
  /** Name of what then happens. */
  readonly name: string;
}

/** How a language writes conditions on the parts of a network. */
export interface Dialect extends Pick<Syntax, 'yes' | 'no' | 'and' | 'or'> {
  /** Words that mean something in the language. */
  readonly words: readonly string[];
  /** Whether names of local states may be the same for different actors. */
  readonly statesApart: boolean;
  readonly is: (variable: string, state: string) => string;
  readonly isNot: (variable: string, state: string) => string;
  /** Being in a set that has a name. */
  readonly isIn: (variable: string, set: string) => string;
}

/** A set of local states of an actor, under a name. */
export interface NamedSet {
  readonly name: string;
  readonly actor: number;
  readonly locals: readonly number[];
}

/** Sets of local states up to this size are written out where they are used. */
const SMALL = 2;

export class Model {
  readonly network: Network;
  readonly names: Names;
  /** Variables, by actor. */
  readonly actors: readonly string[];
  /** Constants, by actor and local state. */
  readonly states: readonly (readonly string[])[];
  /** Names of events, by event. */
  readonly events: readonly string[];
  /** Steps with the sets that they may deliver, but for sets with an event that is refused everywhere. */
  readonly alternatives: readonly Alternative[];
  /** Sets of local states that have a name; more as they are needed. */
  readonly sets: NamedSet[] = [];
  readonly syntax: Syntax;
  readonly #dialect: Dialect;
  readonly #known = new Map<string, string>();

  constructor(network: Network, dialect: Dialect) {
    this.network = network;
    this.#dialect = dialect;
    this.syntax = { ...dialect, among: (actor, locals) => this.among(actor, locals) };
    const names = new Names(dialect.words);
    this.names = names;
    this.actors = network.actors.map(({ name }) => names.make(name));
    this.states = network.actors.map(({ states }, actor) => {
      const texts = stateTexts(states);
      if (!dialect.statesApart) return texts.map((text) => names.make(`${this.actors[actor]!}_${text}`));
      const own = new Names(dialect.words);
      return texts.map((text) => own.make(text));
    });
    this.events = network.events.map(({ actor, label }) =>
      names.make(`${this.actors[actor]!}_takes_${label}`),
    );
    const canTake = (set: number): boolean =>
      network.sets[set]!.every((id) => takers(network.events[id]!).length > 0);
    this.alternatives = network.steps.flatMap(({ name, sets }, step) =>
      sets
        .filter(canTake)
        .map((set) => ({ step, set, can: names.make(`can_${name}`), name: names.make(name) })),
    );
  }

  /** That an actor is in one of these local states. */
  among(actor: number, locals: readonly number[]): string {
    const { yes, or, is, isNot, isIn } = this.#dialect;
    const variable = this.actors[actor]!;
    const states = this.states[actor]!;
    if (locals.length === states.length) return yes;
    if (locals.length === states.length - 1 && locals.length > 1) {
      return isNot(
        variable,
        states.find((_, local) => !locals.includes(local))!,
      );
    }
    const each = locals.map((local) => is(variable, states[local]!));
    if (each.length === 1) return each[0]!;
    if (each.length <= SMALL) return or(each);
    const key = `${actor} ${locals.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return isIn(variable, known);
    const name = this.names.make(
      `${variable}_among_${this.sets.filter((set) => set.actor === actor).length + 1}`,
    );
    this.#known.set(key, name);
    this.sets.push({ name, actor, locals });
    return isIn(variable, name);
  }

  /** That one of the decisions has this answer. */
  when(decisions: readonly Decision[], answer: number): string {
    return any(
      decisions.map((decision) => condition(decision, answer, this.syntax)),
      this.syntax,
    );
  }

  /** That a step is possible with this set. */
  possible({ step, set }: Pick<Alternative, 'step' | 'set'>): string {
    const { events, sets, steps } = this.network;
    const receivers = sets[set]!.map((id) => {
      const taking = takers(events[id]!);
      return taking.length === 0 ? this.#dialect.no : this.among(events[id]!.actor, taking);
    });
    return all([...receivers, condition(steps[step]!.decision, set, this.syntax)], this.syntax);
  }

  /** Everything that was never asked about any step. */
  unexploredStep(): string {
    return any(
      [...this.network.steps.keys()].map((step) => this.unexplored(step)),
      this.syntax,
    );
  }

  /** Everything that was never asked about a step: its function, or where a receiver goes; the rest would take place. */
  unexplored(step: number): string {
    const { events, sets, steps } = this.network;
    const { decision, sets: possible } = steps[step]!;
    const nowhere = possible.flatMap((set) =>
      sets[set]!.filter((id) => lost(events[id]!).length > 0).map((id) => {
        const others = sets[set]!.filter((other) => other !== id).map((other) => {
          const { targets, actor } = events[other]!;
          const willing = [...targets.keys()].filter((local) => targets[local] !== REFUSES);
          return willing.length === 0 ? this.#dialect.no : this.among(actor, willing);
        });
        const here = this.among(events[id]!.actor, lost(events[id]!));
        return all([here, ...others, condition(decision, set, this.syntax)], this.syntax);
      }),
    );
    return any([condition(decision, UNEXPLORED, this.syntax), ...nowhere], this.syntax);
  }
}
