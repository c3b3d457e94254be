/** What the threads of a search say to each other. */
import type { MessagePort } from 'node:worker_threads';
import type { Layout } from '../../relation/layout.ts';
import type { TableImage } from '../table.ts';
import type { Memory } from '../webassembly.ts';

/** Compiled code that expands states, with its tables; the addresses are the same in all memories. */
export interface Program {
  readonly module: Uint8Array;
  /** Where the tables are, and what is in them. */
  readonly tablesAt: number;
  readonly tables: Uint8Array;
  /** Where successors are written, and where room for anything else begins. */
  readonly outAt: number;
  readonly end: number;
}

/** What a thread starts with: the part of the table of visited states that is its own. */
export interface Start {
  readonly part: number;
  readonly parts: number;
  readonly memory: Memory;
  readonly table: TableImage;
  readonly layout: Layout;
  readonly steps: number;
  /** Bytes that it may hold. */
  readonly maxBytes: number;
  /** To the other threads, by part; undefined for itself. */
  readonly ports: readonly (MessagePort | undefined)[];
  readonly program: Program;
  /** Which beginning this is; comes back with every status. */
  readonly epoch: number;
}

/** Packed states of the thread's own part, found at a depth. From another thread, or from the one that leads. */
export interface States {
  readonly states: Uint32Array;
  readonly depth: number;
}

/** What the leading thread says. */
export type Order =
  | { readonly start: Start }
  /** States that are in the table already: to be expanded as those of this depth. */
  | { readonly frontier: Uint32Array; readonly depth: number }
  | { readonly found: States }
  | { readonly program: Program }
  /** Words of the tables that are known now: address of a word, its value, and so on. */
  | { readonly patch: Uint32Array }
  /** The states of this depth are to be expanded: all of them are there. */
  | { readonly level: number }
  | { readonly pause: true }
  /** The states that are not expanded, please: only when everything is quiet. */
  | { readonly collect: true };

/** How far a thread is. */
export interface Status {
  readonly part: number;
  readonly epoch: number;
  readonly level: number;
  /** Has nothing to do, or was told to pause. */
  readonly isIdle: boolean;
  /** Messages sent to each part, and at last to the leading thread; messages received. */
  readonly sent: readonly number[];
  readonly received: number;
  readonly table: TableImage;
  /** Found here by compiled code. */
  readonly transitions: number;
  /** States of this level that are left, and states of the next one. */
  readonly current: number;
  readonly next: number;
  readonly bytes: number;
  /** Set when a state was refused for want of memory. */
  readonly isFull: boolean;
}

/** What a thread says to the leading one. */
export type Word =
  | { readonly status: Status }
  /** States about which its code knows nothing. */
  | { readonly unknown: Uint32Array }
  | { readonly part: number; readonly current: Uint32Array[]; readonly next: Uint32Array[] };
