import type { AnyEventObject } from 'xstate';
import type { ReadValue } from '../property/explain.ts';

/** A local state as plain data. Fields that say nothing are left out. */
export interface LocalState {
  /** XState's state value. */
  readonly value: unknown;
  readonly context?: unknown;
  /** Only where it is not `active`. */
  readonly status?: string;
  /** Remembered history, by the id of the history's parent. */
  readonly history?: unknown;
  readonly output?: unknown;
}

/** One thing that a step changed. */
export interface Change {
  readonly actor: string;
  /** Path inside the {@link LocalState}: `['value']`, `['context', 'ddRef']`. */
  readonly path: readonly (string | number)[];
  /** Left out where there was nothing before, or is nothing after. */
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface TraceStep {
  readonly step: string;
  readonly by?: string;
  readonly at?: string;
  readonly about?: string;
  /** Who received what, in the order of the definition. */
  readonly deliveries: readonly { readonly actor: string; readonly event: AnyEventObject }[];
  /** Only what changed. */
  readonly changes: readonly Change[];
}

/** A counterexample or witness, replayed through XState. */
export interface Trace {
  readonly initial: Readonly<Record<string, LocalState>>;
  readonly steps: readonly TraceStep[];
  readonly final: Readonly<Record<string, LocalState>>;
  /** What the property said of its finding, if it said more than true or false. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** What the property looked at when it found it. */
  readonly reads: readonly ReadValue[];
}
