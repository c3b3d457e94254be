import type { StateGraph } from '../liveness/graph.ts';
import type { Finding } from '../property/monitor.ts';
import type { Slices } from '../slices.ts';
import type { Forecast } from './forecast.ts';
import type { Omission } from './hashKeys.ts';
import type { StoreLimits } from './visited.ts';

/** What may stop a search before its end. */
export type Bound =
  | 'max-states'
  | 'max-depth'
  | 'max-memory'
  | 'timeout'
  | 'interrupted'
  /** It came to its end, but with hashes in place of states. */
  | 'hash-storage';

export interface SearchLimits extends StoreLimits {
  /** Steps from the first state. */
  readonly maxDepth: number;
  /** Every how many states all answers are asked for anew; 0 for never. */
  readonly audit: number;
}

/** How far a search is. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  /** Steps from the first state to the states being expanded. */
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
  /** The most that was held so far. */
  readonly bytes: number;
  /** How far the memory will reach; left out by who does not know. */
  readonly memory?: Forecast;
}

/** An exhaustive search, run in slices. Other strategies fit behind this. */
export interface Search {
  /** Works until about `milliseconds` have passed. True when there is nothing left to do. */
  run: (milliseconds: number) => boolean;
  /** Ends the search early. */
  stop: (bound: Bound) => void;
  readonly progress: Progress;
  /** What stopped it early; undefined if nothing did. */
  readonly bound: Bound | undefined;
  /** With hashes in place of states: how likely it is that something was overlooked. */
  readonly omission: Omission | undefined;
  /** Per step, whether it was ever taken. */
  readonly taken: Uint8Array;
  /**
   * The whole state graph of a search that came to its end; undefined if there is no memory for it. `visit` is called
   * with each state in the relation's hand.
   */
  graph: (visit: (state: number) => void) => Slices<StateGraph | undefined>;
  /** Per actor, whether it is in the same local state in all of these states. */
  isStill: (states: Uint32Array) => boolean[];
  /** The way to a finding: local states by actor, first state first, and the step for a finding on a step. */
  path: (finding: Finding) => {
    readonly states: readonly (readonly number[])[];
    readonly step: number | undefined;
  };
}
