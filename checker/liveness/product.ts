import type { Automaton } from '../property/automaton.ts';
import type { Digraph, StateGraph } from './graph.ts';

/** Stands where a step would: the run stays where it is. */
export const STUTTER = -1;

/**
 * States of the system, each with a node of the automaton that reads it; only what is reachable, numbered in
 * breadth-first order. From every state the run may also stutter: that is how behaviours that stop are infinite.
 */
export class Product implements Digraph {
  readonly graph: StateGraph;
  readonly automaton: Automaton;
  /** Per node, its state and its automaton node as `state * Q + q`. */
  readonly #pairs: Uint32Array;
  /** Per pair, 1 + its node; 0 where it is not reachable. */
  readonly #node: Uint32Array;
  readonly #parents: Uint32Array;
  readonly #q: number;
  /** Nodes below this are the first ones. */
  readonly #roots: number;
  readonly #fan: number;
  /** Per step, 1 if loops are to do without it. */
  #banned: Uint8Array | undefined;

  /** `truth`: per state, the atoms that are true in it as a bit mask. */
  constructor(graph: StateGraph, truth: Uint32Array, automaton: Automaton) {
    this.graph = graph;
    this.automaton = automaton;
    this.#q = automaton.nodes.length;
    this.#fan = Math.max(1, ...automaton.nodes.map(({ successors }) => successors.length));
    this.#node = new Uint32Array(graph.states * this.#q);
    const queue = new Growing();
    const parents = new Growing();
    const enter = (state: number, q: number, parent: number): void => {
      const { positive, negative } = automaton.nodes[q]!;
      const pair = state * this.#q + q;
      if (this.#node[pair] !== 0) return;
      if ((truth[state]! & positive) !== positive || (truth[state]! & negative) !== 0) return;
      queue.push(pair);
      parents.push(parent);
      this.#node[pair] = queue.length;
    };
    for (const q of automaton.initial) enter(0, q, 0);
    this.#roots = queue.length;
    for (let node = 0; node < queue.length; node++) {
      const pair = queue.at(node);
      const state = Math.floor(pair / this.#q);
      const { successors } = automaton.nodes[pair % this.#q]!;
      for (const q of successors) enter(state, q, node);
      for (let edge = graph.offsets[state]!; edge < graph.offsets[state + 1]!; edge++) {
        for (const q of successors) enter(graph.targets[edge]!, q, node);
      }
    }
    this.#pairs = queue.done();
    this.#parents = parents.done();
  }

  /** From now on, edges of these steps lead nowhere. */
  ban(steps: Uint8Array | undefined): void {
    this.#banned = steps;
  }

  get size(): number {
    return this.#pairs.length;
  }

  stateOf(node: number): number {
    return Math.floor(this.#pairs[node]! / this.#q);
  }

  accepting(node: number): number {
    return this.automaton.nodes[this.#pairs[node]! % this.#q]!.accepting;
  }

  /** Nodes from a first one to the given one, along a shortest way. */
  pathTo(node: number): number[] {
    const path = [node];
    for (let at = node; at >= this.#roots;) {
      at = this.#parents[at]!;
      path.push(at);
    }
    return path.reverse();
  }

  degree(node: number): number {
    const state = this.stateOf(node);
    return (this.graph.offsets[state + 1]! - this.graph.offsets[state]! + 1) * this.#fan;
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
    const pair = this.#pairs[node]!;
    const q = this.automaton.nodes[pair % this.#q]!.successors[place % this.#fan];
    if (q === undefined) return -1;
    const state = Math.floor(pair / this.#q);
    const edge = this.graph.offsets[state]! + Math.floor(place / this.#fan);
    const next = edge === this.graph.offsets[state + 1]! ? state : this.graph.targets[edge]!;
    return this.#node[next * this.#q + q]! - 1;
  }

  /** The step at a place, or {@link STUTTER}. */
  stepAt(node: number, place: number): number {
    const state = this.stateOf(node);
    const edge = this.graph.offsets[state]! + Math.floor(place / this.#fan);
    return edge === this.graph.offsets[state + 1]! ? STUTTER : this.graph.steps[edge]!;
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
