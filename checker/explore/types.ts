import type { StateGraph } from '../liveness/graph.ts';
import type { Finding } from '../property/monitor.ts';
import type { Slices } from '../slices.ts';
import type { Watcher } from './expand.ts';
import type { Forecast } from './forecast.ts';
import type { Omission } from './hashKeys.ts';
import type { Judge } from './kernel/answers.ts';
import type { Reduction } from './reduction/partialOrder.ts';
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
  /** Leaves out steps; then all code is plain. */
  readonly reduction?: Reduction | undefined;
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
  /** Lets others work between two slices: timers, signals and, at most for so many milliseconds, threads. */
  wait: (milliseconds: number) => Promise<void>;
  /** Ends the search early: what is found by then counts as soon as `run` says that it is over. */
  stop: (bound: Bound) => void;
  /** Gives back what a search holds besides memory. */
  close: () => void;
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

/** Who looks at a search: it may have found something about the states that it was shown. */
export interface Observer extends Watcher, Omit<Judge, 'findings'> {
  readonly watched: Judge['watched'];
  readonly findings: (Finding | undefined)[];
}
