import { check } from '../check.ts';
import { RefholdError } from '../errors.ts';
import { reachable } from '../property/properties.ts';
import type { Property, RecoverableProperty, TemporalProperty } from '../property/types.ts';
import type { Machines, System } from '../system/types.ts';
import type { SystemState } from '../system/view.ts';
import { loopOf } from '../trace/liveness.ts';
import { findAtEnd } from '../trace/replay.ts';
import type { Run } from '../trace/replay.ts';
import type { Trace } from '../trace/types.ts';
import { counted } from './text/numbers.ts';

/** Whether a property still finds what it found at the end of a saved trace. */
export interface Found {
  readonly found: boolean;
  /** Why not, where that is not obvious. */
  readonly why?: string;
  /** What belongs to the trace besides its steps. */
  readonly notes?: Pick<Trace, 'loop' | 'trap'>;
}

/** Asks a property anew about a run that was taken along a saved trace. */
export async function findAgain(
  system: System,
  property: Property<Machines>,
  run: Run,
  saved: Trace,
): Promise<Found> {
  switch (property.kind) {
    case 'recoverable':
      return findTrap(system, property, run, saved);
    case 'leadsTo':
    case 'eventually':
    case 'alwaysEventually':
    case 'eventuallyAlways':
    case 'ltl':
      return findLoop(system, property, run, saved);
    default:
      return { found: findAtEnd(system, run, property) !== null };
  }
}

/** The loop must close again, be fair, and make the formula false. */
function findLoop(system: System, property: TemporalProperty<Machines>, run: Run, { loop }: Trace): Found {
  try {
    return { found: true, notes: { loop: loopOf(system, property, run, loop?.from ?? run.taken.length) } };
  } catch (thrown) {
    if (!(thrown instanceof RefholdError) || thrown.code !== 'RH206') throw thrown;
    return { found: false, why: thrown.what };
  }
}

/** That there is no way out is something about all states that can be reached from the end of the trace. */
async function findTrap(
  system: System,
  { name, predicates }: RecoverableProperty<Machines>,
  run: Run,
  { trap }: Trace,
): Promise<Found> {
  const wayOut = reachable(name, predicates);
  const { properties } = await check(startingIn(system, run.states.at(-1)!), [wayOut]);
  const [{ verdict, trace }] = properties as [(typeof properties)[0]];
  if (verdict === 'violated') return { found: true, ...(trap === undefined ? {} : { notes: { trap } }) };
  return { found: false, why: `there is a way again, of ${counted(trace?.steps.length ?? 0, 'step')}` };
}

/** The same system, beginning in another state. */
export function startingIn(system: System, state: SystemState): System {
  const actors = system.actors.map((actor, i) => ({ ...actor, initial: state[i]! as never }));
  // Actors that start alike need not be alike here.
  return { ...system, actors, symmetry: [] };
}
