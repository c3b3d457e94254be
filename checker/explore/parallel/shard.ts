import type { Layout } from '../../relation/layout.ts';
import { Frontier } from '../frontier.ts';
import { instantiateBytes, instantiate } from '../kernel/assemble.ts';
import { RESULT } from '../kernel/expand.ts';
import { insertRoutine, prepareInsert } from '../kernel/insert.ts';
import { KERNEL_BATCH, STATES_AT } from '../kernel/kernel.ts';
import { routeRoutine } from '../kernel/route.ts';
import { makeKeys } from '../keys.ts';
import type { Keys } from '../keys.ts';
import { KERNEL_BYTES } from '../room.ts';
import { Table } from '../table.ts';
import type { Shape } from '../shape.ts';
import type { Program, Start } from './protocol.ts';

/** Bytes of successors for another part after which they are sent. */
const BOX_BYTES = 1 << 18;

/** Bytes that the boxes for successors need besides a program. */
export function boxBytes(parts: number, steps: number, { words }: Layout): number {
  return 64 + 4 * parts + parts * (BOX_BYTES + 4 * words * (KERNEL_BATCH * steps + 2));
}

/** Who takes what a shard cannot keep. */
export interface Outlet {
  /** Successors for another part. */
  readonly send: (part: number, states: Uint32Array) => void;
  /** A state about which the code knows nothing. */
  readonly unknown: (state: Uint32Array) => void;
}

/**
 * One part of the table of visited states, with the states in it that are to be expanded. Runs compiled code only; it
 * belongs to one thread.
 */
export class Shard {
  readonly table: Table;
  /** Set when a state found no place. */
  isFull = false;
  transitions = 0;
  current: Frontier;
  next: Frontier;

  readonly #start: Start;
  readonly #outlet: Outlet;
  readonly #width: number;
  readonly #keys: Keys;
  readonly #words: Uint32Array;
  readonly #low = new Int32Array(1);
  readonly #high = new Int32Array(1);
  #expand: (state: number, end: number, out: number) => number = () => 0;
  #route: (state: number, end: number) => number = () => 0;
  #insert: (state: number, end: number, depth: number, out: number, origin: number) => number = () => 0;
  #shape: Shape | undefined;
  #program: Program;
  /** Words where the ends of the boxes stand, and where each box begins. */
  #boxes = 0;
  #boxAt: number[] = [];

