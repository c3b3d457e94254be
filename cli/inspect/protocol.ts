/**
 * What Stately's inspector understands: the events of XState's own inspection, made into data by @statelyai/inspect.
 * See docs/decisions/0013-inspector.md for why that package does not do it here.
 */
import type { AnyEventObject } from 'xstate';

/** The version of @statelyai/inspect whose events these are. */
export const PROTOCOL = '0.7.2';

interface Base {
  /** The actor that it is about. */
  readonly sessionId: string;
  /** The actor at the top of its system. */
  readonly rootId: string;
  /** Position in the run, from 0. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: string;
  readonly _version: string;
}

/** There is an actor. */
export interface ActorEvent extends Base {
  readonly type: '@xstate.actor';
  readonly name: string;
  readonly parentId: string | undefined;
  /** The configuration of its machine, as JSON. */
  readonly definition: string;
  readonly snapshot: unknown;
}

/** An actor receives an event. */
export interface EventEvent extends Base {
  readonly type: '@xstate.event';
  readonly sourceId: string | undefined;
  readonly event: AnyEventObject;
}

/** An actor has come to a state. */
export interface SnapshotEvent extends Base {
  readonly type: '@xstate.snapshot';
  readonly event: AnyEventObject;
  readonly snapshot: unknown;
}

export type WireEvent = ActorEvent | EventEvent | SnapshotEvent;
