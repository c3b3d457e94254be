/**
 * Fair components: strongly connected parts of the product in which a run can stay for ever, visiting every acceptance
 * set again and again and keeping every promise of fairness. Judged by the edges of the component.
 */
import type { Slices } from '../slices.ts';
import { Components } from './components.ts';
import type { FairnessOf } from './fairness.ts';
import type { Product } from './product.ts';

/** What a component owes each promise, and how it can pay. */
export interface FairComponent {
  /** Nodes of the product, the one found first in front. */
  readonly nodes: Uint32Array;
}

/** The fair component that is reached in the fewest steps, or null. */
export function* firstFairComponent(product: Product, fairness: FairnessOf): Slices<FairComponent | null> {
  const fair: Uint32Array[] = [];
  const alive = new Uint8Array(product.size);
  const judge = new Judge(product, fairness);
  const work: (readonly number[] | Uint32Array)[] = [];
  const keep = (nodes: Uint32Array): void => {
    const outcome = judge.outcome(nodes);
    if (outcome === 'unfair') return;
    if (outcome === 'fair') {
      const sorted = Uint32Array.from(nodes).sort();
      if (fair.length === 0 || sorted[0]! < fair[0]![0]!) fair[0] = sorted;
    } else {
      work.push(outcome);
    }
  };
  const components = new Components(product);
  yield* components.slices(range(product.size), undefined, keep);
  // A strongly fair step that is enabled in a component and never taken in it: what is left without the states in
  // which it is enabled may hold smaller components that are fair.
  for (let part = work.pop(); part !== undefined; part = work.pop()) {
    for (const node of part) alive[node] = 1;
    yield* components.slices(part, alive, keep);
    for (const node of part) alive[node] = 0;
  }
  return fair[0] === undefined ? null : { nodes: fair[0] };
}

class Judge {
  readonly #product: Product;
  readonly #fairness: FairnessOf;
  /** Per node, the number of the component judged last that it was in. */
  readonly #member: Uint32Array;
  #number = 0;

  constructor(product: Product, fairness: FairnessOf) {
    this.#product = product;
    this.#fairness = fairness;
    this.#member = new Uint32Array(product.size);
  }

  /** `fair`, `unfair` for good, or the nodes that are left when strong promises are honoured. */
  outcome(nodes: Uint32Array): 'fair' | 'unfair' | readonly number[] {
    const product = this.#product;
    const { sets } = this.#fairness;
    const number = ++this.#number;
    let accepted = 0;
    for (const node of nodes) {
      this.#member[node] = number;
      accepted |= product.accepting(node);
    }
    if (accepted !== 2 ** product.automaton.acceptance - 1) return 'unfair';
    const taken = new Uint8Array(sets.length);
    const enabledAt = new Float64Array(sets.length);
    let cycle = false;
    for (const node of nodes) {
      const enabled = this.#look(node, number, taken);
      for (const set of enabled.sets) enabledAt[set]!++;
      cycle ||= enabled.cycle;
    }
    if (!cycle) return 'unfair';
    const owed = sets.flatMap((_, set) => (taken[set] === 0 && enabledAt[set]! > 0 ? [set] : []));
    const weak = owed.some((set) => enabledAt[set] === nodes.length);
    if (weak) return 'unfair';
    const strong = owed.filter((set) => sets[set]!.kind === 'strong');
    if (strong.length === 0) return 'fair';
    return [...nodes].filter((node) => !strong.some((set) => this.#isEnabled(node, set)));
  }

  /** What is enabled at a node, and whether an edge from it stays inside; marks what is taken inside. */
  #look(node: number, number: number, taken: Uint8Array): { sets: ReadonlySet<number>; cycle: boolean } {
    const product = this.#product;
    const { ofStep } = this.#fairness;
    const sets = new Set<number>();
    let cycle = false;
    const degree = product.degree(node);
    for (let place = 0; place < degree; place++) {
      const step = product.stepAt(node, place);
      const next = product.target(node, place);
      const inside = next >= 0 && this.#member[next] === number;
      cycle ||= inside;
      if (step < 0) continue;
      for (const set of ofStep[step]!) {
        sets.add(set);
        if (inside) taken[set] = 1;
      }
    }
    return { sets, cycle };
  }

  #isEnabled(node: number, set: number): boolean {
    const { graph } = this.#product;
    const state = this.#product.stateOf(node);
    for (let edge = graph.offsets[state]!; edge < graph.offsets[state + 1]!; edge++) {
      if (this.#fairness.ofStep[graph.steps[edge]!]!.includes(set)) return true;
    }
    return false;
  }
}

function* range(end: number): Generator<number> {
  for (let i = 0; i < end; i++) yield i;
}
