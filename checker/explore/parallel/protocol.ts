/** What the threads of a search say to each other. */
import type { Layout } from '../../relation/layout.ts';
import type { Growth } from '../growth.ts';
import type { TableImage } from '../table.ts';
import type { Memory } from '../webassembly.ts';
import type { Level } from './level.ts';

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

/** What a thread starts with. */
export interface Start {
  /** From 0 on. */
  readonly thread: number;
  /** Of the tables of visited states, which all threads share. */
  readonly memories: readonly Memory[];
  readonly tables: readonly TableNow[];
  readonly layout: Layout;
  readonly steps: number;
  readonly program: Program;
  /** Of a {@link Control}. */
  readonly control: Int32Array;
  /** Which beginning this is; comes back with every status. */
  readonly epoch: number;
}

/** A table as it is until it grows. */
export interface TableNow {
  readonly image: TableImage;
  /** States that may be in it, those counted that are on their way. */
  readonly limit: number;
}

/** A table that grows: all threads move some of its lines. */
export interface Move {
  readonly part: number;
  readonly growth: Growth;
  /** Room for the keys that wait until all lines are moved, in memory that all can see. */
  readonly late: Int32Array;
}

/** Packed states that belong in a table. */
export interface Batch {
  readonly part: number;
  readonly states: Uint32Array;
}

/** What the leading thread says. */
export type Order =
  | { readonly start: Start }
  /** Successors found elsewhere. */
  | { readonly found: Batch }
  | { readonly program: Program }
  /** Words of the tables that are known now: address of a word, its value, and so on. */
  | { readonly patch: Uint32Array }
  /** The states that are to be expanded now, and chunks that nobody needs any more. */
  | { readonly level: Level; readonly spare: readonly Uint32Array[] }
  | { readonly move: Move }
  /** All lines are moved: the keys that have waited are put in. */
  | { readonly settle: Move }
  /** The tables have grown, or as good as that: all go on. */
  | { readonly tables: readonly TableNow[] }
  /** What is not in a table yet, please: only when all stand still. */
  | { readonly collect: true };

/** How far a thread is. */
export interface Status {
  readonly thread: number;
  readonly epoch: number;
  /** Has nothing to do, or waits for the leading thread: nothing but an order has it go on. */
  readonly isStill: boolean;
  /** Orders received. */
  readonly received: number;
  /** Per table, states that it has added. */
  readonly added: readonly number[];
  /** Found here by compiled code. */
  readonly transitions: number;
  /** Per table, states that wait for it to grow. */
  readonly waiting: readonly number[];
  /** Tables that had no slot for a state, though they were not full. */
  readonly stuck: readonly number[];
  /** Set when the engine had no memory. */
  readonly isFull: boolean;
}

/** What a thread says to the leading one. */
export type Word =
  | { readonly status: Status }
  /** States about which its code knows nothing. */
  | { readonly unknown: Uint32Array }
  /** New states, in memory that all can see. */
  | { readonly chunk: Uint32Array }
  /** Whatever had to wait. */
  | { readonly waiting: readonly Batch[] };
