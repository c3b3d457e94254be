import type { Machines, View } from '../system/types.ts';

/** How often code that is not refhold's was called. */
export interface CallCounts {
  /** Calls of steps and properties. */
  user: number;
  /** Calls of XState: `can` and `transition`. */
  xstate: number;
}

/** What a learned question is asked through: `before` and, while a step is judged, `after`. */
export interface Views {
  readonly before: View<Machines>;
  readonly after: View<Machines>;
}

export interface RelationOptions {
  /** Local states per actor at most. Default 100,000. */
  readonly maxLocalStates?: number;
  /** Ask every question twice while learning. Default true: it costs little and finds most impure code. */
  readonly askTwice?: boolean;
}
