/**
 * The states found so far, in the order they were found, each with the state it was found from; and an exact table
 * to tell whether a state is among them. No hashing that could take one state for another.
 */
import { repack } from '../relation/layout.ts';
import type { Layout } from '../relation/layout.ts';

/** Bit 31 of a state's first word is free (see layout): set, it marks a slot as taken. */
const TAKEN = 0x8000_0000;
const MAX_LOAD = 0.6;
/** States looked up together, so that the loads of their slots overlap. */
const GROUP = 64;

/** Why a state could not be stored. */
export type Full = 'max-states' | 'max-memory';

export class Store {
  /** Packed states, `layout.words` words each. */
  words: Uint32Array;
  /** Per state, the state it was found from. The first state is its own. */
  parents: Uint32Array;
  count = 0;
  /** Set when a new state was refused. */
  full: Full | undefined;

  #layout: Layout;
  #table: Uint32Array;
  #slots: number;
  readonly #maxStates: number;
  readonly #maxBytes: number;
  readonly #hashes = new Uint32Array(GROUP);

  constructor(layout: Layout, limits: { readonly maxStates: number; readonly maxBytes: number }) {
    this.#layout = layout;
    this.#maxStates = limits.maxStates;
    this.#maxBytes = limits.maxBytes;
    this.words = new Uint32Array(1024 * layout.words);
    this.parents = new Uint32Array(1024);
    this.#slots = 4096;
    this.#table = new Uint32Array(this.#slots * layout.words);
  }

  /** How `words` is laid out. */
  get layout(): Layout {
    return this.#layout;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.words.byteLength + this.parents.byteLength + this.#table.byteLength;
  }

  /**
   * Adds those of `found` packed states that are new; `from[i]` is where state i was found from. Stops at the first
   * new state that a limit refuses, and says so in `full`.
   */
  add(states: Uint32Array, from: Uint32Array, found: number): void {
    const { words } = this.#layout;
    for (let start = 0; start < found && this.full === undefined; start += GROUP) {
      const end = Math.min(found, start + GROUP);
      if (!this.#reserve(end - start)) return;
      if (words === 1) this.#addNarrow(states, from, start, end);
      else this.#addWide(states, from, start, end);
    }
  }

  /** Moves everything to a new layout. False if there is no memory for that. */
  relayout(layout: Layout): boolean {
    const states = this.#allocate(Math.max(1024, this.parents.length) * layout.words, this.words.byteLength);
    if (states === undefined) return false;
    repack(this.#layout, layout, this.words, this.count, states);
    this.words = states;
    this.#layout = layout;
    return this.#rebuild(this.#slots);
  }

  /** What tells the number of a packed state that is stored. 4 bytes per slot. */
  indexer(): ((states: Uint32Array, base: number) => number) | undefined {
    const { words } = this.#layout;
    const mask = this.#slots - 1;
    const numbers = this.#allocate(this.#slots, 0);
    if (numbers === undefined) return undefined;
    const table = this.#table;
    const slotOf = (states: Uint32Array, base: number): number => {
      const start = (words === 1 ? hash(states[base]!) : hashWide(states, base, words)) & mask;
      return findSlot(table, mask, states, base, words, start);
    };
    for (let i = 0; i < this.count; i++) numbers[slotOf(this.words, i * words)] = i;
    return (states, base) => numbers[slotOf(states, base)]!;
  }

  /** Whether this many bytes more would fit. */
  fits(bytes: number): boolean {
    return this.bytes + bytes <= this.#maxBytes;
  }

  /** States from the first to the given one, along the way it was found. */
  path(state: number): number[] {
    const path = [state];
    for (let at = state; at !== 0;) {
      at = this.parents[at]!;
      path.push(at);
    }
    return path.reverse();
  }

  #addNarrow(states: Uint32Array, from: Uint32Array, start: number, end: number): void {
    const table = this.#table;
    const mask = this.#slots - 1;
    const hashes = this.#hashes;
    let touched = 0;
    for (let i = start; i < end; i++) {
      const slot = hash(states[i]!) & mask;
      hashes[i - start] = slot;
      touched ^= table[slot]!;
    }
    sink(touched);
    for (let i = start; i < end; i++) {
      const state = states[i]!;
      const wanted = (state | TAKEN) >>> 0;
      let slot = hashes[i - start]!;
      let seen = table[slot]!;
      while (seen !== 0 && seen !== wanted) {
        slot = (slot + 1) & mask;
        seen = table[slot]!;
      }
      if (seen === wanted) continue;
      if (this.count >= this.#maxStates) {
        this.full = 'max-states';
        return;
      }
      table[slot] = wanted;
      this.words[this.count] = state;
      this.parents[this.count++] = from[i]!;
    }
  }

  #addWide(states: Uint32Array, from: Uint32Array, start: number, end: number): void {
    const { words } = this.#layout;
    const table = this.#table;
    const mask = this.#slots - 1;
    const hashes = this.#hashes;
    let touched = 0;
    for (let i = start; i < end; i++) {
      const slot = hashWide(states, i * words, words) & mask;
      hashes[i - start] = slot;
      touched ^= table[slot * words]!;
    }
    sink(touched);
    for (let i = start; i < end; i++) {
      const state = i * words;
      const slot = findSlot(table, mask, states, state, words, hashes[i - start]!);
      if (table[slot * words] !== 0) continue;
      if (this.count >= this.#maxStates) {
        this.full = 'max-states';
        return;
      }
      const target = this.count * words;
      for (let word = 0; word < words; word++) {
        table[slot * words + word] = states[state + word]!;
        this.words[target + word] = states[state + word]!;
      }
      table[slot * words]! |= TAKEN;
      this.parents[this.count++] = from[i]!;
    }
  }

