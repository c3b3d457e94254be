import type { Watcher } from '../explore/expand.ts';
import { ask, isFinding } from '../property/evaluate.ts';
import { matchesStep } from '../property/properties.ts';
import type { Property } from '../property/types.ts';
import type { Relation } from '../relation/relation.ts';
import type { Read } from '../relation/trees.ts';
import type { Machines, StepDefinition } from '../system/types.ts';

interface Question {
  readonly tree: number;
  readonly ask: () => number;
}

/** Says of state after state whether a property finds something there; unlike a monitor, also after it has. */
export class Finder implements Watcher {
  /** What it found in the last state: the state itself, or a step out of it. Undefined if nothing. */
  finding: { readonly step: number | undefined } | undefined;
  readonly watched: readonly (readonly Question[] | undefined)[];
  readonly #relation: Relation;
  readonly #name: string;
  readonly #states: readonly Question[];
  readonly #ends: Question | undefined;

  /** The relation must not have learned anything yet. */
  constructor(relation: Relation, property: Property<Machines>) {
    this.#relation = relation;
    this.#name = `property ${property.name}`;
    const { system, views } = relation;
    const question = (call: () => unknown): Question => ({
      tree: relation.trees.ask(this.#name),
      ask: () => Number(isFinding(property, ask(property.name, call))),
    });
    const isState = property.kind === 'always' || property.kind === 'never' || property.kind === 'reachable';
    this.#states = isState ? property.predicates.map((one) => question(() => one(views.before))) : [];
    this.watched = system.steps.map((step) =>
      property.kind === 'onStep' && matchesStep(property.on, infoOf(step))
        ? property.predicates.map((one) => question(() => one({ ...views, step })))
        : undefined,
    );
    this.#ends =
      property.kind === 'deadlock'
        ? {
            tree: relation.trees.ask('the accepted ends'),
            ask: () => Number(ask('no deadlock (ends)', () => system.ends(views.before)) !== true),
          }
        : undefined;
  }

  visit(): void {
    this.finding = this.#states.some((one) => this.#finds(one)) ? { step: undefined } : undefined;
  }

  step(_: number, step: number): void {
    if (this.finding === undefined && this.watched[step]!.some((one) => this.#finds(one))) {
      this.finding = { step };
    }
  }

  stuck(): void {
    if (this.#ends !== undefined && this.#finds(this.#ends)) this.finding = { step: undefined };
  }

  audit(): void {
    // Only searches are audited.
  }

  #finds(question: Question): boolean {
    const { trees, hand } = this.#relation;
    let answer = trees.find(question.tree, hand);
    if (answer < 0) {
      const reads: Read[] = [];
      answer = this.#relation.observe(this.#name, question.ask, reads);
      trees.learn(question.tree, reads, answer);
    }
    return answer === 1;
  }
}

/** A step as filters of properties see it. */
function infoOf({ name, by, at }: StepDefinition): { name: string; by?: string; at?: string } {
  return { name, ...(by === undefined ? {} : { by }), ...(at === undefined ? {} : { at }) };
}
