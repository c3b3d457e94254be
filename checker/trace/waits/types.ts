import type { ReadValue } from '../../property/explain.ts';

/** Somebody who is in the way of somebody else. */
export interface Holder {
  readonly name: string;
  /**
   * - `holds`: holds what is waited for.
   * - `wants`: is in line for it, and so keeps others out.
   * - `is`: is what is waited for.
   * - `changed`: nobody says who holds it; of all others, it changed it last.
   */
  readonly how: 'holds' | 'wants' | 'is' | 'changed';
  /** How it is held or wanted, as the lock calls it: `W`, `R`. */
  readonly mode?: string;
}

/** A step that somebody would take next, and what keeps it from being possible. */
export interface Wait {
  /** Who waits: the `by` of the step. */
  readonly by: string;
  readonly step: string;
  /** The actor that is waited for. */
  readonly for: string;
  /** The event that it refuses. Left out where the step itself says that it does not exist. */
  readonly event?: string;
  /** Then what the step looked at last: that decided. */
  readonly read?: ReadValue;
  /** Who is in the way; empty where nobody is known to be. */
  readonly holders: readonly Holder[];
}

/** One wait of a cycle: `by` waits for `for`, which `holder` has; the next wait is that of `holder`. */
export interface CycleLink {
  readonly by: string;
  readonly for: string;
  readonly holder: Holder;
}

/** Who waits for what, and who holds it, in a state in which no step is possible. */
export interface WaitGraph {
  readonly waits: readonly Wait[];
  /** Shortest cycles, one for each group of actors that wait for each other. The last link leads to the first. */
  readonly cycles: readonly (readonly CycleLink[])[];
}
