import { repack } from '../relation/layout.ts';
import type { Layout } from '../relation/layout.ts';
import { forecast } from './forecast.ts';
import type { Forecast } from './forecast.ts';
import type { Found } from './found.ts';
import type { Frontier } from './frontier.ts';
import { makeKeys } from './keys.ts';
import { hashKeys } from './hashKeys.ts';
import type { HashOptions } from './hashKeys.ts';
import { hasKeys } from './kernel/insert.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Keys } from './keys.ts';
import { mix } from './mix.ts';
import { sink } from './sink.ts';
import type { Place } from './room.ts';
import { Table } from './table.ts';
import type { TableImage } from './table.ts';

/** States looked up together, so that the loads of their lines overlap. */
const GROUP = 64;

/** Why a state could not be stored. */
export type Full = 'max-states' | 'max-memory';

/** What the states may take. */
export interface StoreLimits {
  readonly maxStates: number;
  readonly maxBytes: number;
  /** Which code explores: 'auto' (default) compiles for large searches, 'wasm' always, 'plain' never. */
  readonly kernel?: KernelChoice;
  /** Threads that search, once the search is large; 1 if left out. */
  readonly workers?: number;
  /** Keeps hashes in place of states. */
  readonly hash?: HashOptions;
}

export type KernelChoice = 'auto' | 'wasm' | 'plain';

/** What the states found so far are besides large arrays, as plain data. */
export interface VisitedImage {
  readonly table: TableImage;
  /** How many pairs each of {@link Keys.pairs} holds. */
  readonly pairs: readonly number[];
  readonly hash: HashOptions | undefined;
}

/** All states found so far: an exact set of packed states, with the depth of each. */
export class Visited implements Found {
  /** Set when a new state was refused. */
  full: Full | undefined;
  /** How states are hashed, if they are: then their keys do not tell them. */
  hash: HashOptions | undefined;
  /** Keys of packed states, and the table of them. */
  keys: Keys;
  table: Table;

  #layout: Layout;
  readonly #limits: StoreLimits;
  readonly #others: () => number;
  readonly #low = new Int32Array(GROUP);
  readonly #high = new Int32Array(GROUP);

  /** `others`: bytes that count towards the limit and are held elsewhere. */
  constructor(layout: Layout, limits: StoreLimits, others: () => number = () => 0) {
    this.#layout = layout;
    this.#limits = limits;
    this.hash = limits.hash;
    this.#others = others;
    this.keys = this.#makeKeys(layout);
    this.table = this.#makeTable(this.keys, 1);
  }

  get layout(): Layout {
    return this.#layout;
  }

  get count(): number {
    return this.table.count;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.table.bytes + this.keys.bytes;
  }

  get tables(): readonly Table[] {
    return [this.table];
  }

  get places(): number {
    return this.table.places;
  }

  get depths(): number {
    return this.table.depths;
  }

  depthAt(place: number): number {
    return this.table.depthAt(place);
  }

  /** Whether this many bytes more would fit. */
  fits(bytes: number): boolean {
    return this.bytes + this.#others() + bytes <= this.#limits.maxBytes;
  }

