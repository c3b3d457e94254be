/** What a network means, read from its definition: the oracle of exports, and itself held against the naive search. */
import { answerIn, UNEXPLORED } from '../../checker/export/decision.ts';
import type { Network } from '../../checker/export/network.ts';
import { LEADS_NOWHERE, REFUSES } from '../../checker/export/network.ts';
import { localState } from '../../checker/trace/diff.ts';
import type { System } from '../../checker/index.ts';
import { edgeText, stable } from '../oracle/naive.ts';
import type { NaiveResult } from '../oracle/naive.ts';

export interface Walked {
  /** Distance by key of the state. */
  readonly distances: ReadonlyMap<string, number>;
  /** As `edgeText` has them. */
  readonly edges: readonly string[];
  /** By property: the distance of the first finding. */
  readonly findings: ReadonlyMap<string, number>;
  /** Something was asked that nobody knows. */
  readonly unexplored: boolean;
}

/** The key of a state by the local states of its actors. */
export function keyOf(network: Pick<Network, 'actors'>, locals: readonly number[]): string {
  return network.actors.map(({ states }, actor) => stable(states[locals[actor]!])).join(' & ');
}

/** Keys of the naive search as {@link keyOf} makes them. */
export function keysOf(system: System, { states }: NaiveResult): Map<string, string> {
  return new Map(
    [...states].map(([key, { snapshots }]) => [
      key,
      system.actors.map(({ name }) => stable(localState(snapshots[name]!))).join(' & '),
    ]),
  );
}

/** Where a step leads, null where it does not exist, undefined where nobody knows. */
export function follow(
  network: Network,
  locals: readonly number[],
  step: number,
): number[] | null | undefined {
  const set = answerIn(network.steps[step]!.decision, locals);
  if (set === UNEXPLORED) return undefined;
  if (set === 0) return null;
  const next = [...locals];
  let lost = false;
  for (const id of network.sets[set]!) {
    const { actor, targets } = network.events[id]!;
    const target = targets[locals[actor]!]!;
    if (target === REFUSES) return null;
    if (target === LEADS_NOWHERE) lost = true;
    next[actor] = target;
  }
  return lost ? undefined : next;
}

/** Breadth first through everything that a network can do. */
export function walk(network: Network): Walked {
  const first = network.actors.map(() => 0);
  const distances = new Map([[keyOf(network, first), 0]]);
  const edges: string[] = [];
  const findings = new Map<string, number>();
  let unexplored = false;
  const found = (name: string, distance: number): void => {
    if (!findings.has(name)) findings.set(name, distance);
  };
  const queue = [first];
  for (const locals of queue) {
    const from = keyOf(network, locals);
    const distance = distances.get(from)!;
    for (const { name, findings: decisions } of network.properties) {
      for (const decision of decisions) {
        const answer = answerIn(decision, locals);
        if (answer === UNEXPLORED) unexplored = true;
        if (answer === 1) found(name, distance);
      }
    }
    let possible = 0;
    network.steps.forEach(({ name: step, decision }, i) => {
      const next = follow(network, locals, i);
      if (next === undefined) unexplored = true;
      if (next === null || next === undefined) return;
      possible++;
      const set = answerIn(decision, locals);
      for (const { name, onSteps } of network.properties) {
        for (const one of onSteps) {
          if (one.step !== i || one.set !== set) continue;
          const answers = one.finding.map((finding) => answerIn(finding, locals));
          if (answers.includes(UNEXPLORED)) unexplored = true;
          if (answers.includes(1)) found(name, distance + 1);
        }
      }
      const to = keyOf(network, next);
      edges.push(edgeText({ from, step, to }));
      if (distances.has(to)) return;
      distances.set(to, distance + 1);
      queue.push(next);
    });
    if (possible > 0) continue;
    const end = answerIn(network.ends, locals);
    if (end === UNEXPLORED) unexplored = true;
    if (end === 0) found('no deadlock', distance);
  }
  return { distances, edges, findings, unexplored };
}

/** The same of the naive search. */
export function walkedBy(system: System, naive: NaiveResult): Omit<Walked, 'unexplored'> {
  const keys = keysOf(system, naive);
  return {
    distances: new Map([...naive.states].map(([key, { distance }]) => [keys.get(key)!, distance])),
    edges: naive.edges.map(({ from, step, to }) =>
      edgeText({ from: keys.get(from)!, step, to: keys.get(to)! }),
    ),
    findings: new Map(
      naive.verdicts.flatMap(({ name, distance }) =>
        distance === undefined ? [] : [[name, distance] as const],
      ),
    ),
  };
}

/** In an order that does not depend on the search. */
export function sorted({ distances, edges, findings }: Omit<Walked, 'unexplored'>): unknown {
  return {
    states: [...distances].map(([key, distance]) => `${distance} ${key}`).sort(),
    edges: [...edges].sort(),
    findings: [...findings].sort(),
  };
}
