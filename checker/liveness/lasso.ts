import type { FairComponent } from './fair.ts';
import type { FairnessOf } from './fairness.ts';
import { STUTTER } from './product.ts';
import type { Product } from './product.ts';

/** An infinite run: steps to a state, then a loop of steps from there back to it. No loop: the run stops there. */
export interface Lasso {
  readonly stem: readonly number[];
  readonly loop: readonly number[];
}

/** A debt of the loop: it is paid at a node, or by an edge. */
interface Debt {
  readonly atNode: (node: number) => boolean;
  readonly byStep: (step: number) => boolean;
}

interface Leg {
  readonly nodes: number[];
  readonly steps: number[];
}

/**
 * A run into a fair component and around in it: by a shortest way in, then greedily to the nearest node or edge that
 * pays an open debt, and back. If the run can simply stop somewhere in the component, it does.
 */
export function lassoIn(product: Product, fairness: FairnessOf, component: FairComponent): Lasso {
  const inside = new Set(component.nodes);
  const enabled = enabledSets(product, fairness);
  const all = 2 ** product.automaton.acceptance - 1;
  const rests = component.nodes.find((node) => isRest(product, node, all) && enabled(node).size === 0);
  const entry = rests ?? component.nodes[0]!;
  const stem = stepsAlong(product, product.pathTo(entry));
  if (rests !== undefined) return { stem, loop: [] };
  const debts = debtsOf(product, fairness, component, enabled);
  const loop = walk(product, inside, entry, debts);
  return { stem, loop: loop.filter((step) => step !== STUTTER) };
}

/** Whether a run may stay at a node for ever, as far as the automaton is concerned. */
function isRest(product: Product, node: number, acceptance: number): boolean {
  if (product.accepting(node) !== acceptance) return false;
  const degree = product.degree(node);
  for (let place = 0; place < degree; place++) {
    if (product.target(node, place) === node && product.stepAt(node, place) === STUTTER) return true;
  }
  return false;
}

function enabledSets(product: Product, fairness: FairnessOf): (node: number) => Set<number> {
  const { graph } = product;
  return (node) => {
    const state = product.stateOf(node);
    const sets = new Set<number>();
    for (let edge = graph.offsets[state]!; edge < graph.offsets[state + 1]!; edge++) {
      for (const set of fairness.ofStep[graph.steps[edge]!]!) sets.add(set);
    }
    return sets;
  };
}

function debtsOf(
  product: Product,
  fairness: FairnessOf,
  component: FairComponent,
  enabled: (node: number) => Set<number>,
): Debt[] {
  const debts: Debt[] = [];
  for (let set = 0; set < product.automaton.acceptance; set++) {
    debts.push({ atNode: (node) => (product.accepting(node) & (1 << set)) !== 0, byStep: () => false });
  }
  fairness.sets.forEach(({ kind, steps }, set) => {
    const somewhere = component.nodes.some((node) => enabled(node).has(set));
    if (!somewhere) return;
    debts.push({
      // A strong promise about something that is enabled in the component can only be paid by taking it.
      atNode: (node) => kind === 'weak' && !enabled(node).has(set),
      byStep: (step) => steps.includes(step),
    });
  });
  return debts;
}

function walk(
  product: Product,
  inside: ReadonlySet<number>,
  entry: number,
  debts: readonly Debt[],
): number[] {
  let open = debts.filter((debt) => !debt.atNode(entry));
  let at = entry;
  const steps: number[] = [];
  const go = (leg: Leg): void => {
    steps.push(...leg.steps);
    at = leg.nodes.at(-1) ?? at;
    open = open.filter(
      (debt) => !leg.nodes.some((node) => debt.atNode(node)) && !leg.steps.some((step) => debt.byStep(step)),
    );
  };
  while (open.length > 0) {
    go(
      shortest(product, inside, at, (node, step) =>
        open.some((debt) => debt.atNode(node) || debt.byStep(step)),
      ),
    );
  }
  if (at !== entry || steps.length === 0) go(shortest(product, inside, at, (node) => node === entry));
  return steps;
}

/** A shortest way of at least one edge inside the component to an edge that will do. */
function shortest(
  product: Product,
  inside: ReadonlySet<number>,
  start: number,
  goal: (node: number, step: number) => boolean,
): Leg {
  const from = new Map<number, { readonly node: number; readonly step: number }>();
  const queue = [start];
  for (const node of queue) {
    const degree = product.degree(node);
    for (let place = 0; place < degree; place++) {
      const next = product.target(node, place);
      if (next < 0 || !inside.has(next)) continue;
      const step = product.stepAt(node, place);
      if (goal(next, step)) return unwind(from, start, { nodes: [next], steps: [step] }, node);
      if (from.has(next) || next === start) continue;
      from.set(next, { node, step });
      queue.push(next);
    }
  }
  throw new Error('a strongly connected component without a way through it');
}

function unwind(
  from: ReadonlyMap<number, { readonly node: number; readonly step: number }>,
  start: number,
  leg: Leg,
  last: number,
): Leg {
  for (let node = last; node !== start;) {
    const came = from.get(node)!;
    leg.nodes.push(node);
    leg.steps.push(came.step);
    node = came.node;
  }
  leg.nodes.reverse();
  leg.steps.reverse();
  return leg;
}

function stepsAlong(product: Product, path: readonly number[]): number[] {
  return path
    .slice(1)
    .map((node, i) => {
      const before = path[i]!;
      const degree = product.degree(before);
      for (let place = 0; place < degree; place++) {
        if (product.targetOfAny(before, place) === node) return product.stepAt(before, place);
      }
      throw new Error('a path with a gap');
    })
    .filter((step) => step !== STUTTER);
}
