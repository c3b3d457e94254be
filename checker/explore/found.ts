import type { Layout } from '../relation/layout.ts';
import type { HashOptions } from './hashKeys.ts';
import type { Table } from './table.ts';

/** The states that a search has found, however they are kept. */
export interface Found {
  readonly layout: Layout;
  /** States. */
  readonly count: number;
  /** Bytes held. */
  readonly bytes: number;
  /** Numbers of places, for tables beside this one. */
  readonly places: number;
  /** Depths are known modulo this. */
  readonly depths: number;
  readonly tables: readonly Table[];
  /** Set where hashes are kept in place of states. */
  readonly hash?: HashOptions | undefined;
  /** Where a packed state is; negative if it is not there. */
  find: (states: Uint32Array, state: number) => number;
  /** The depth of the state at a place, modulo {@link Found.depths}. */
  depthAt: (place: number) => number;
  /** Calls back with every state, packed, where it is, and its depth as far as it is known. */
  each: (visit: (packed: Uint32Array, place: number, depth: number) => void) => void;
  /** Whether this many bytes more would fit. */
  fits: (bytes: number) => boolean;
}
