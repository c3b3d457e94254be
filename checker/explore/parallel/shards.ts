import { repack } from '../../relation/layout.ts';
import type { Layout } from '../../relation/layout.ts';
import type { Found } from '../found.ts';
import { makeKeys } from '../keys.ts';
import type { Keys } from '../keys.ts';
import { partOf } from '../kernel/route.ts';
import { mix } from '../mix.ts';
import { Table } from '../table.ts';
import type { Allow } from '../table.ts';

/** States that are kept in several tables, one per thread of a search that is over or stands still. */
export class Shards implements Found {
  readonly layout: Layout;
  readonly tables: readonly Table[];
  readonly fits: Allow;
  readonly #keys: Keys;
  /** Places of the tables before each one. */
  readonly #before: readonly number[];
  readonly #low = new Int32Array(1);
  readonly #high = new Int32Array(1);

  constructor(layout: Layout, tables: readonly Table[], fits: Allow) {
    this.layout = layout;
    this.tables = tables;
    this.fits = fits;
    this.#keys = makeKeys(layout);
    let places = 0;
    this.#before = tables.map((table) => (places += table.places) - table.places);
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
    return place < 0 ? -1 : this.#before[part]! + place;
  }

  depthAt(place: number): number {
    const part = this.#before.findLastIndex((before) => before <= place);
    return this.tables[part]!.depthAt(place - this.#before[part]!) % this.depths;
  }

  each(visit: (packed: Uint32Array, place: number, depth: number) => void): void {
    const packed = new Uint32Array(this.layout.words);
    const { depths } = this;
    this.tables.forEach((table, part) => {
      table.each((low, high, place, depth) => {
        this.#keys.decode(low, high, packed, 0);
        visit(packed, this.#before[part]! + place, depth % depths);
      });
    });
  }
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
  const { mix: shape } = tables[0]!.shape;
  const next = new Uint32Array(layout.words);
  const low = new Int32Array(1);
  const high = new Int32Array(1);
  const lost = new Set<number>();
  from.each((packed, _, depth) => {
    next.fill(0);
    repack(from.layout, layout, packed, 1, next);
    keys.encode(next, 0, 1, low, high);
    const mixed = mix(low[0]!, high[0]!, shape);
    if (tables[partOf(mixed, shape, parts)]!.addMixed(mixed, high[0]!, depth) < 0) lost.add(0);
  });
  return lost.size > 0 ? undefined : new Shards(layout, tables, allow);
}

/** Packed states by the part that they belong in. */
export function split(states: Uint32Array, { layout, tables }: Shards): Uint32Array[] {
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