  constructor(start: Start, outlet: Outlet) {
    this.#start = start;
    this.#outlet = outlet;
    this.#program = start.program;
    this.#width = 4 * start.layout.words;
    this.#keys = makeKeys(start.layout);
    this.table = Table.over(start.memory, start.table, (bytes) => this.bytes + bytes <= start.maxBytes);
    this.current = new Frontier(start.layout);
    this.next = new Frontier(start.layout);
    // All that is looked at here is below the table, where no growth changes anything.
    this.#words = new Uint32Array(start.memory.buffer, 0, KERNEL_BYTES / 4);
    prepareInsert(this.#words);
    this.install(start.program);
  }

  get bytes(): number {
    return this.table.bytes + this.current.bytes + this.next.bytes;
  }

  /** Takes over new code and its tables. */
  install(program: Program): void {
    const { memory, layout, parts, part, steps } = this.#start;
    this.flush();
    new Uint8Array(memory.buffer).set(program.tables, program.tablesAt);
    this.#expand = instantiateBytes(memory, program.module).expand!;
    const boxes = Math.ceil(program.end / 64) * 64;
    const first = Math.ceil((boxes + 4 * parts) / 64) * 64;
    const bytes = BOX_BYTES + this.#width * (KERNEL_BATCH * steps + 2);
    // Addresses of states are whole numbers of states.
    const boxAt = (of: number): number => Math.ceil((first + of * bytes) / this.#width) * this.#width;
    this.#program = program;
    this.#boxes = boxes / 4;
    this.#boxAt = Array.from({ length: parts }, (_, of) => (of === part ? program.outAt : boxAt(of)));
    this.#words.set(this.#boxAt, this.#boxes);
    const { mix } = this.table.shape;
    this.#route = instantiate(memory, [routeRoutine(layout, mix, parts, boxes)]).route!;
  }

  /** Entries that have become known: address of a word, its value, and so on. */
  patch(words: Uint32Array): void {
    for (let i = 0; i < words.length; i += 2) this.#words[words[i]!] = words[i + 1]!;
  }

  /** Expands a batch of states; the new ones among its successors have this depth. */
  batch(depth: number): void {
    const { outAt } = this.#program;
    const width = this.#width;
    const words = this.#words;
    const { states, first, end } = this.current.peek(KERNEL_BATCH);
    const count = end - first;
    words.set(states.subarray((first * width) / 4, (end * width) / 4), STATES_AT / 4);
    let out = outAt;
    for (let from = 0; from < count; from++) {
      const stopped = this.#expand(STATES_AT + from * width, STATES_AT + count * width, out);
      out = words[RESULT / 4]!;
      from = (stopped - STATES_AT) / width;
      if (from < count) this.#outlet.unknown(words.slice(stopped / 4, (stopped + width) / 4));
    }
    this.transitions += (out - outAt) / width;
    this.current.drop(count);
    const own = this.#boxes + this.#start.part;
    words[own] = outAt;
    this.#route(outAt, out);
    this.#add(outAt, words[own], depth);
    this.flush(BOX_BYTES);
  }

  /** Adds states that were found elsewhere. */
  take(states: Uint32Array, depth: number): void {
    const { outAt } = this.#program;
    const width = this.#width;
    const most = KERNEL_BATCH * this.#start.steps * (width / 4);
    for (let at = 0; at < states.length; at += most) {
      const piece = states.subarray(at, at + most);
      this.#words.set(piece, outAt / 4);
      this.#add(outAt, outAt + 4 * piece.length, depth);
    }
  }

  /** Sends what is in the boxes of others, where it is more than so many bytes. */
  flush(least = 0): void {
    const { parts, part } = this.#start;
    for (let of = 0; of < parts; of++) {
      if (of === part || this.#boxAt.length === 0) continue;
      const at = this.#boxAt[of]!;
      const end = this.#words[this.#boxes + of]!;
      if (end - at <= least) continue;
      this.#outlet.send(of, this.#words.slice(at / 4, end / 4));
      this.#words[this.#boxes + of] = at;
    }
  }

  /** Adds the states from one address to another to the table, and the new ones to the next frontier. */
  #add(from: number, end: number, depth: number): void {
    if (from === end || this.isFull) return;
    const { table } = this;
    const width = this.#width;
    if (!table.reserve((end - from) / width)) {
      this.#addSlowly(from, end, depth);
      return;
    }
    if (this.#shape !== table.shape) {
      this.#shape = table.shape;
      const routine = insertRoutine(this.#start.layout, table.shape, { isFiltered: false, isAtomic: false });
      this.#insert = instantiate(this.#start.memory, [routine]).insert!;
    }
    const stopped = this.#insert(from, end, table.depthBitsOf(depth), from, 0);
    const last = this.#words[RESULT / 4]!;
    table.noteAdded((last - from) / width, depth);
    this.next.push(this.#words, from / width, last / width);
    // Fifteen full lines: rare.
    if (stopped < end) this.#addSlowly(stopped, end, depth);
    if (this.bytes > this.#start.maxBytes) this.isFull = true;
  }

  #addSlowly(from: number, end: number, depth: number): void {
    const width = this.#width;
    for (let state = from / width; state < end / width; state++) {
      this.#keys.encode(this.#words, state, 1, this.#low, this.#high);
      const added = this.table.add(this.#low[0]!, this.#high[0]!, depth);
      if (added > 0) this.next.pushOne(this.#words, state);
      if (added >= 0) continue;
      this.isFull = true;
      return;
    }
  }
}
