import type { FairComponent } from './fair.ts';
import { STUTTER } from './product.ts';
import type { Product } from './product.ts';
import type { Promises } from './promises.ts';
import { Walk } from './walk.ts';

/** An infinite run: steps to a state, then a loop of steps from there back to it. No loop: the run stops there. */
export interface Lasso {
  readonly stem: readonly number[];
  readonly loop: readonly number[];
}

/**
 * A run into a fair component and around in it: by a shortest way in, then greedily to the nearest node or edge that
 * pays an open debt, and back. If the run can simply stop somewhere in the component, it does.
 */
export function lassoIn(product: Product, promises: Promises, component: FairComponent): Lasso {
  const rest = firstRest(product, promises, component);
  const entry = rest ?? component.first;
  const stem = stepsAlong(product, product.pathTo(entry));
  if (rest !== undefined) return { stem, loop: [] };
  const loop = new Walk(product, promises, component.nodes).around(entry);
  return { stem, loop: loop.filter((step) => step !== STUTTER) };
}

/** The first node at which a run may stop: nothing that was promised is possible there, and the automaton is content. */
function firstRest(
  product: Product,
  { words, enabled }: Promises,
  { nodes }: FairComponent,
): number | undefined {
  const acceptance = 2 ** product.automaton.acceptance - 1;
  let first: number | undefined;
  for (const node of nodes) {
    if (first !== undefined && node > first) continue;
    if (product.accepting(node) !== acceptance || !mayStutter(product, node)) continue;
    const row = product.stateOf(node) * words;
    if (enabled.subarray(row, row + words).every((bits) => bits === 0)) first = node;
  }
  return first;
}

function mayStutter(product: Product, node: number): boolean {
  const degree = product.degree(node);
  for (let place = degree - 1; place >= 0 && product.stepAt(node, place) === STUTTER; place--) {
    if (product.target(node, place) === node) return true;
  }
  return false;
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
