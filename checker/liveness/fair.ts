/**
 * Fair components: strongly connected parts of the product in which a run can stay for ever, visiting every acceptance
 * set again and again and keeping every promise of fairness. Judged by the edges of the component.
 */
import type { Slices } from '../slices.ts';
import { Components } from './components.ts';
import type { Product } from './product.ts';
import type { Promises } from './promises.ts';

/** The nodes of a fair component, and the one of them that was found first. */
export interface FairComponent {
  readonly nodes: Uint32Array;
  readonly first: number;
}

/** The fair component that is reached in the fewest steps, or null. */
export function* firstFairComponent(product: Product, promises: Promises): Slices<FairComponent | null> {
  let found: FairComponent | null = null;
  const judge = new Judge(product, promises);
  const work: Uint32Array[] = [];
  const keep = (nodes: Uint32Array): void => {
    const outcome = judge.outcome(nodes);
    if (outcome === 'unfair') return;
    if (outcome === 'fair') {
      const first = nodes.reduce((least, node) => Math.min(least, node));
      if (found === null || first < found.first) found = { nodes: nodes.slice(), first };
    } else if (outcome.length > 0) {
      work.push(outcome);
    }
  };
  const components = new Components(product);
  yield* components.slices(range(product.size), undefined, keep);
  if (work.length === 0) return found;
  // A strongly fair step that is enabled in a component and never taken in it: what is left without the states in
  // which it is enabled may hold smaller components that are fair.
  const alive = new Uint8Array(product.size);
  for (let part = work.pop(); part !== undefined; part = work.pop()) {
    for (const node of part) alive[node] = 1;
    yield* components.slices(part, alive, keep);
    for (const node of part) alive[node] = 0;
  }
  return found;
}

class Judge {
  readonly #product: Product;
  readonly #promises: Promises;
  readonly #acceptance: number;
  /** Per node, the number of the component judged last that it was in. */
  readonly #member: Uint32Array;
  #number = 0;
  /** A row each: promises that are enabled somewhere in the component, that are everywhere, and that are kept by a step. */
  readonly #somewhere: Uint32Array;
  readonly #everywhere: Uint32Array;
  readonly #taken: Uint32Array;

  constructor(product: Product, promises: Promises) {
    this.#product = product;
    this.#promises = promises;
    this.#acceptance = 2 ** product.automaton.acceptance - 1;
    this.#member = new Uint32Array(product.size);
    this.#somewhere = new Uint32Array(promises.words);
    this.#everywhere = new Uint32Array(promises.words);
    this.#taken = new Uint32Array(promises.words);
  }

  /** `fair`, `unfair` for good, or the nodes that are left when strong promises are honoured. */
  outcome(nodes: Uint32Array): 'fair' | 'unfair' | Uint32Array {
    let accepted = 0;
    for (const node of nodes) accepted |= this.#product.accepting(node);
    if (accepted !== this.#acceptance) return 'unfair';
    if (nodes.length === 1 && !this.#leadsToItself(nodes[0]!)) return 'unfair';
    this.#lookAround(nodes);
    this.#lookForSteps(nodes);
    const { words, weak, strong } = this.#promises;
    const owed = new Uint32Array(words);
    let anyOwed = 0;
    for (let word = 0; word < words; word++) {
      const open = ~this.#taken[word]!;
      if ((this.#everywhere[word]! & open & (weak[word]! | strong[word]!)) !== 0) return 'unfair';
      owed[word] = this.#somewhere[word]! & open & strong[word]!;
      anyOwed |= owed[word]!;
    }
    return anyOwed === 0 ? 'fair' : this.#without(nodes, owed);
  }

  #leadsToItself(node: number): boolean {
    // Stuttering is the last place.
    for (let place = this.#product.degree(node) - 1; place >= 0; place--) {
      if (this.#product.target(node, place) === node) return true;
    }
    return false;
  }

  #lookAround(nodes: Uint32Array): void {
    const { words, enabled } = this.#promises;
    for (let word = 0; word < words; word++) {
      let somewhere = 0;
      let everywhere = -1;
      for (const node of nodes) {
        const bits = enabled[this.#product.stateOf(node) * words + word]!;
        somewhere |= bits;
        everywhere &= bits;
      }
      this.#somewhere[word] = somewhere;
      this.#everywhere[word] = everywhere;
    }
  }

  /** Finds which promises that are enabled somewhere are kept by an edge from one of the nodes to another. */
  #lookForSteps(nodes: Uint32Array): void {
    const product = this.#product;
    const { words, ofStep } = this.#promises;
    this.#taken.fill(0);
    if (words === 0) return;
    const number = ++this.#number;
    for (const node of nodes) this.#member[node] = number;
    for (const node of nodes) {
      if (!this.#anyOpen()) return;
      const degree = product.degree(node);
      for (let place = 0; place < degree; place++) {
        const step = product.stepAt(node, place);
        if (step < 0 || !this.#wouldKeep(step)) continue;
        const next = product.target(node, place);
        if (next < 0 || this.#member[next] !== number) continue;
        for (let word = 0; word < words; word++) this.#taken[word]! |= ofStep[step * words + word]!;
      }
    }
  }

  #anyOpen(): boolean {
    return this.#somewhere.some((bits, word) => (bits & ~this.#taken[word]!) !== 0);
  }

  #wouldKeep(step: number): boolean {
    const { words, ofStep } = this.#promises;
    for (let word = 0; word < words; word++) {
      if ((ofStep[step * words + word]! & ~this.#taken[word]!) !== 0) return true;
    }
    return false;
  }

  /** The nodes in whose states none of these promises is enabled. */
  #without(nodes: Uint32Array, owed: Uint32Array): Uint32Array {
    const { words, enabled } = this.#promises;
    return nodes.filter((node) => {
      const row = this.#product.stateOf(node) * words;
      for (let word = 0; word < words; word++) if ((enabled[row + word]! & owed[word]!) !== 0) return false;
      return true;
    });
  }
}

function* range(end: number): Generator<number> {
  for (let i = 0; i < end; i++) yield i;
}
