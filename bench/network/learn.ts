/** The network of the benchmark system, for the programs of other makers: learned from the beginning of the state space. */
import { networkOf } from '../../checker/export/build.ts';
import { exploreFor } from '../../checker/export/explore.ts';
import type { Network } from '../../checker/export/network.ts';
import type { BreadthFirst } from '../../checker/explore/search.ts';
import { noDeadlock } from '../../checker/property/properties.ts';
import type { Checkable } from '../../checker/scenario/scenario.ts';

/** States that are explored for it. By then every actor has been in all its local states. */
const ENOUGH = 100_000;

/**
 * The network with the local states that a first part of the state space has. What lies beyond them is open in it
 * (UNEXPLORED, LEADS_NOWHERE): programs made from it say so if they come there, and then their run does not count.
 *
 * A whole exploration in which each state is shown to every question would take longer than all engines together.
 */
export async function learnNetwork({ system, properties }: Checkable): Promise<Network> {
  const all = properties.some(({ kind }) => kind === 'deadlock') ? properties : [...properties, noDeadlock];
  const { relation, search, questions } = await exploreFor(system, all, { maxStates: ENOUGH });
  // Of a search that a bound stopped, the network would grow by local states that no state of the system has.
  const whole = Object.create(search, {
    bound: { value: undefined },
    progress: { value: search.progress },
  }) as BreadthFirst;
  return networkOf({ relation, questions, search: whole }, all);
}
