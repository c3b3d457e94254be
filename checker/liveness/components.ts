import type { Digraph } from './graph.ts';

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

  /**
   * Visits the components of what is reachable from `roots`, in reverse topological order: all that one can reach come
   * before it. The array that `visit` gets is reused. `alive` limits the search to nodes with a non-zero entry.
   */
  search(roots: Iterable<number>, alive: Uint8Array | undefined, visit: (nodes: Uint32Array) => void): void {
    // Numbers of earlier searches count as "not seen".
    const before = this.#count;
    for (const root of roots) {
      if (this.#order[root]! > before || alive?.[root] === 0) continue;
      this.#from(root, before, alive, visit);
    }
  }

  #from(
    root: number,
    before: number,
    alive: Uint8Array | undefined,
    visit: (nodes: Uint32Array) => void,
  ): void {
    const graph = this.#graph;
    const [order, low, onStack, stack] = [this.#order, this.#low, this.#onStack, this.#stack];
    const [frames, places] = [this.#frames, this.#places];
    let stacked = 0;
    let depth = 0;
    const enter = (node: number): void => {
      order[node] = low[node] = ++this.#count;
      onStack[node] = 1;
      stack[stacked++] = node;
      frames[depth] = node;
      places[depth++] = 0;
    };
    enter(root);
    while (depth > 0) {
      const node = frames[depth - 1]!;
      const place = places[depth - 1]!;
      if (place < graph.degree(node)) {
        places[depth - 1] = place + 1;
        const next = graph.target(node, place);
        if (next < 0 || alive?.[next] === 0) continue;
        if (order[next]! <= before) enter(next);
        else if (onStack[next] === 1 && order[next]! < low[node]!) low[node] = order[next]!;
        continue;
      }
      depth--;
      if (depth > 0) {
        const parent = frames[depth - 1]!;
        if (low[node]! < low[parent]!) low[parent] = low[node]!;
      }
      if (low[node] !== order[node]) continue;
      const end = stacked;
      do {
        stacked--;
        onStack[stack[stacked]!] = 0;
      } while (stack[stacked] !== node);
      visit(stack.subarray(stacked, end));
    }
  }
}
