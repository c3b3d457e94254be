/** The engine under test, opened up: every state it finds, with its distance, and every step between them. */
import { BreadthFirst } from '../../checker/explore/search.ts';
import type { KernelChoice } from '../../checker/explore/visited.ts';
import { PartialOrder } from '../../checker/explore/reduction/partialOrder.ts';
import { Monitor } from '../../checker/property/monitor.ts';
import { noDeadlock } from '../../checker/property/properties.ts';
import type { Property } from '../../checker/property/types.ts';
import { Relation } from '../../checker/relation/relation.ts';
import type { RelationOptions } from '../../checker/relation/relation.ts';
import type { Machines, System } from '../../checker/system/types.ts';
import { edgeText, naiveKey } from './naive.ts';

export interface EngineResult {
  /** Distance by key of the state, as the naive oracle makes it. */
  readonly distances: ReadonlyMap<string, number>;
  /** As `edgeText` has them. */
  readonly edges: readonly string[];
  readonly transitions: number;
  readonly depth: number;
  readonly words: number;
  /** How often the packed states were laid out anew during the search. */
  readonly layouts: number;
}

interface EngineOptions extends RelationOptions {
  readonly properties?: readonly Property<Machines>[];
  readonly audit?: number;
  readonly kernel?: KernelChoice;
}

/** Explores a system to its end. */
export function explore(system: System, options: EngineOptions = {}): EngineResult {
  const relation = new Relation(system, options);
  const properties = [...(options.properties ?? []), noDeadlock];
  const search = new BreadthFirst(relation, new Monitor(relation, properties), {
    maxStates: Infinity,
    maxDepth: Infinity,
    maxBytes: Infinity,
    audit: options.audit ?? 0,
    kernel: options.kernel ?? 'auto',
  });
  while (!search.run(1000));
  const { states, transitions, depth } = search.progress;
  const layouts = relation.version;
  const keyOf = (locals: readonly number[]): string => {
    const named = relation
      .snapshots(locals)
      .map((snapshot, i) => [system.actors[i]!.name, snapshot] as const);
    return naiveKey(system, Object.fromEntries(named));
  };
  const distances = new Map<string, number>();
  const edges: string[] = [];
  for (let state = 0; state < states; state++) {
    const { states: path } = search.path({ state, step: undefined });
    const locals = path.at(-1)!;
    const key = keyOf(locals);
    distances.set(key, path.length - 1);
    system.steps.forEach(({ name }, step) => {
      relation.hold(locals);
      const next = relation.successor(step);
      if (next !== null) edges.push(edgeText({ from: key, step: name, to: keyOf(next) }));
    });
  }
  return { distances, edges, transitions, depth, layouts, words: relation.layout.words };
}

/** Keys of all states without steps that a reduced search comes to, sorted; and how many states it comes to at all. */
export function reducedEnds(system: System): { readonly ends: string[]; readonly states: number } {
  const relation = new Relation(system);
  const reduction = new PartialOrder(relation, { properties: [noDeadlock], findings: [undefined] });
  const ends: string[] = [];
  const nothing = (): void => undefined;
  const stuck = (): void => {
    const snapshots = relation.snapshots([...relation.hand.subarray(0, relation.actors)]);
    ends.push(naiveKey(system, Object.fromEntries(snapshots.map((one, i) => [system.actors[i]!.name, one]))));
  };
  const observer = { visit: nothing, step: nothing, audit: nothing, stuck, watched: [], questions: [] };
  const search = new BreadthFirst(
    relation,
    { ...observer, findings: [] },
    { maxStates: Infinity, maxDepth: Infinity, maxBytes: Infinity, audit: 0, reduction },
  );
  while (!search.run(1000));
  return { ends: ends.sort(), states: search.progress.states };
}