  #reserve(more: number): boolean {
    const needed = this.count + more;
    if (needed > this.parents.length) {
      const length = this.parents.length * 2;
      const words = this.#allocate(length * this.#layout.words, 0);
      const parents = words && this.#allocate(length, 0);
      if (words === undefined || parents === undefined) return false;
      words.set(this.words);
      parents.set(this.parents);
      this.words = words;
      this.parents = parents;
    }
    return needed <= this.#slots * MAX_LOAD || this.#grow(this.#slots * 2);
  }

  /** Moves the table to one with more slots, in the order of the slots: then reads and writes run through memory. */
  #grow(slots: number): boolean {
    const { words } = this.#layout;
    const old = this.#table;
    const table = this.#allocate(slots * words, this.#table.byteLength);
    if (table === undefined) return false;
    const mask = slots - 1;
    const state = new Uint32Array(words);
    for (let slot = 0; slot < this.#slots; slot++) {
      const first = old[slot * words]!;
      if (first === 0) continue;
      state[0] = first & ~TAKEN;
      for (let word = 1; word < words; word++) state[word] = old[slot * words + word]!;
      const start = (words === 1 ? hash(state[0]) : hashWide(state, 0, words)) & mask;
      const target = findSlot(table, mask, state, 0, words, start) * words;
      table[target] = first;
      for (let word = 1; word < words; word++) table[target + word] = state[word]!;
    }
    this.#table = table;
    this.#slots = slots;
    return true;
  }

  /** Makes the table anew from the states. */
  #rebuild(slots: number): boolean {
    const { words } = this.#layout;
    const table = this.#allocate(slots * words, this.#table.byteLength);
    if (table === undefined) return false;
    const mask = slots - 1;
    for (let i = 0; i < this.count; i++) {
      const state = i * words;
      const start = (words === 1 ? hash(this.words[i]!) : hashWide(this.words, state, words)) & mask;
      const slot = findSlot(table, mask, this.words, state, words, start);
      for (let word = 0; word < words; word++) table[slot * words + word] = this.words[state + word]!;
      table[slot * words]! |= TAKEN;
    }
    this.#table = table;
    this.#slots = slots;
    return true;
  }

  /** A larger array, unless that passes the memory limit or the engine cannot give it. */
  #allocate(length: number, replaces: number): Uint32Array | undefined {
    // The old array lives until the new one is filled, so both count; `replaces` goes right after.
    if (this.bytes + length * 4 - replaces <= this.#maxBytes) {
      try {
        return new Uint32Array(length);
      } catch {
        // Falls through: the engine has no more memory, or no arrays of this length.
      }
    }
    this.full = 'max-memory';
    return undefined;
  }
}

/** The slot that holds the state, or the empty one where it belongs. */
function findSlot(
  table: Uint32Array,
  mask: number,
  states: Uint32Array,
  state: number,
  words: number,
  start: number,
): number {
  const first = (states[state]! | TAKEN) >>> 0;
  let slot = start;
  for (; ; slot = (slot + 1) & mask) {
    const at = slot * words;
    const seen = table[at]!;
    if (seen === 0) return slot;
    if (seen !== first) continue;
    let word = 1;
    while (word < words && table[at + word] === states[state + word]) word++;
    if (word === words) return slot;
  }
}

function hash(state: number): number {
  let h = state ^ (state >>> 16);
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

function hashWide(states: Uint32Array, base: number, words: number): number {
  let h = 0;
  for (let word = 0; word < words; word++) {
    h = Math.imul(h ^ states[base + word]!, 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

const drain = new Int32Array(1);
/** Uses a value, so that the loads behind it are not optimised away. */
function sink(value: number): void {
  drain[0]! ^= value;
}
