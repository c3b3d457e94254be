import type { Product } from './product.ts';
import type { Promises } from './promises.ts';

/** Not reached yet in the search at hand. */
const UNSEEN = -1;

/**
 * Ways inside a component. What a way around owes: to visit each acceptance set, and to keep each promise that is
 * enabled somewhere, by taking a step of it or, if it is weak, by a visit to a state in which it is not enabled.
 */
export class Walk {
  readonly #product: Product;
  readonly #promises: Promises;
  readonly #inside: Uint8Array;
  /** Per node, where the search at hand came from, and by which place. */
  readonly #from: Int32Array;
  readonly #place: Uint32Array;
  /** Nodes that the search at hand has reached, and how many they are. */
  readonly #reached: Uint32Array;
  #count = 0;
  /** What is owed still: acceptance sets, and a row of promises. */
  #sets: number;
  readonly #open: Uint32Array;

  constructor(product: Product, promises: Promises, nodes: Uint32Array) {
    const { words, enabled } = promises;
    this.#product = product;
    this.#promises = promises;
    this.#inside = new Uint8Array(product.size);
    this.#from = new Int32Array(product.size).fill(UNSEEN);
    this.#place = new Uint32Array(product.size);
    this.#reached = new Uint32Array(product.size);
    this.#sets = 2 ** product.automaton.acceptance - 1;
    this.#open = new Uint32Array(words);
    for (const node of nodes) {
      this.#inside[node] = 1;
      const row = product.stateOf(node) * words;
      for (let word = 0; word < words; word++) this.#open[word]! |= enabled[row + word]!;
    }
  }

  /** The steps of a way from a node back to it that owes nothing. */
  around(entry: number): number[] {
    const steps: number[] = [];
    let at = entry;
    this.#visit(entry);
    const go = (isGoal: (node: number, step: number) => boolean): void => {
      const way = this.#shortest(at, isGoal);
      for (const { node, step } of way) {
        steps.push(step);
        this.#take(step);
        this.#visit(node);
        at = node;
      }
    };
    while (this.#sets !== 0 || this.#open.some((bits) => bits !== 0)) {
      go((node, step) => this.#pays(node, step));
    }
    if (at !== entry || steps.length === 0) go((node) => node === entry);
    return steps;
  }

  #visit(node: number): void {
    const { words, weak, enabled } = this.#promises;
    const row = this.#product.stateOf(node) * words;
    this.#sets &= ~this.#product.accepting(node);
    for (let word = 0; word < words; word++) this.#open[word]! &= ~(weak[word]! & ~enabled[row + word]!);
  }

  #take(step: number): void {
    const { words, ofStep } = this.#promises;
    if (step < 0) return;
    for (let word = 0; word < words; word++) this.#open[word]! &= ~ofStep[step * words + word]!;
  }

  #pays(node: number, step: number): boolean {
    const { words, weak, enabled, ofStep } = this.#promises;
    if ((this.#sets & this.#product.accepting(node)) !== 0) return true;
    const row = this.#product.stateOf(node) * words;
    for (let word = 0; word < words; word++) {
      const byStep = step < 0 ? 0 : ofStep[step * words + word]!;
      const byVisit = weak[word]! & ~enabled[row + word]!;
      if ((this.#open[word]! & (byStep | byVisit)) !== 0) return true;
    }
    return false;
  }

  /** A shortest way of at least one edge to an edge that will do. */
  #shortest(
    start: number,
    isGoal: (node: number, step: number) => boolean,
  ): { readonly node: number; readonly step: number }[] {
    const product = this.#product;
    const reached = this.#reached;
    for (let i = 0; i < this.#count; i++) this.#from[reached[i]!] = UNSEEN;
    reached[0] = start;
    this.#count = 1;
    for (let next = 0; next < this.#count; next++) {
      const node = reached[next]!;
      const degree = product.degree(node);
      for (let place = 0; place < degree; place++) {
        const to = product.target(node, place);
        if (to < 0 || this.#inside[to] === 0) continue;
        const step = product.stepAt(node, place);
        if (isGoal(to, step)) return [...this.#wayTo(start, node), { node: to, step }];
        if (this.#from[to] !== UNSEEN || to === start) continue;
        this.#from[to] = node;
        this.#place[to] = place;
        reached[this.#count++] = to;
      }
    }
    throw new Error('a strongly connected component without a way through it');
  }

  #wayTo(start: number, end: number): { readonly node: number; readonly step: number }[] {
    const way: { readonly node: number; readonly step: number }[] = [];
    for (let node = end; node !== start;) {
      const from = this.#from[node]!;
      way.push({ node, step: this.#product.stepAt(from, this.#place[node]!) });
      node = from;
    }
    return way.reverse();
  }
}
