import { isLeaf } from '../../checker/export/decision.ts';
import type { Decision } from '../../checker/export/decision.ts';
import type { Network, NetworkStep } from '../../checker/export/network.ts';

/** Actors that a decision looks at. */
export function actorsOf(decision: Decision, found = new Set<number>()): Set<number> {
  if (isLeaf(decision)) return found;
  found.add(decision.actor);
  for (const { then } of decision.branches) actorsOf(then, found);
  return found;
}

/** Actors that a step looks at or delivers to. */
export function supportOf(network: Network, { decision, sets }: NetworkStep): number[] {
  const receivers = sets.flatMap((set) => network.sets[set]!.map((event) => network.events[event]!.actor));
  return [...new Set([...actorsOf(decision), ...receivers])];
}
