import type { AnyEventObject } from 'xstate';
import type { ReadValue } from '../property/explain.ts';
import type { WaitGraph } from './waits/types.ts';

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

/** What a promise of fairness, or a step without one, comes to in a loop. */
export interface FairnessNote {
  /** `step X` or `actor X`. */
  readonly name: string;
  readonly fairness: 'none' | 'weak' | 'strong';
  /**
   * - `taken`: in the loop.
   * - `disabled`: in every state of the loop.
   * - `interrupted`: enabled in some states of the loop but not in all, and not taken.
   * - `starved`: enabled in every state of the loop and never taken; only without fairness.
   */
  readonly status: 'taken' | 'disabled' | 'interrupted' | 'starved';
}

/** The part of an infinite run that repeats for ever: the steps from this position to the end of the trace. */
export interface Loop {
  /** Position in `steps`; equal to their number if the run stops in its last state for ever. */
  readonly from: number;
  readonly fairness: readonly FairnessNote[];
}

/** A part of the state space from which the goal cannot be reached any more. */
export interface TrapNote {
  /** States in it that are reachable from the last state of the trace, itself included. */
  readonly states: number;
  /** Steps that are still possible there. */
  readonly steps: readonly string[];
  /** Actors that never move there, where they stand, and their steps that are never possible there. */
  readonly stuck: readonly {
    readonly actor: string;
    readonly state: LocalState;
    readonly lost: readonly string[];
  }[];
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
  /** Counterexamples to properties of infinite runs. */
  readonly loop?: Loop;
  /** Counterexamples to `recoverable`. */
  readonly trap?: TrapNote;
  /** Who waits for whom, where the trace ends in a state without steps that is no accepted end. */
  readonly waits?: WaitGraph;
}
