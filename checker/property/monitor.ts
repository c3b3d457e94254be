/**
 * Watches the properties of a check while states and steps go by, all in one pass. The state in question is the
 * one in the relation's hand. Answers are learned like those of steps.
 */
import { Masks } from '../relation/masks.ts';
import type { Relation } from '../relation/relation.ts';
import type { Read } from '../relation/trees.ts';
import { RefholdError } from '../errors.ts';
import type { Renaming } from '../symmetry/group.ts';
import type { Orbits } from '../symmetry/orbits.ts';
import type { Machines, View } from '../system/types.ts';
import { viewOf } from '../system/view.ts';
import { ask, isFinding, isLiveness } from './evaluate.ts';
import { matchesStep } from './properties.ts';
import type { Predicate, Property, StepPredicate, StepProperty } from './types.ts';

/** Where a property was first decided by a single state or step: the index of the state, and the step from it. */
export interface Finding {
  readonly state: number;
  readonly step: number | undefined;
  /** Where states stand for their images: the image of state and step that it is about. */
  readonly image?: Renaming;
}

interface Question {
  /** Position of its property in `properties`; {@link NO_PROPERTY} if it belongs to none. */
  readonly property: number;
  readonly name: string;
  readonly tree: number;
  readonly ask: () => 0 | 1;
  /** The same about any view; for properties of states. */
  readonly askAbout?: (view: View<Machines>) => 0 | 1;
}

const FINE = 0;
const FOUND = 1;
const NO_PROPERTY = -1;

export class Monitor {
  readonly properties: readonly Property<Machines>[];
  /** First finding per property; undefined while there is none. */
  readonly findings: (Finding | undefined)[];
  /** Per property, whether what it is about has happened (`onStep`: one of its steps was taken). */
  readonly triggered: boolean[];
  /** Per step, the questions about it; undefined where there are none. */
  readonly watched: (readonly Question[] | undefined)[];

  readonly #relation: Relation;
  /** Per liveness property, its predicates. */
  readonly #atoms = new Map<number, readonly Question[]>();
  readonly #questions: Question[] = [];
  readonly #masks: Masks;
  readonly #ends: number;
  readonly #deadlock: number;
  readonly #orbits: Orbits | undefined;
  /** The image that the last question with a finding was about. */
  #image: Renaming | undefined;

