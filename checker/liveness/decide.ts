import type { Monitor } from '../property/monitor.ts';
import { buildAutomaton } from '../property/automaton.ts';
import { isLiveness } from '../property/evaluate.ts';
import { normalise } from '../property/formula.ts';
import type { TemporalProperty } from '../property/types.ts';
import type { Search } from '../explore/search.ts';
import type { Machines, System } from '../system/types.ts';
import { firstFairComponent } from './fair.ts';
import type { FairComponent } from './fair.ts';
import { fairnessOf } from './fairness.ts';
import type { FairnessOf } from './fairness.ts';
import type { StateGraph } from './graph.ts';
import { lassoIn } from './lasso.ts';
import type { Lasso } from './lasso.ts';
import { Product } from './product.ts';
import { reachableFrom, trapStates } from './recover.ts';

/** A part of the state space that cannot be left to where one should still be able to go. */
export interface Trap {
  /** The state of the trap that is nearest to the first state. */
  readonly entry: number;
  /** States reachable from it, itself included: all of them are in the trap. */
  readonly states: readonly number[];
  /** Steps that are still possible there. */
  readonly steps: ReadonlySet<number>;
}

/** What became of a liveness property. */
export interface LivenessOutcome {
  readonly holds: boolean;
  /** Whether what it is about ever happens. */
  readonly triggered: boolean;
  readonly trap?: Trap;
  readonly lasso?: Lasso;
}

/**
 * Decides all liveness properties on the full state graph. By property; undefined for a property that is none.
 * The whole result is undefined if there is no memory for the graph.
 */
export function decideLiveness(
  system: System,
  monitor: Monitor,
  search: Search,
): readonly (LivenessOutcome | undefined)[] | undefined {
  const wanted = monitor.properties.flatMap(({ kind }, i) => (isLiveness(kind) ? [i] : []));
  if (wanted.length === 0) return monitor.properties.map(() => undefined);
  const truths = new Map(wanted.map((property) => [property, new Uint32Array(search.progress.states)]));
  const graph = search.graph((state) => {
    for (const [property, truth] of truths) truth[state] = monitor.truth(property);
  });
  if (graph === undefined) return undefined;
  return monitor.properties.map((property, i) => {
    const truth = truths.get(i);
    if (truth === undefined) return undefined;
    return property.kind === 'recoverable'
      ? decideRecoverable(graph, truth)
      : decideTemporal(system, graph, truth, property as TemporalProperty<Machines>);
  });
}

function decideRecoverable(graph: StateGraph, goal: Uint32Array): LivenessOutcome {
  const entry = trapStates(graph, goal).indexOf(1);
  if (entry < 0) return { holds: true, triggered: true };
  return { holds: false, triggered: true, trap: { entry, ...reachableFrom(graph, entry) } };
}

function decideTemporal(
  system: System,
  graph: StateGraph,
  truth: Uint32Array,
  property: TemporalProperty<Machines>,
): LivenessOutcome {
  const triggered = property.kind !== 'leadsTo' || truth.some((atoms) => (atoms & 1) !== 0);
  const automaton = buildAutomaton(normalise(property.formula, true));
  const product = new Product(graph, truth, automaton);
  const fairness = fairnessOf(system);
  const component = firstFairComponent(product, fairness);
  if (component === null) return { holds: true, triggered };
  return { holds: false, triggered, lasso: simplestLasso(product, fairness, component) };
}

/**
 * What nobody promised need not happen: if there is a loop in which it does not, that is the loop to show. Else the
 * observer who might simply stay would be seen to come and go for ever.
 */
function simplestLasso(product: Product, fairness: FairnessOf, component: FairComponent): Lasso {
  product.ban(Uint8Array.from(fairness.ofStep, (sets) => (sets.length === 0 ? 1 : 0)));
  const simpler = firstFairComponent(product, fairness);
  if (simpler !== null) return lassoIn(product, fairness, simpler);
  product.ban(undefined);
  return lassoIn(product, fairness, component);
}
