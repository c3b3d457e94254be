import type { Automaton } from '../property/automaton.ts';
import type { Slices } from '../slices.ts';
import type { Digraph, StateGraph } from './graph.ts';
import type { Truths } from './truths.ts';

/** Stands where a step would: the run stays where it is. */
export const STUTTER = -1;

/** Whether there is memory for so many bytes. */
export type Fits = (bytes: number) => boolean;

/** Nodes made in one slice. */
const SLICE = 1 << 18;

/** Bytes per node at most, in here and in the search for components and lassos. */
const NODE_BYTES = 48;

/**
 * States of the system, each with a node of the automaton that reads it; only what is reachable, numbered in
 * breadth-first order. From every state the run may also stutter: that is how behaviours that stop are infinite.
 */
export class Product implements Digraph {
  readonly graph: StateGraph;
  readonly automaton: Automaton;
  /** Nodes below this are the first ones. */
  roots = 0;
  /** Per node, its state and its automaton node. */
  #states: Uint32Array = new Uint32Array(0);
  #qs: Uint16Array = new Uint16Array(0);
  #parents: Uint32Array = new Uint32Array(0);
  readonly #q: number;
  /** Per state and automaton node, 1 + its node; 0 where it is not reachable. */
  readonly #node: Uint32Array;
  /** Places per edge are a power of two: 2 to this. */
  readonly #fanBits: number;
  /** Per automaton node, as many places: the successors, then −1. */
  readonly #successors: Int32Array;
  readonly #accepting: Int32Array;
  /** Per step, 1 if loops are to do without it. */
  #banned: Uint8Array | undefined;

  private constructor(graph: StateGraph, automaton: Automaton) {
    this.graph = graph;
    this.automaton = automaton;
    this.#q = automaton.nodes.length;
    this.#node = new Uint32Array(graph.states * this.#q);
    const fan = Math.max(1, ...automaton.nodes.map(({ successors }) => successors.length));
    this.#fanBits = Math.ceil(Math.log2(fan));
    this.#successors = new Int32Array(this.#q << this.#fanBits).fill(-1);
    automaton.nodes.forEach(({ successors }, q) => this.#successors.set(successors, q << this.#fanBits));
    this.#accepting = Int32Array.from(automaton.nodes, ({ accepting }) => accepting);
  }

  /** Undefined if there is no memory for it, and for the searches in it. */
  static *build(
    graph: StateGraph,
    truth: Truths,
    automaton: Automaton,
    fits: Fits,
  ): Slices<Product | undefined> {
    const table = 4 * graph.states * automaton.nodes.length;
    if (!fits(table)) return undefined;
    const product = new Product(graph, automaton);
    return (yield* product.#explore(truth, (nodes) => fits(table + NODE_BYTES * nodes)))
      ? product
      : undefined;
  }

  /** False if there is no memory for so many nodes. */
  *#explore(truth: Truths, fits: (nodes: number) => boolean): Slices<boolean> {
    const { graph, automaton } = this;
    const { offsets, targets } = graph;
    const states = new Growing();
    const qs = new Growing();
    const parents = new Growing();
    const enter = (state: number, q: number, parent: number): void => {
      const at = state * this.#q + q;
      if (this.#node[at] !== 0) return;
      const { positive, negative } = automaton.nodes[q]!;
      if ((truth[state]! & positive) !== positive || (truth[state]! & negative) !== 0) return;
      states.push(state);
      qs.push(q);
      parents.push(parent);
      this.#node[at] = states.length;
    };
    for (const q of automaton.initial) enter(0, q, 0);
    this.roots = states.length;
    for (let node = 0; node < states.length; node++) {
      if (node % SLICE === 0) {
        if (!fits(states.length)) return false;
        yield undefined;
      }
      const state = states.at(node);
      const { successors } = automaton.nodes[qs.at(node)]!;
      for (const q of successors) {
        enter(state, q, node);
        for (let edge = offsets[state]!; edge < offsets[state + 1]!; edge++) enter(targets[edge]!, q, node);
      }
    }
    this.#states = states.done();
    this.#qs = Uint16Array.from(qs.done());
    this.#parents = parents.done();
    return fits(states.length);
  }

  /** From now on, edges of these steps lead nowhere. */
  ban(steps: Uint8Array | undefined): void {
    this.#banned = steps;
  }

  get size(): number {
    return this.#states.length;
  }

  stateOf(node: number): number {
    return this.#states[node]!;
  }

  accepting(node: number): number {
    return this.#accepting[this.#qs[node]!]!;
  }

  /** Nodes from a first one to the given one, along a shortest way. */
  pathTo(node: number): number[] {
    const path = [node];
    for (let at = node; at >= this.roots;) {
      at = this.#parents[at]!;
      path.push(at);
    }
    return path.reverse();
  }

  degree(node: number): number {
    const state = this.#states[node]!;
    const { offsets } = this.graph;
    return (offsets[state + 1]! - offsets[state]! + 1) << this.#fanBits;
  }

  target(node: number, place: number): number {
    if (this.#banned !== undefined) {
      const step = this.stepAt(node, place);
      if (step !== STUTTER && this.#banned[step] === 1) return -1;
    }
    return this.targetOfAny(node, place);
  }

  /** The same, banned or not. */
  targetOfAny(node: number, place: number): number {
    const fanBits = this.#fanBits;
    const q = this.#successors[(this.#qs[node]! << fanBits) + (place & ((1 << fanBits) - 1))]!;
    if (q < 0) return -1;
    const { offsets, targets } = this.graph;
    const state = this.#states[node]!;
    const edge = offsets[state]! + (place >>> fanBits);
    const next = edge === offsets[state + 1]! ? state : targets[edge]!;
    return this.#node[next * this.#q + q]! - 1;
  }

  /** The step at a place, or {@link STUTTER}. */
  stepAt(node: number, place: number): number {
    const { offsets, steps } = this.graph;
    const state = this.#states[node]!;
    const edge = offsets[state]! + (place >>> this.#fanBits);
    return edge === offsets[state + 1]! ? STUTTER : steps[edge]!;
  }
}

/** A list of unsigned integers that grows. */
class Growing {
  length = 0;
  #items = new Uint32Array(1024);

  push(item: number): void {
    if (this.length === this.#items.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length++] = item;
  }

  at(position: number): number {
    return this.#items[position]!;
  }

  done(): Uint32Array {
    return this.#items.slice(0, this.length);
  }
}
