/** TLC on the network in TLA+, where somebody named its jar. */
import { checkWithTlc } from '../checker/engines/tlc.ts';
import { noDeadlock } from '../checker/property/properties.ts';
import type { Checkable } from '../checker/scenario/scenario.ts';
import type { Network } from '../checker/export/network.ts';
import type { Limits, NoRun, Run } from './outcome.ts';

/**
 * One worker; seconds with the start of Java. Without properties of steps: TLC would begin anew for each of them, to say that
 * what it is about happens.
 */
export async function runTlc(
  { system, properties }: Checkable,
  network: Network,
  jar: string,
  { seconds, bytes }: Limits,
): Promise<Run | NoRun> {
  const signal = AbortSignal.timeout(1000 * seconds);
  const title = { name: 'benchmark', by: 'refhold', options: [] };
  const { counts, complete, stopped, milliseconds } = await checkWithTlc(system, properties, network, title, {
    jar,
    signal,
    // Java's own limit; half of it is enough for the sizes that TLC does in time.
    maxMemory: bytes / 2,
    only: [noDeadlock, ...properties].filter(({ kind }) => kind !== 'onStep').map(({ name }) => name),
  });
  if (!complete) return { stopped: signal.aborted ? 'time' : (stopped ?? 'before its end') };
  return { states: counts.states, transitions: counts.transitions, seconds: milliseconds / 1000 };
}
