import { repack } from '../../relation/layout.ts';
import type { Layout } from '../../relation/layout.ts';
import type { Found } from '../found.ts';
import { makeKeys } from '../keys.ts';
import type { Keys } from '../keys.ts';
import { partOf } from '../kernel/route.ts';
import { mix } from '../mix.ts';
import { MEMORY_WORDS } from '../room.ts';
import { nextShape, wordsOf } from '../shape.ts';
import { Table } from '../table.ts';
import type { Allow } from '../table.ts';

/** Where tables are too few, there are so many times as many. */
const STEP = 4;

/** States that are kept in tables that threads share: one, or several where one memory is too small. */
export class Shards implements Found {
  readonly layout: Layout;
  readonly tables: readonly Table[];
  readonly #keys: Keys;
  readonly #low = new Int32Array(1);
  readonly #high = new Int32Array(1);

  constructor(layout: Layout, tables: readonly Table[]) {
    this.layout = layout;
    this.tables = tables;
    this.#keys = makeKeys(layout);
  }

  /** Who is asked before a table grows. */
  set allow(allow: Allow) {
    for (const table of this.tables) table.allow = allow;
  }

  fits(bytes: number): boolean {
    return this.tables[0]!.allow(bytes);
  }

  get count(): number {
    return this.tables.reduce((sum, { count }) => sum + count, 0);
  }

  get bytes(): number {
    return this.tables.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get places(): number {
    return this.tables.reduce((sum, { places }) => sum + places, 0);
  }

  get depths(): number {
    // Powers of two: the least divides the others.
    return Math.min(...this.tables.map(({ depths }) => depths));
  }

  find(states: Uint32Array, state: number): number {
    this.#keys.encode(states, state, 1, this.#low, this.#high);
    const [low, high] = [this.#low[0]!, this.#high[0]!];
    const shape = this.tables[0]!.shape.mix;
    const mixed = mix(low, high, shape);
    const part = partOf(mixed, shape, this.tables.length);
    const place = this.tables[part]!.placeMixed(mixed, high);
    return place < 0 ? -1 : this.#before(part) + place;
  }

  depthAt(place: number): number {
    let at = place;
    let part = 0;
    while (at >= this.tables[part]!.places) at -= this.tables[part++]!.places;
    return this.tables[part]!.depthAt(at) % this.depths;
  }

  /** Adds a key. 1: it is new. 0: it was there. −1: it is new and there is no memory for it. */
  add(low: number, high: number, depth: number): number {
    const shape = this.tables[0]!.shape.mix;
    const mixed = mix(low, high, shape);
    return this.tables[partOf(mixed, shape, this.tables.length)]!.addMixed(mixed, high, depth);
  }

  /** Adds packed states: those that are new. Undefined where there is no memory. */
  addAll(states: Uint32Array, depth: number): Uint32Array | undefined {
    const { words } = this.layout;
    const fresh = new Uint32Array(states.length);
    let end = 0;
    for (let state = 0; state < states.length / words; state++) {
      this.#keys.encode(states, state, 1, this.#low, this.#high);
      const added = this.add(this.#low[0]!, this.#high[0]!, depth);
      if (added < 0) return undefined;
      for (let word = 0; word < added * words; word++) fresh[end++] = states[state * words + word]!;
    }
    return fresh.subarray(0, end);
  }

  each(visit: (packed: Uint32Array, place: number, depth: number) => void): void {
    const packed = new Uint32Array(this.layout.words);
    const { depths } = this;
    this.tables.forEach((table, part) => {
      const before = this.#before(part);
      table.each((low, high, place, depth) => {
        this.#keys.decode(low, high, packed, 0);
        visit(packed, before + place, depth % depths);
      });
    });
  }

  /** Places of the tables before one. They grow. */
  #before(part: number): number {
    let places = 0;
    for (let i = 0; i < part; i++) places += this.tables[i]!.places;
    return places;
  }
}

/** The most words that a table of one memory has. Tests have less. */
export const largest = { words: MEMORY_WORDS };

/** How many tables it takes for so many states of a layout, so that each can grow once more. */
export function partsFor(layout: Layout, count: number, least = 1): number {
  const { bits } = makeKeys(layout);
  for (let parts = 1; ; parts *= STEP) {
    const each = Math.ceil(count / parts);
    if (parts >= least && 2 * Table.bytesFor(bits, each) <= 4 * largest.words) return parts;
  }
}

/** Whether a table has come to the end of its memory; then it takes more tables to go on. */
export function isLargest({ shape }: Table): boolean {
  return wordsOf(nextShape(shape)) > largest.words;
}

/**
 * The same states in a new layout, in so many tables that threads can share. Undefined where there is no memory for
 * them.
 */
export function shardsOf(from: Found, layout: Layout, parts: number, allow: Allow): Shards | undefined {
  const keys = makeKeys(layout);
  const each = Math.ceil(from.count / parts);
  if (!allow(parts * Table.bytesFor(keys.bits, each))) return undefined;
  const tables = Array.from({ length: parts }, () => new Table(keys.bits, each, allow, 'shared'));
  for (const table of tables) for (const old of from.tables) table.inherit(old);
  const shards = new Shards(layout, tables);
  const next = new Uint32Array(layout.words);
  const lost = new Set<number>();
  if (from.layout === layout) {
    for (const old of from.tables)
      old.each((low, high, _, depth) => {
        if (shards.add(low, high, depth) < 0) lost.add(0);
      });
  } else {
    const low = new Int32Array(1);
    const high = new Int32Array(1);
    from.each((packed, _, depth) => {
      next.fill(0);
      repack(from.layout, layout, packed, 1, next);
      keys.encode(next, 0, 1, low, high);
      if (shards.add(low[0]!, high[0]!, depth) < 0) lost.add(0);
    });
  }
  return lost.size > 0 ? undefined : shards;
}

/** Packed states by the table that they belong in. */
export function split(states: Uint32Array, { layout, tables }: Shards): readonly Uint32Array[] {
  if (tables.length === 1) return [states];
  const keys = makeKeys(layout);
  const { mix: shape } = tables[0]!.shape;
  const { words } = layout;
  const count = states.length / words;
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  keys.encode(states, 0, count, low, high);
  const partsOf = low.map((key, i) => partOf(mix(key, high[i]!, shape), shape, tables.length));
  return tables.map((_, part) => {
    const chosen = new Uint32Array(words * partsOf.reduce((sum, one) => sum + (one === part ? 1 : 0), 0));
    let at = 0;
    for (let i = 0; i < count; i++) {
      if (partsOf[i] !== part) continue;
      for (let word = 0; word < words; word++) chosen[at++] = states[i * words + word]!;
    }
    return chosen;
  });
}
