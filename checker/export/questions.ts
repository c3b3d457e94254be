import { RefholdError } from '../errors.ts';
import { isFinding, ask } from '../property/evaluate.ts';
import { matchesStep } from '../property/properties.ts';
import type { Property } from '../property/types.ts';
import type { Relation } from '../relation/relation.ts';
import type { Read } from '../relation/trees.ts';
import { askStep } from '../system/semantics.ts';
import type { Machines, StepDefinition } from '../system/types.ts';

/** Where the model threw: no answer, but one that need not be asked for again. */
export const THREW = 0x3fff_ffff;

/** Something that is asked about states, with its tree in the relation. */
export interface Question {
  readonly tree: number;
  readonly name: string;
  readonly ask: () => number;
}

/** A question about one step: its tree also reads the state after it (positions from the number of actors on). */
export interface StepQuestion extends Question {
  readonly step: number;
}

/** All questions that an export needs the answers to. They have to be there before the first answer is learned. */
export class Questions {
  readonly steps: readonly Question[];
  /** By property, then predicate. */
  readonly predicates: readonly (readonly Question[])[];
  /** By property: what `onStep` asks about the steps that it is about. */
  readonly onSteps: readonly (readonly StepQuestion[])[];
  readonly ends: Question;
  readonly #relation: Relation;

  constructor(relation: Relation, properties: readonly Property<Machines>[]) {
    this.#relation = relation;
    const { system, views, events } = relation;
    // The trees of the steps are those of the exploration, and have their numbers.
    this.steps = system.steps.map((step, tree) => ({
      tree,
      name: `step ${step.name}`,
      ask: () => events.setOf(askStep(system, step, views.before)),
    }));
    this.predicates = properties.map((property) =>
      property.kind === 'deadlock' || property.kind === 'onStep'
        ? []
        : property.predicates.map((predicate) =>
            this.#question(`property ${property.name}`, () =>
              Number(
                isFinding(
                  property,
                  ask(property.name, () => predicate(views.before)),
                ),
              ),
            ),
          ),
    );
    this.onSteps = properties.map((property) => (property.kind === 'onStep' ? this.#onStep(property) : []));
    this.ends = this.#question('the accepted ends', () =>
      Number(ask('no deadlock (ends)', () => system.ends(views.before)) === true),
    );
  }

  /**
   * Asks about the state in hand, unless the answer is known. What the model throws is thrown if the state is one that
   * is `reached`; else it is the answer {@link THREW}.
   */
  learn(question: Question, reached: boolean): void {
    const { trees, hand } = this.#relation;
    if (trees.find(question.tree, hand) >= 0) return;
    const reads: Read[] = [];
    const call = reached ? question.ask : (): number => orThrew(question.ask);
    trees.learn(question.tree, reads, this.#relation.observe(question.name, call, reads));
  }

  #onStep(property: Property<Machines> & { kind: 'onStep' }): StepQuestion[] {
    const { system, views } = this.#relation;
    return system.steps.flatMap((definition, step) => {
      if (!matchesStep(property.on, infoOf(definition))) return [];
      return property.predicates.map((predicate) => ({
        step,
        ...this.#question(`property ${property.name}`, () =>
          Number(
            isFinding(
              property,
              ask(property.name, () => predicate({ ...views, step: definition })),
            ),
          ),
        ),
      }));
    });
  }

  #question(name: string, call: () => number): Question {
    return { tree: this.#relation.trees.ask(name), name, ask: call };
  }
}

/** Codes that say that the model cannot be trusted or does not end, wherever it is asked. */
const FATAL = new Set(['RH204', 'RH208', 'RH301', 'RH302']);

/** Whether what was thrown is about this one state, which perhaps is never reached. */
export function isLocal(thrown: unknown): boolean {
  return thrown instanceof RefholdError && !FATAL.has(thrown.code);
}

function orThrew(call: () => number): number {
  try {
    return call();
  } catch (thrown) {
    if (isLocal(thrown)) return THREW;
    throw thrown;
  }
}

/** A step as filters of properties see it. */
function infoOf({ name, by, at }: StepDefinition): { name: string; by?: string; at?: string } {
  return { name, ...(by === undefined ? {} : { by }), ...(at === undefined ? {} : { at }) };
}