  /** `orbits`: where a state stands for its images, what asks about all of them. Not for properties of liveness. */
  constructor(relation: Relation, properties: readonly Property<Machines>[], orbits?: Orbits) {
    this.#relation = relation;
    this.properties = properties;
    this.#orbits = orbits;
    this.findings = properties.map(() => undefined);
    this.triggered = properties.map(({ kind }) => kind !== 'onStep');
    this.#deadlock = properties.findIndex(({ kind }) => kind === 'deadlock');
    if (orbits !== undefined) this.#addGuards(orbits);
    properties.forEach((property, i) => this.#addStateQuestions(property, i));
    this.watched = relation.system.steps.map((_, step) => this.#stepQuestions(step));
    this.#ends = relation.trees.ask('the accepted ends');
    this.#masks = new Masks(this.#questions.length, relation.layout.capacity);
    relation.onLayout(() => {
      const settled = (question: number): boolean =>
        this.#settled(this.#questions[question]!) ||
        relation.trees.code[this.#questions[question]!.tree + 1] === -1;
      this.#masks.resize(relation.layout.capacity, this.#questions.length, settled);
    });
  }

  /** The questions that are asked about every state: the property, and the tree that knows the answers (0: fine). */
  get questions(): readonly { readonly property: number; readonly tree: number }[] {
    return this.#questions;
  }

  /** Judges the state in hand. */
  visit(state: number): void {
    if (this.#questions.length === 0) return;
    const { hand, actors, trees } = this.#relation;
    const { base, width } = this.#masks;
    const bits = this.#masks.bits;
    for (let word = 0; word < width; word++) {
      let open = -1;
      for (let actor = 0; actor < actors; actor++) open &= bits[base[actor]! + hand[actor]! * width + word]!;
      while (open !== 0) {
        const bit = 31 - Math.clz32(open & -open);
        open &= open - 1;
        const number = 32 * word + bit;
        const question = this.#questions[number]!;
        let answer = trees.find(question.tree, hand);
        if (answer < 0) answer = this.#learn(question, number);
        if (answer === FOUND) this.#record(question.property, { state, step: undefined });
      }
    }
  }

  /** Asks all open questions about the state in hand anew, with no table in between. Throws RH204. */
  audit(): void {
    const relation = this.#relation;
    const state = relation.snapshots([...relation.hand.subarray(0, relation.actors)]);
    const view = viewOf(relation.system, state);
    this.#questions.forEach((question, number) => {
      if (this.#settled(question)) return;
      let known = relation.trees.find(question.tree, relation.hand);
      if (known < 0) known = this.#learn(question, number);
      if (question.askAbout?.(view) === known) return;
      throw new RefholdError('RH204', {
        what: 'asked again about a state it had answered for, it answered differently',
        where: [question.name],
      });
    });
  }

  /** Judges a step: the state in hand before it, and the state after it. Only for steps that are watched. */
  step(state: number, step: number): void {
    for (const question of this.watched[step]!) {
      if (this.#settled(question)) continue;
      this.triggered[question.property] = true;
      let answer = this.#relation.trees.find(question.tree, this.#relation.hand);
      if (answer < 0) answer = this.#learn(question, -1);
      if (answer === FOUND) this.#record(question.property, { state, step });
    }
  }

  /** Which predicates of a liveness property are true of the state in hand, as a bit mask. */
  truth(property: number): number {
    let mask = 0;
    this.#atoms.get(property)!.forEach((question, i) => {
      let answer = this.#relation.trees.find(question.tree, this.#relation.hand);
      if (answer < 0) answer = this.#learn(question, -1);
      if (answer === FOUND) mask |= 1 << i;
    });
    return mask;
  }

  /** Judges the state in hand, which has no step. */
  stuck(state: number): void {
    if (this.#deadlock < 0 || this.findings[this.#deadlock]) return;
    const { trees, hand } = this.#relation;
    let answer = trees.find(this.#ends, hand);
    if (answer < 0) answer = this.#learnEnd();
    if (answer === FOUND) this.#record(this.#deadlock, { state, step: undefined });
  }

  /** Asks the question that a tree stands for about the state in hand, and learns the answer. */
  askAgain(tree: number): number {
    if (tree === this.#ends) return this.#learnEnd();
    const bit = this.#questions.findIndex((question) => question.tree === tree);
    if (bit >= 0) return this.#learn(this.#questions[bit]!, bit);
    const others = [...this.#atoms.values(), ...this.watched.filter((some) => some !== undefined)];
    return this.#learn(
      others.flat().find((question) => question.tree === tree)!,
      -1,
    );
  }

  /** Goes on with what another monitor of these properties had found. */
  resume(findings: readonly (Finding | null)[], triggered: readonly boolean[]): void {
    findings.forEach((finding, property) => {
      if (finding === null) this.findings[property] = undefined;
      else this.#record(property, finding);
      this.triggered[property] = triggered[property]!;
    });
  }

  #learnEnd(): number {
    const { system, views, trees, calls } = this.#relation;
    const reads: Read[] = [];
    const answer = this.#relation.observe(
      'the accepted ends',
      () => {
        calls.user++;
        const isEnd = (view: View<Machines>): boolean =>
          ask('no deadlock (ends)', () => system.ends(view)) === true;
        if (this.#orbits === undefined) return isEnd(views.before) ? FINE : FOUND;
        return this.#foundAt(
          this.#orbits.someState('the accepted ends', this.#orbits.whole(), (view) => !isEnd(view)),
        );
      },
      reads,
    );
    trees.learn(this.#ends, reads, answer);
    return answer;
  }

  /** Steps must go by a state as their images go by its images: asked like a question, and known like one. */
  #addGuards(orbits: Orbits): void {
    this.#relation.system.steps.forEach(({ name }, step) => {
      this.#questions.push(
        this.#orbitQuestion(`step ${name}`, NO_PROPERTY, () => {
          orbits.checkStep(step);
          return undefined;
        }),
      );
    });
  }

  #addStateQuestions(property: Property<Machines>, index: number): void {
    if (property.kind === 'onStep' || property.kind === 'deadlock') return;
    const isFound = (predicate: Predicate<Machines>, view: View<Machines>): boolean =>
      isFinding(
        property,
        ask(property.name, () => predicate(view)),
      );
    const orbits = this.#orbits;
    const name = `property ${property.name}`;
    const questions = property.predicates.flatMap((predicate) => {
      if (orbits === undefined) {
        return {
          ...this.#question(property, index, () => predicate(this.#relation.views.before)),
          askAbout: (view: View<Machines>): 0 | 1 => (isFound(predicate, view) ? FOUND : FINE),
        };
      }
      return orbits
        .parts(predicate)
        .map((part) =>
          this.#orbitQuestion(name, index, () =>
            orbits.someState(name, part, (view) => isFound(predicate, view)),
          ),
        );
    });
    if (isLiveness(property.kind)) this.#atoms.set(index, questions);
    else this.#questions.push(...questions);
  }

  #stepQuestions(step: number): readonly Question[] | undefined {
    const orbits = this.#orbits;
    const definition = this.#relation.system.steps[step]!;
    const questions = this.properties.flatMap((property, i) => {
      if (property.kind !== 'onStep') return [];
      const isAbout = (one: number): boolean => this.#isAbout(property, one);
      if (orbits === undefined) {
        if (!isAbout(step)) return [];
        return property.predicates.map((predicate) =>
          this.#question(property, i, () => predicate({ ...this.#relation.views, step: definition })),
        );
      }
      const about = new Set(orbits.imagesOf(step).filter(isAbout));
      if (about.size === 0) return [];
      const name = `property ${property.name}`;
      return property.predicates.map((predicate) =>
        this.#orbitQuestion(name, i, () =>
          orbits.someStep(
            name,
            step,
            (image) => about.has(image),
            (taken) =>
              isFinding(
                property,
                ask(property.name, () => predicate(taken)),
              ),
          ),
        ),
      );
    });
    return questions.length === 0 ? undefined : questions;
  }

  #isAbout(property: StepProperty<Machines>, step: number): boolean {
    const { name, by, at } = this.#relation.system.steps[step]!;
    const info = { name, ...(by === undefined ? {} : { by }), ...(at === undefined ? {} : { at }) };
    return ask(property.name, () => matchesStep(property.on, info)) === true;
  }

  /** A question about all images of a state or step at once; `call` says which of them is a finding. */
  #orbitQuestion(name: string, property: number, call: () => Renaming | undefined): Question {
    const askAll = (): 0 | 1 => {
      this.#relation.calls.user++;
      return this.#foundAt(call());
    };
    return {
      property,
      name,
      tree: this.#relation.trees.ask(name),
      ask: askAll,
      askAbout: () => this.#relation.observe(name, askAll, []),
    };
  }

  #foundAt(image: Renaming | undefined): 0 | 1 {
    this.#image = image;
    return image === undefined ? FINE : FOUND;
  }

  #question(
    property: Property<Machines>,
    index: number,
    call: () => ReturnType<Predicate<Machines> | StepPredicate<Machines>>,
  ): Question {
    return {
      property: index,
      name: `property ${property.name}`,
      tree: this.#relation.trees.ask(`property ${property.name}`),
      ask: () => {
        this.#relation.calls.user++;
        return isFinding(property, ask(property.name, call)) ? FOUND : FINE;
      },
    };
  }

  #learn(question: Question, maskBit: number): number {
    const reads: Read[] = [];
    const answer = this.#relation.observe(question.name, question.ask, reads);
    this.#relation.trees.learn(question.tree, reads, answer);
    if (maskBit >= 0 && answer === FINE) {
      const [only] = reads;
      if (only === undefined) this.#masks.clearAll(maskBit);
      else if (reads.length === 1) this.#masks.clear(only.position, only.local, maskBit);
    }
    return answer;
  }

  #settled(question: Question): boolean {
    return this.findings[question.property] !== undefined;
  }

  #record(property: number, finding: Finding): void {
    this.findings[property] = this.#image === undefined ? finding : { ...finding, image: this.#image };
    this.#image = undefined;
    this.#questions.forEach((question, number) => {
      if (question.property === property) this.#masks.clearAll(number);
    });
  }
}
