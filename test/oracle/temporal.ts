/**
 * The reference for properties of runs, by other means than the checker: branching time by fixpoints; linear time by
 * the tableau of all truth values of all temporal subformulas (Clarke, Grumberg, Hamaguchi 1994), and a greatest
 * fixpoint for fairness (Kesten, Pnueli, Raviv 1998) in place of components.
 */
import { canReach } from './temporal-graph.ts';
import type { FairPromise, Graph } from './temporal-graph.ts';
import { isTemporal, show, subformulas, unary } from './temporal-formula.ts';
import type { Ltl } from './temporal-formula.ts';

/** Atoms that are true in each state of a graph. */
export type Labels = readonly ReadonlySet<string>[];

/** AG EF: the states from which the goal cannot be reached, nearest first. Empty: the property holds. */
export function trapsOf(graph: Graph, goal: readonly boolean[]): number[] {
  const can = canReach(graph, goal);
  return graph.keys
    .map((_, state) => state)
    .filter((state) => !can[state])
    .sort((a, b) => graph.distance[a]! - graph.distance[b]!);
}

/** Whether every fair run satisfies the formula. */
export function holdsOnFairRuns(graph: Graph, labels: Labels, formula: Ltl): boolean {
  const tableau = new Tableau(graph, labels, unary('!', formula));
  return tableau.fairNodes().size === 0;
}

/** How many temporal operators the tableau would have to guess. */
export function guesses(formula: Ltl): number {
  return subformulas(formula).filter(isTemporal).length;
}

/** A state of the graph, and per temporal subformula whether it is true of the run from the *next* state on. */
interface Node {
  readonly state: number;
  readonly promised: number;
  /** Per temporal subformula, whether it is true of the run from this state on. */
  readonly now: number;
  /** Whether what each temporal subformula owes (the end of an until, the end of a false globally) is paid here. */
  readonly paid: number;
  readonly start: boolean;
}

interface Move {
  /** Null: the run stays where it is. */
  readonly step: string | null;
  readonly to: number;
}

/** A subformula, with the positions of its parts among the subformulas. */
interface Part {
  readonly formula: Ltl;
  /** Position among the temporal ones; −1 for others. */
  readonly temporal: number;
  readonly left: number;
  readonly right: number;
}

class Tableau {
  readonly #graph: Graph;
  readonly #labels: Labels;
  readonly #parts: readonly Part[];
  readonly #guesses: number;
  readonly #nodes: Node[] = [];
  readonly #moves: Move[][] = [];

  constructor(graph: Graph, labels: Labels, formula: Ltl) {
    this.#graph = graph;
    this.#labels = labels;
    this.#parts = partsOf(formula);
    this.#guesses = this.#parts.filter(({ temporal }) => temporal >= 0).length;
    this.#connect();
  }

  /** Nodes that can be reached from the start, and from which some fair run goes. */
  fairNodes(): Set<number> {
    let live = this.#reachable();
    for (;;) {
      const before = live.size;
      for (let owed = 0; owed < this.#guesses; owed++) {
        live = this.#leadingTo(live, (node) => (this.#nodes[node]!.paid & (1 << owed)) !== 0);
      }
      for (const promise of this.#graph.promises) live = this.#keeping(live, promise);
      live = this.#withSuccessors(live);
      if (live.size === before) return live;
    }
  }

  /** Nodes of the set from which a run inside it can keep the promise; not yet for ever. */
  #keeping(live: ReadonlySet<number>, { kind, steps }: FairPromise): Set<number> {
    const enabled = (node: number): boolean =>
      this.#graph.out[this.#nodes[node]!.state]!.some(({ step }) => steps.has(step));
    const takes = (node: number): boolean =>
      this.#moves[node]!.some(({ step, to }) => step !== null && steps.has(step) && live.has(to));
    if (kind === 'weak') return this.#leadingTo(live, (node) => !enabled(node) || takes(node));
    const paying = this.#leadingTo(live, takes);
    return new Set([...live].filter((node) => paying.has(node) || !enabled(node)));
  }