  /** How far the memory will reach. */
  get forecast(): Forecast {
    const beside = this.keys.bytes + this.#others();
    return forecast(this.table.shape, this.count, beside, this.#limits.maxBytes);
  }

  /** States that may still be added. */
  get left(): number {
    return this.#limits.maxStates - this.table.count;
  }

  /**
   * Adds those of `found` packed states that are new, at this depth, and appends them to the frontier. Stops at the first
   * new state that a limit refuses, and says so in `full`.
   */
  add(states: Uint32Array, found: number, depth: number, frontier: Frontier): void {
    const { keys, table } = this;
    const low = this.#low;
    const high = this.#high;
    try {
      for (let start = 0; start < found; start += GROUP) {
        const count = Math.min(GROUP, found - start);
        frontier.reserve(count);
        table.reserve(count);
        keys.encode(states, start, count, low, high);
        const { mix: shape } = table.shape;
        let touched = 0;
        for (let i = 0; i < count; i++) {
          const mixed = mix(low[i]!, high[i]!, shape);
          low[i] = mixed;
          touched ^= table.touch(mixed);
        }
        sink(touched);
        for (let i = 0; i < count; i++) {
          if (this.left <= 0) {
            if (table.placeMixed(low[i]!, high[i]!) >= 0) continue;
            this.full = 'max-states';
            return;
          }
          const added = table.addMixed(low[i]!, high[i]!, depth);
          if (added === 0) continue;
          if (added < 0 || !this.fits(0)) this.full = 'max-memory';
          if (added > 0) frontier.pushOne(states, start + i);
          if (this.full !== undefined) return;
        }
      }
    } catch (thrown) {
      // What the engine says when an array cannot be had.
      if (!(thrown instanceof RangeError)) throw thrown;
      this.full = 'max-memory';
    }
  }

  /** The same for the successors that a kernel has found, by its code where that can do it. */
  addFrom(kernel: Kernel, depth: number, frontier: Frontier): void {
    const { found } = kernel;
    const isKernels = hasKeys(this.#layout) && this.hash === undefined;
    if (!isKernels || !(found < this.left) || !this.table.reserve(found)) {
      // A copy: a memory that grows has a new buffer, and the old one is empty.
      this.add(kernel.successors.slice(), found, depth, frontier);
      return;
    }
    try {
      frontier.reserve(found);
      const done = kernel.insert(this.table, depth, (states, first, end) =>
        frontier.push(states, first, end),
      );
      // Fifteen full lines: rare, and the table grows.
      if (done < found)
        this.add(kernel.successors.slice(done * this.#layout.words), found - done, depth, frontier);
      if (!this.fits(0)) this.full = 'max-memory';
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      this.full = 'max-memory';
    }
  }

  /** For a checkpoint, together with {@link Visited.arrays}. */
  get image(): VisitedImage {
    const pairs = this.keys.pairs.map((one) => one.pairs.length / 2);
    return { table: this.table.image, pairs, hash: this.hash };
  }

  /** The large arrays of the image, in use: they are to be written at once. */
  get arrays(): Int32Array[] {
    return [...this.keys.pairs.map(({ pairs }) => pairs), this.table.room.words];
  }

  /**
   * Becomes what an image was made of, whose states are in this layout. The arrays are to be filled in; then comes
   * {@link Visited.restored}. Throws RangeError where there is no memory.
   */
  restore({ table, pairs, hash }: VisitedImage, layout: Layout): Int32Array[] {
    this.full = undefined;
    this.hash = hash;
    this.#layout = layout;
    this.keys = this.#makeKeys(layout);
    this.table = this.#makeTable(this.keys, 1);
    this.table.restore(table);
    const rooms = this.keys.pairs.map((one, i) => one.restore(pairs[i]!));
    return [...rooms, this.table.room.words];
  }

  restored(): void {
    for (const pairs of this.keys.pairs) pairs.index();
  }

  #makeKeys(layout: Layout): Keys {
    return this.hash === undefined
      ? makeKeys(layout, (bytes) => this.fits(bytes))
      : hashKeys(layout, this.hash);
  }

  #makeTable(keys: Keys, count: number): Table {
    return new Table(keys.bits, count, (bytes) => this.fits(bytes), placeFor(this.#limits));
  }

  /** Where a packed state is in the table; negative if it is not there. */
  find(states: Uint32Array, state: number): number {
    this.keys.encode(states, state, 1, this.#low, this.#high);
    return this.table.find(this.#low[0]!, this.#high[0]!);
  }

  /** Calls back with every state, packed, where it is in the table, and its depth as far as it is known. */
  each(visit: (packed: Uint32Array, place: number, depth: number) => void): void {
    const packed = new Uint32Array(this.#layout.words);
    this.table.each((low, high, place, depth) => {
      this.keys.decode(low, high, packed, 0);
      visit(packed, place, depth);
    });
  }

  /** Moves everything to a new layout. False, and all stays as it is, if there is no memory for that. */
  relayout(layout: Layout): boolean {
    const isMoved = this.takeOver(this, layout);
    if (!isMoved) this.full = 'max-memory';
    return isMoved;
  }

  /** Holds what somebody else holds, in this layout. False, and all stays as it is, if there is no memory for that. */
  takeOver(from: Found, layout = this.#layout): boolean {
    const keys = this.#makeKeys(layout);
    if (this.hash !== undefined) {
      // Hashes do not depend on the layout.
      this.keys = keys;
      this.#layout = layout;
      return true;
    }
    const [only] = from.tables;
    if (from.layout === layout && from.tables.length === 1 && from !== this) {
      this.keys = keys;
      this.table = only!;
      this.table.allow = (bytes) => this.fits(bytes);
      return true;
    }
    if (!this.fits(Table.bytesFor(keys.bits, from.count))) return false;
    try {
      const table = this.#makeTable(keys, from.count);
      for (const old of from.tables) table.inherit(old);
      const next = new Uint32Array(layout.words);
      const low = new Int32Array(1);
      const high = new Int32Array(1);
      const lost = new Set<number>();
      from.each((packed, _, depth) => {
        next.fill(0);
        repack(from.layout, layout, packed, 1, next);
        keys.encode(next, 0, 1, low, high);
        if (table.add(low[0]!, high[0]!, depth) < 0) lost.add(0);
      });
      if (lost.size > 0) return false;
      this.keys = keys;
      this.table = table;
      this.#layout = layout;
      return true;
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      return false;
    }
  }
}

/** Where the table of a search is: in memory that other threads see, where they may take over. */
function placeFor(limits: StoreLimits): Place {
  const isNow = limits.kernel === 'wasm';
  if (isForThreads(limits)) return isNow ? 'shared' : 'sharable';
  return isNow ? 'memory' : 'any';
}

/** Whether several threads may take over. A bound on states is exact only where one thread counts. */
export function isForThreads({ workers = 1, maxStates, kernel }: StoreLimits): boolean {
  return workers > 1 && maxStates === Infinity && kernel !== 'plain';
}
