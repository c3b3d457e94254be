/**
 * Pure functions of the state as decision diagrams: what a learned tree says, with equal parts shared and tests that do
 * not matter left out. An answer is a number: 0 and 1 of a predicate, a set of deliveries of a step.
 */

/** The answer where nobody knows it: the model was never asked, or threw. */
export const UNEXPLORED = -1;

export type Decision = Leaf | Look;

export interface Leaf {
  readonly answer: number;
}

/** Looks at one actor. Every local state of the actor is in exactly one branch. */
export interface Look {
  readonly actor: number;
  readonly branches: readonly Branch[];
}

export interface Branch {
  /** Local states, ascending. */
  readonly locals: readonly number[];
  readonly then: Decision;
}

export function isLeaf(decision: Decision): decision is Leaf {
  return 'answer' in decision;
}

/** Makes diagrams. Two that are the same function, looked up in the same order, are the same object. */
export class Decisions {
  readonly #known = new Map<string, Decision>();
  readonly #numbers = new Map<Decision, number>();

  leaf(answer: number): Decision {
    return this.#unique(`=${answer}`, () => ({ answer }));
  }

  /** `thens`: what follows, by local state of the actor. */
  look(actor: number, thens: readonly Decision[]): Decision {
    const groups = new Map<Decision, number[]>();
    thens.forEach((then, local) => {
      const group = groups.get(then);
      if (group === undefined) groups.set(then, [local]);
      else group.push(local);
    });
    if (groups.size === 1) return thens[0]!;
    const branches = [...groups].map(([then, locals]): Branch => ({ locals, then }));
    const key = branches.map(({ locals, then }) => `${locals.join()}>${this.#numbers.get(then)!}`).join(';');
    return this.#unique(`${actor}?${key}`, () => ({ actor, branches }));
  }

  /** The same with other answers. `sizes`: local states by actor. */
  map(decision: Decision, answer: (old: number) => number, sizes: readonly number[]): Decision {
    const done = new Map<Decision, Decision>();
    const go = (one: Decision): Decision => {
      const known = done.get(one);
      if (known !== undefined) return known;
      const made = isLeaf(one) ? this.leaf(answer(one.answer)) : this.#rebuild(one, go, sizes);
      done.set(one, made);
      return made;
    };
    return go(decision);
  }

  #rebuild({ actor, branches }: Look, go: (one: Decision) => Decision, sizes: readonly number[]): Decision {
    const thens = new Array<Decision>(sizes[actor]!);
    for (const { locals, then } of branches) {
      const made = go(then);
      for (const local of locals) thens[local] = made;
    }
    return this.look(actor, thens);
  }

  #unique(key: string, make: () => Decision): Decision {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(key, made);
    this.#numbers.set(made, this.#numbers.size);
    return made;
  }
}

/** The answer for local states by actor. */
export function answerIn(decision: Decision, locals: ArrayLike<number>): number {
  let one = decision;
  while (!isLeaf(one)) {
    const local = locals[one.actor]!;
    one = one.branches.find((branch) => branch.locals.includes(local))!.then;
  }
  return one.answer;
}

/** All answers that a diagram can give, ascending. */
export function answersOf(decision: Decision): number[] {
  const answers = new Set<number>();
  const seen = new Set<Decision>();
  const go = (one: Decision): void => {
    if (seen.has(one)) return;
    seen.add(one);
    if (isLeaf(one)) answers.add(one.answer);
    else for (const { then } of one.branches) go(then);
  };
  go(decision);
  return [...answers].sort((a, b) => a - b);
}
