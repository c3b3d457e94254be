import { finish } from '../slices.ts';
import type { Slices } from '../slices.ts';
import type { Digraph } from './graph.ts';

/** Edges looked at in one slice: some hundredths of a second. */
const SLICE = 1 << 20;

/**
 * Strongly connected components by Tarjan's algorithm, without recursion. The arrays are made once, so that many small
 * parts of a large graph can be searched one after the other.
 */
export class Components {
  readonly #graph: Digraph;
  readonly #order: Uint32Array;
  readonly #low: Uint32Array;
  readonly #onStack: Uint8Array;
  readonly #stack: Uint32Array;
  readonly #frames: Uint32Array;
  readonly #places: Uint32Array;
  #count = 0;
  #stacked = 0;
  #depth = 0;

  constructor(graph: Digraph) {
    const { size } = graph;
    this.#graph = graph;
    this.#order = new Uint32Array(size);
    this.#low = new Uint32Array(size);
    this.#onStack = new Uint8Array(size);
    this.#stack = new Uint32Array(size);
    this.#frames = new Uint32Array(size);
    this.#places = new Uint32Array(size);
  }

  /** {@link Components.slices}, all at once. */
  search(roots: Iterable<number>, alive: Uint8Array | undefined, visit: (nodes: Uint32Array) => void): void {
    finish(this.slices(roots, alive, visit));
  }

  /**
   * Visits the components of what is reachable from `roots`, in reverse topological order: all that one can reach come
   * before it. The array that `visit` gets is reused. `alive` limits the search to nodes with a non-zero entry.
   */
  *slices(
    roots: Iterable<number>,
    alive: Uint8Array | undefined,
    visit: (nodes: Uint32Array) => void,
  ): Slices<void> {
    // Numbers of earlier searches count as "not seen".
    const before = this.#count;
    let budget = SLICE;
    for (const root of roots) {
      if (this.#order[root]! > before || alive?.[root] === 0) continue;
      this.#enter(root);
      while (this.#depth > 0) {
        budget = this.#walk(budget, before, alive, visit);
        if (budget > 0) continue;
        yield undefined;
        budget = SLICE;
      }
    }
  }

  #enter(node: number): void {
    this.#order[node] = this.#low[node] = ++this.#count;
    this.#onStack[node] = 1;
    this.#stack[this.#stacked++] = node;
    this.#frames[this.#depth] = node;
    this.#places[this.#depth++] = this.#graph.degree(node);
  }

  /** Goes on until the root is done or the budget is spent; what is left of the budget. */
  #walk(
    budget: number,
    before: number,
    alive: Uint8Array | undefined,
    visit: (nodes: Uint32Array) => void,
  ): number {
    const [low, frames] = [this.#low, this.#frames];
    let left = budget;
    while (this.#depth > 0 && left > 0) {
      const top = this.#depth - 1;
      const node = frames[top]!;
      left -= 1 + this.#places[top]!;
      if (this.#look(node, top, before, alive)) {
        left += this.#places[top]!;
        continue;
      }
      this.#depth = top;
      if (top > 0) {
        const parent = frames[top - 1]!;
        if (low[node]! < low[parent]!) low[parent] = low[node]!;
      }
      if (low[node] === this.#order[node]) this.#finish(node, visit);
    }
    return Math.max(left, 0);
  }

  /** Looks along the edges of a node that are left. True as soon as one leads to a node that is new, and is entered. */
  #look(node: number, top: number, before: number, alive: Uint8Array | undefined): boolean {
    const graph = this.#graph;
    const [order, onStack] = [this.#order, this.#onStack];
    let lowest = this.#low[node]!;
    // From the last edge to the first, so that there is one number to keep.
    for (let place = this.#places[top]!; place > 0;) {
      const next = graph.target(node, --place);
      if (next < 0 || alive?.[next] === 0) continue;
      const number = order[next]!;
      if (number <= before) {
        this.#places[top] = place;
        this.#low[node] = lowest;
        this.#enter(next);
        return true;
      }
      if (number < lowest && onStack[next] === 1) lowest = number;
    }
    this.#low[node] = lowest;
    return false;
  }

  /** The nodes down to this one on the stack are a component. */
  #finish(node: number, visit: (nodes: Uint32Array) => void): void {
    const [stack, onStack] = [this.#stack, this.#onStack];
    const end = this.#stacked;
    let start = end;
    do {
      start--;
      onStack[stack[start]!] = 0;
    } while (stack[start] !== node);
    this.#stacked = start;
    visit(stack.subarray(start, end));
  }
}