  /** Nodes of the set from which, inside it, a node that will do can be reached. */
  #leadingTo(live: ReadonlySet<number>, good: (node: number) => boolean): Set<number> {
    const backwards = new Map<number, number[]>();
    for (const node of live) {
      for (const { to } of this.#moves[node]!) {
        if (!live.has(to)) continue;
        const sources = backwards.get(to);
        if (sources === undefined) backwards.set(to, [node]);
        else sources.push(node);
      }
    }
    const found = new Set([...live].filter(good));
    for (const node of found) for (const source of backwards.get(node) ?? []) found.add(source);
    return found;
  }

  #withSuccessors(live: ReadonlySet<number>): Set<number> {
    return new Set([...live].filter((node) => this.#moves[node]!.some(({ to }) => live.has(to))));
  }

  #reachable(): Set<number> {
    const seen = new Set(this.#nodes.flatMap(({ start }, node) => (start ? [node] : [])));
    for (const node of seen) for (const { to } of this.#moves[node]!) seen.add(to);
    return seen;
  }

  #connect(): void {
    // Nodes of a state by what is true in them: that is what the node before must have promised.
    const byTruth: Map<number, number[]>[] = [];
    for (let state = 0; state < this.#graph.size; state++) {
      const here = new Map<number, number[]>();
      for (let promised = 0; promised < 2 ** this.#guesses; promised++) {
        const node = this.#judge(state, promised);
        const index = this.#nodes.push(node) - 1;
        here.set(node.now, [...(here.get(node.now) ?? []), index]);
      }
      byTruth.push(here);
    }
    for (const { state, promised } of this.#nodes) {
      const edges = [...this.#graph.out[state]!, { step: null, to: state }];
      this.#moves.push(
        edges.flatMap(({ step, to }) =>
          (byTruth[to]!.get(promised) ?? []).map((next) => ({ step, to: next })),
        ),
      );
    }
  }

  #judge(state: number, promised: number): Node {
    const truth: boolean[] = [];
    let now = 0;
    let paid = 0;
    for (const part of this.#parts) {
      const later = part.temporal >= 0 && (promised & (1 << part.temporal)) !== 0;
      const value = valueOf(part, this.#labels[state]!, later, truth);
      truth.push(value);
      if (part.temporal < 0) continue;
      if (value) now |= 1 << part.temporal;
      if (isPaid(part, value, truth)) paid |= 1 << part.temporal;
    }
    return { state, promised, now, paid, start: state === 0 && truth.at(-1)! };
  }
}

function partsOf(formula: Ltl): Part[] {
  const all = subformulas(formula);
  const position = new Map(all.map((one, i) => [show(one), i]));
  const temporal = all.filter(isTemporal);
  return all.map((one) => ({
    formula: one,
    temporal: temporal.indexOf(one),
    left: 'left' in one ? position.get(show(one.left))! : 'of' in one ? position.get(show(one.of))! : -1,
    right: 'right' in one ? position.get(show(one.right))! : -1,
  }));
}

/** The truth of a formula from that of its parts, and, if it is temporal, from its own truth one state later. */
function valueOf(
  part: Part,
  labels: ReadonlySet<string>,
  later: boolean,
  truth: readonly boolean[],
): boolean {
  const { formula } = part;
  const [left, right] = [truth[part.left]!, truth[part.right]!];
  switch (formula.op) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'atom':
      return labels.has(formula.name);
    case '!':
      return !left;
    case 'G':
      return left && later;
    case 'F':
      return left || later;
    case '&':
      return left && right;
    case '|':
      return left || right;
    case '->':
      return !left || right;
    case '<->':
      return left === right;
    case 'U':
    case 'W':
      return right || (left && later);
    case 'R':
      return right && (left || later);
  }
}

/** What is put off must be paid some time: the goal of a true F and U, the breach of a false G, W and R. */
function isPaid(part: Part, value: boolean, truth: readonly boolean[]): boolean {
  const [left, right] = [truth[part.left]!, truth[part.right]!];
  switch (part.formula.op) {
    case 'F':
      return !value || left;
    case 'U':
      return !value || right;
    case 'G':
    case 'W':
      return value || !left;
    case 'R':
      return value || !right;
    default:
      return true;
  }
}
