import type { Layout } from '../../relation/layout.ts';
import { instantiate, instantiateBytes } from '../kernel/assemble.ts';
import { RESULT } from '../kernel/expand.ts';
import { prepareInsert } from '../kernel/insert.ts';
import { KERNEL_BATCH, STATES_AT } from '../kernel/kernel.ts';
import { routeRoutine } from '../kernel/route.ts';
import { makeKeys } from '../keys.ts';
import { mixShape } from '../mix.ts';
import { KERNEL_BYTES, PAGE } from '../room.ts';
import { wasm } from '../webassembly.ts';
import type { Memory } from '../webassembly.ts';
import { NewStates } from './chunks.ts';
import { Control } from './control.ts';
import { Taker } from './level.ts';
import type { Level } from './level.ts';
import { Part } from './part.ts';
import type { Batch, Move, Program, Start, TableNow } from './protocol.ts';

/** Bytes that the boxes for successors need besides a program, if there are so many tables. */
export function boxBytes(parts: number, steps: number, layout: Layout): number {
  return 192 + 4 * parts + parts * boxSize(steps, layout);
}

/** Bytes of a box: all successors of a batch may belong in the same table. */
function boxSize(steps: number, { words }: Layout): number {
  return 4 * words * (KERNEL_BATCH * steps + 2);
}

/** Who takes what a hand does not keep. */
export interface Outlet {
  /** New states. */
  readonly chunk: (states: Uint32Array) => void;
  /** A state about which the code knows nothing. */
  readonly unknown: (state: Uint32Array) => void;
}

/**
 * What one of the threads does: expands pieces of a level in a memory of its own, and adds the successors to the tables,
 * which it shares with the others. Runs compiled code only.
 */
export class Hand {
  transitions = 0;
  /** Set when the engine had no memory: then states were lost. */
  isFull = false;
  /** What waits for a table to grow, and the tables that have no slot for it. */
  waiting: Batch[] = [];
  readonly stuck = new Set<number>();
  readonly parts: readonly Part[];
  readonly fresh: NewStates;

  readonly #start: Start;
  readonly #outlet: Outlet;
  readonly #control: Control;
  readonly #width: number;
  readonly #memory: Memory;
  readonly #words: Uint32Array;
  #program: Program;
  #expand: (state: number, end: number, out: number) => number = () => 0;
  #route: (state: number, end: number) => number = () => 0;
  /** The word where the ends of the boxes stand, and where each box begins. */
  #boxes = 0;
  #boxAt: readonly number[] = [];
  #depth = 0;
  #taker: Taker | undefined;

  constructor(start: Start, outlet: Outlet) {
    const { memories, tables, thread, layout } = start;
    this.#start = start;
    this.#outlet = outlet;
    this.#control = new Control(start.control);
    this.#width = 4 * layout.words;
    this.#program = start.program;
    // All code for threads is for memory that could be shared.
    const pages = KERNEL_BYTES / PAGE;
    this.#memory = new wasm.Memory({ initial: pages, maximum: pages, shared: true });
    this.#words = new Uint32Array(this.#memory.buffer);
    prepareInsert(this.#words);
    this.parts = memories.map(
      (memory, part) => new Part(part, thread, memory, layout, this.#control, tables[part]!),
    );
    this.fresh = new NewStates(layout.words, outlet.chunk);
    this.install(start.program);
  }

  /** Whether there is nothing to do, or nothing to be done now. */
  get isStill(): boolean {
    const isIdle = this.#taker === undefined && this.waiting.length === 0;
    return isIdle || this.isFull || this.#control.isParked;
  }

  /** Takes over new code and its tables. */
  install(program: Program): void {
    const { layout, memories, steps } = this.#start;
    const parts = memories.length;
    this.#program = program;
    new Uint8Array(this.#memory.buffer).set(program.tables, program.tablesAt);
    this.#expand = instantiateBytes(this.#memory, program.module).expand!;
    const boxes = Math.ceil(program.end / 64) * 64;
    const first = Math.ceil((boxes + 4 * parts) / 64) * 64;
    // The first one begins where the successors do: none of them is written over before it is read.
    this.#boxAt = Array.from({ length: parts }, (_, part) =>
      part === 0 ? program.outAt : first + part * boxSize(steps, layout),
    );
    this.#boxes = boxes / 4;
    const mix = mixShape(Math.min(32, makeKeys(layout).bits));
    this.#route = instantiate(this.#memory, [routeRoutine(layout, mix, parts, boxes)]).route!;
  }

  /** Entries that have become known: address of a word, its value, and so on. */
  patch(words: Uint32Array): void {
    for (let i = 0; i < words.length; i += 2) this.#words[words[i]!] = words[i + 1]!;
  }

  /** Goes on to a level, with empty chunks for the next one. */
  begin(level: Level, spare: readonly Uint32Array[]): void {
    this.#depth = level.depth;
    this.#taker = new Taker(level, this.#control);
    this.fresh.spare = [...spare];
  }

  /** All lines of a table that grows are moved. */
  settle(move: Move): void {
    this.parts[move.part]!.settle(move);
    this.stuck.delete(move.part);
  }

  /** The tables have grown. */
  become(tables: readonly TableNow[]): void {
    this.parts.forEach((part, i) => part.become(tables[i]!));
    this.stuck.clear();
  }

  /** Does one thing. */
  work(): void {
    const waiting = this.waiting;
    if (waiting.length > 0) {
      this.waiting = [];
      for (const { part, states } of waiting) this.#add(part, states, false);
      return;
    }
    const piece = this.#taker?.next();
    if (piece === undefined) {
      this.#taker = undefined;
      return;
    }
    // All of it, also where a table has to grow meanwhile: nobody else knows what would be left.
    const most = KERNEL_BATCH * this.#start.layout.words;
    for (let at = 0; at < piece.length; at += most) this.#batch(piece.subarray(at, at + most));
  }

  #batch(states: Uint32Array): void {
    const { outAt } = this.#program;
    const width = this.#width;
    const words = this.#words;
    const count = (4 * states.length) / width;
    words.set(states, STATES_AT / 4);
    let out = outAt;
    for (let from = 0; from < count; from++) {
      const stopped = this.#expand(STATES_AT + from * width, STATES_AT + count * width, out);
      out = words[RESULT / 4]!;
      from = (stopped - STATES_AT) / width;
      if (from < count) this.#outlet.unknown(words.slice(stopped / 4, (stopped + width) / 4));
    }
    this.transitions += (out - outAt) / width;
    if (this.parts.length === 1) {
      this.#add(0, words.subarray(outAt / 4, out / 4), true);
      return;
    }
    words.set(this.#boxAt, this.#boxes);
    this.#route(outAt, out);
    this.#boxAt.forEach((at, part) => {
      // What came up lately is left out already.
      this.#add(part, words.subarray(at / 4, words[this.#boxes + part]! / 4), false);
    });
  }

  /** Adds successors to a table. Where it must grow first, all stand still, and the rest waits. */
  #add(part: number, states: Uint32Array, isFiltered: boolean): void {
    const take = (fresh: Uint32Array): void => this.fresh.push(fresh);
    const { done, isStuck } = this.parts[part]!.add(states, this.#depth + 1, isFiltered, take);
    if (done === states.length) return;
    this.waiting.push({ part, states: states.slice(done) });
    if (isStuck) this.stuck.add(part);
    this.#control.isParked = true;
  }
}
