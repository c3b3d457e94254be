/**
 * Functions of the local states as decision diagrams: nodes by number, equal parts shared, tests that do not matter left
 * out. So two nodes with the same number are the same function.
 */
export class Diagrams {
  /** Per node, the actor that it looks at; −1 for a leaf. */
  readonly #actor: number[] = [];
  /** Per node, what follows by local state; of a leaf, nothing. */
  readonly #thens: Int32Array[] = [];
  readonly #answer: number[] = [];
  readonly #known = new Map<string, number>();
  readonly #leaves = new Map<number, readonly number[]>();
  readonly #supports = new Map<number, ReadonlySet<number>>();

  leaf(answer: number): number {
    return this.#unique(`=${answer}`, -1, NOTHING, answer);
  }

  /** `thens`: a node by local state of the actor. */
  look(actor: number, thens: Int32Array): number {
    const [first] = thens;
    if (first !== undefined && thens.every((then) => then === first)) return first;
    return this.#unique(`${actor}?${thens.join()}`, actor, thens, 0);
  }

  /** The answer for local states by actor. */
  answer(node: number, locals: ArrayLike<number>): number {
    let at = node;
    while (this.#actor[at]! >= 0) at = this.#thens[at]![locals[this.#actor[at]!]!]!;
    return this.#answer[at]!;
  }

  /** The actors that are looked at on the way to that answer, in order. */
  path(node: number, locals: ArrayLike<number>): number[] {
    const actors: number[] = [];
    for (let at = node; this.#actor[at]! >= 0; at = this.#thens[at]![locals[this.#actor[at]!]!]!) {
      actors.push(this.#actor[at]!);
    }
    return actors;
  }

  /** All answers that a node can give. */
  answers(node: number): readonly number[] {
    const known = this.#leaves.get(node);
    if (known !== undefined) return known;
    const found =
      this.#actor[node]! < 0
        ? [this.#answer[node]!]
        : [...new Set([...new Set(this.#thens[node])].flatMap((then) => this.answers(then)))];
    this.#leaves.set(node, found);
    return found;
  }

  /** All actors that it may look at. */
  support(node: number): ReadonlySet<number> {
    const known = this.#supports.get(node);
    if (known !== undefined) return known;
    const found = new Set<number>();
    if (this.#actor[node]! >= 0) {
      found.add(this.#actor[node]!);
      for (const then of new Set(this.#thens[node])) for (const actor of this.support(then)) found.add(actor);
    }
    this.#supports.set(node, found);
    return found;
  }

  /** By local state of the actor: what remains of the function once that is known. */
  residuals(node: number, actor: number, size: number): Int32Array {
    return Int32Array.from({ length: size }, (_, local) => this.#restrict(node, actor, local, new Map()));
  }

  #restrict(node: number, actor: number, local: number, done: Map<number, number>): number {
    if (!this.support(node).has(actor)) return node;
    if (this.#actor[node] === actor) return this.#restrict(this.#thens[node]![local]!, actor, local, done);
    const known = done.get(node);
    if (known !== undefined) return known;
    const thens = this.#thens[node]!.map((then) => this.#restrict(then, actor, local, done));
    const made = this.look(this.#actor[node]!, thens);
    done.set(node, made);
    return made;
  }

  #unique(key: string, actor: number, thens: Int32Array, answer: number): number {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const node = this.#actor.push(actor) - 1;
    this.#thens.push(thens);
    this.#answer.push(answer);
    this.#known.set(key, node);
    return node;
  }
}

const NOTHING = new Int32Array(0);
