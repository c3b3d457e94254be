import type { Monitor } from '../property/monitor.ts';
import { buildAutomaton } from '../property/automaton.ts';
import { isLiveness } from '../property/evaluate.ts';
import type { Slices } from '../slices.ts';
import { normalise } from '../property/formula.ts';
import type { TemporalProperty } from '../property/types.ts';
import type { Search } from '../explore/types.ts';
import type { Machines, System } from '../system/types.ts';
import { firstFairComponent } from './fair.ts';
import type { FairComponent } from './fair.ts';
import { fairnessOf } from './fairness.ts';
import { bytesOf } from './graph.ts';
import type { StateGraph } from './graph.ts';
import { lassoIn } from './lasso.ts';
import type { Lasso } from './lasso.ts';
import { Product } from './product.ts';
import type { Fits } from './product.ts';
import { Promises } from './promises.ts';
import { reachableFrom, TRAP_BYTES, trapStates } from './recover.ts';
import { makeTruths } from './truths.ts';
import type { Truths } from './truths.ts';

/** A part of the state space that cannot be left to where one should still be able to go. */
export interface Trap {
  /** The state of the trap that is nearest to the first state. */
  readonly entry: number;
  /** States reachable from it, itself included: all of them are in the trap. */
  readonly states: Uint32Array;
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

/** Outcomes by the position of the property. */
export type Outcomes = Map<number, LivenessOutcome>;

/**
 * Decides all liveness properties on the full state graph, one after the other, and puts each in `outcomes` as soon as it
 * is known. False if there is no memory for what is left.
 */
export function* decideLiveness(
  system: System,
  monitor: Monitor,
  search: Search,
  outcomes: Outcomes,
  maxBytes: number,
): Slices<boolean> {
  const { states } = search.progress;
  const truths = new Map<number, Truths>();
  try {
    monitor.properties.forEach((property, i) => {
      if (!isLiveness(property.kind) || !('predicates' in property)) return;
      truths.set(i, makeTruths(states, property.predicates.length));
    });
    if (truths.size === 0) return true;
    const graph = yield* search.graph((state) => {
      for (const [property, truth] of truths) truth[state] = monitor.truth(property);
    });
    if (graph === undefined) return false;
    let held = search.progress.bytes + bytesOf(graph);
    for (const truth of truths.values()) held += truth.byteLength;
    const fits: Fits = (more) => held + more <= maxBytes;
    for (const [i, truth] of truths) {
      const property = monitor.properties[i]!;
      const outcome =
        property.kind === 'recoverable'
          ? yield* decideRecoverable(graph, truth, fits)
          : yield* decideTemporal(system, graph, truth, property as TemporalProperty<Machines>, fits);
      if (outcome !== undefined) outcomes.set(i, outcome);
    }
    return outcomes.size === truths.size;
  } catch (thrown) {
    // What the engine says when an array cannot be had.
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

/** Undefined if there is no memory for it. */
function* decideRecoverable(
  graph: StateGraph,
  goal: Truths,
  fits: Fits,
): Slices<LivenessOutcome | undefined> {
  if (!fits(TRAP_BYTES * graph.states)) return undefined;
  const entry = (yield* trapStates(graph, goal)).indexOf(1);
  if (entry < 0) return { holds: true, triggered: true };
  return { holds: false, triggered: true, trap: { entry, ...reachableFrom(graph, entry) } };
}

/** Undefined if there is no memory for it. */
function* decideTemporal(
  system: System,
  graph: StateGraph,
  truth: Truths,
  property: TemporalProperty<Machines>,
  fits: Fits,
): Slices<LivenessOutcome | undefined> {
  const triggered = property.kind !== 'leadsTo' || truth.some((atoms) => (atoms & 1) !== 0);
  const automaton = buildAutomaton(normalise(property.formula, true));
  const fairness = fairnessOf(system);
  const promiseBytes = Promises.bytes(graph, fairness);
  const product = yield* Product.build(graph, truth, automaton, (bytes) => fits(promiseBytes + bytes));
  if (product === undefined) return undefined;
  const promises = new Promises(graph, fairness);
  const component = yield* firstFairComponent(product, promises);
  if (component === null) return { holds: true, triggered };
  product.ban(Uint8Array.from(fairness.ofStep, (sets) => (sets.length === 0 ? 1 : 0)));
  return { holds: false, triggered, lasso: yield* simplestLasso(product, promises, component) };
}

/**
 * What nobody promised need not happen (it is banned): if there is a loop in which it does not, that is the loop to show.
 * Else the observer who might simply stay would be seen to come and go for ever.
 */
function* simplestLasso(product: Product, promises: Promises, component: FairComponent): Slices<Lasso> {
  const simpler = yield* firstFairComponent(product, promises);
  if (simpler !== null) return lassoIn(product, promises, simpler);
  product.ban(undefined);
  return lassoIn(product, promises, component);
}
