import { repack } from '../../relation/layout.ts';
import type { Layout } from '../../relation/layout.ts';
import { hasKeys, prepareInsert } from '../kernel/insert.ts';
import { KERNEL_BYTES } from '../room.ts';

import { sharedWords, wholeChunks } from './chunks.ts';
import { Control } from './control.ts';
import { Enlarger } from './enlarger.ts';
import { boxBytes } from './hand.ts';
import { makeLevel, Taker, wordsOf } from './level.ts';
import type { Level } from './level.ts';
import type { Leader, Rest } from './leader.ts';
import type { Batch, Program, Status, Word } from './protocol.ts';
import { partsFor, shardsOf, split } from './shards.ts';
import type { Shards } from './shards.ts';
import type { Threads } from './threads.ts';

/** How it ended: all is explored, a bound was hit, or the threads cannot go on with the layout or the code. */
export type End = 'explored' | 'max-depth' | 'max-memory' | 'stopped' | 'cannot';

export interface FleetOptions {
  readonly maxDepth: number;
  readonly maxBytes: number;
}

/**
 * A breadth-first search by several threads, level by level. They share the table of visited states, and whoever has
 * nothing to do takes the next states of the level. States about which their code knows nothing go to the leader.
 *
 * A level is over when all stand still and have received every order. So all that is said of depths holds as in a search
 * by one thread, and the numbers of states and transitions do not depend on who was faster.
 */
export class Fleet {
  end: End | undefined;
  shards: Shards;

  readonly #leader: Leader;
  readonly #options: FleetOptions;
  readonly #threads: Threads;
  #statuses: (Status | undefined)[] = [];
  #control = Control.of([]);
  #level: Level;
  /** States of the next level. */
  #next: Uint32Array[] = [];
  /** Words of empty chunks that threads were given. */
  #spare = 0;
  #enlarger: Enlarger;
  /** States when the threads began, and those of them that were expanded in levels before this one. */
  #begun = 0;
  #expanded = 0;
  #transitions = 0;
  /** States of the level that could not be expanded in the layout that the threads have. */
  #held: Uint32Array[] = [];
  /** Successors that are in no table yet. */
  #waiting: Batch[] = [];
  /** Threads that have handed in what waited there; undefined while nobody was asked to. */
  #collected: number | undefined;
  /** Beginnings: the threads start anew after each new layout. */
  #epoch = 0;
  #wanted: End | 'anew' | undefined;
  /** Whose turn it is to take what the leader finds. */
  #turn = 0;
  #failure: unknown;
  #wake: () => void = () => undefined;

  /** `shards`: the states found so far, of which `rest` are to be expanded. */
  constructor(
    rest: Rest,
    leader: Leader,
    options: FleetOptions,
    shards: Shards,
    program: Program,
    threads: Threads,
  ) {
    this.#leader = leader;
    this.#options = options;
    this.#threads = threads;
    this.shards = shards;
    this.#level = makeLevel(rest.depth, [], 1, 1);
    this.#enlarger = new Enlarger(shards, this.#control, threads);
    threads.listen({
      hear: (word) => this.#guard(() => this.#hear(word)),
      fail: (error) => this.#fail(error),
    });
    this.#begin(shards, shards.layout, rest, [], program);
  }

  /** Whether threads can work with this layout and code, and so many tables. */
  static fits(layout: Layout, steps: number, parts: number, program: Program): boolean {
    return hasKeys(layout) && program.end + boxBytes(parts, steps, layout) <= KERNEL_BYTES;
  }

  /** Depth of the states that are being expanded. */
  get level(): number {
    return this.#level.depth;
  }

  /** Where it is; of what the threads last said. */
  get progress(): { states: number; transitions: number; frontier: number; bytes: number } {
    const statuses = this.#statuses.filter((status) => status !== undefined);
    const sum = (of: (status: Status) => number): number =>
      statuses.reduce((total, status) => total + of(status), 0);
    const added = sum((status) => status.added.reduce((all, one) => all + one, 0));
    const states = Math.max(this.shards.count, this.#begun + added);
    const taken = Math.min(this.#control.taken * this.#level.piece, this.#states(this.#level.chunks));
    return {
      states,
      transitions: this.#transitions + sum(({ transitions }) => transitions),
      frontier: Math.max(0, states - this.#expanded - taken),
      bytes: this.bytes,
    };
  }

  /** Bytes held. */
  get bytes(): number {
    const next = Math.max(wordsOf(this.#next), this.#spare);
    return this.shards.bytes + 4 * (wordsOf(this.#level.chunks) + next);
  }

  /** What the threads have not expanded when it has ended early. */
  get rest(): Rest {
    const current = [...this.#held, ...new Taker(this.#level, this.#control).rest()];
    return { depth: this.level, current, next: this.#next };
  }

  /** Whether it has ended. Throws what the leader throws. */
  get isOver(): boolean {
    if (this.#failure !== undefined) throw this.#failure as Error;
    return this.end !== undefined;
  }

  /** Waits until it has ended, or so many milliseconds. */
  async wait(milliseconds: number): Promise<void> {
    if (this.end !== undefined || this.#failure !== undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Has everybody stop; `isOver` says when that is so. */
  stop(end: End | 'anew' = 'stopped'): void {
    this.#wanted ??= end;
    this.#control.isParked = true;
  }

  /** States in these arrays. */
  #states(chunks: readonly Uint32Array[]): number {
    return wordsOf(chunks) / this.shards.layout.words;
  }

  /** `rest` and `waiting` are packed in another layout, perhaps. */
  #begin(shards: Shards, from: Layout, rest: Rest, waiting: readonly Batch[], program: Program): void {
    const { layout, tables } = shards;
    const shared = (states: Uint32Array): Uint32Array => {
      const chunk = sharedWords(states.length);
      chunk.set(states);
      return chunk;
    };
    this.shards = shards;
    shards.allow = (bytes) => this.bytes + bytes <= this.#options.maxBytes;
    this.#next = rest.next.map((chunk) => repacked(chunk, from, layout)).map(shared);
    this.#waiting = waiting.map(({ part, states }) => ({ part, states: repacked(states, from, layout) }));
    this.#held = [];
    const current = rest.current.map((chunk) => repacked(chunk, from, layout)).map(shared);
    this.#setLevel(rest.depth, current);
    if (!this.#addWaiting()) {
      this.#finish('max-memory');
      return;
    }
    this.#begun = shards.count;
    this.#expanded = shards.count - this.#states(current) - this.#states(this.#next);
    this.#control = Control.of(tables.map(({ count }) => count));
    this.#enlarger = new Enlarger(shards, this.#control, this.#threads);
    this.#statuses = [];
    this.#wanted = undefined;
    this.#collected = undefined;
    this.#spare = 0;
    const memories = tables.map(({ room }) => room.memory!);
    for (const { buffer } of memories) prepareInsert(new Uint32Array(buffer, 0, KERNEL_BYTES / 4));
    this.#threads.start({
      memories,
      tables: this.#enlarger.tables,
      layout,
      steps: this.#leader.steps,
      program,
      control: this.#control.words,
      epoch: ++this.#epoch,
    });
    this.#threads.postAll({ level: this.#level, spare: [] });
  }

  #setLevel(depth: number, chunks: readonly Uint32Array[]): void {
    this.#level = makeLevel(depth, chunks, this.shards.layout.words, this.#threads.count);
  }

  #hear(word: Word): void {
    if (this.end !== undefined) return;
    if ('status' in word) {
      if (word.status.epoch !== this.#epoch) return;
      this.#statuses[word.status.thread] = word.status;
      if (word.status.isFull) this.stop('max-memory');
      if (this.#isQuiet()) this.#goOn();
    } else if ('unknown' in word) this.#resolve(word.unknown);
    else if ('chunk' in word) {
      this.#next.push(word.chunk);
      if (!this.shards.fits(0)) this.stop('max-memory');
    } else {
      this.#waiting.push(...word.waiting);
      this.#collected = (this.#collected ?? 0) + 1;
      if (this.#collected === this.#threads.count) this.#stopped();
    }
  }

  /** What the code of the threads knows nothing about. */
  #resolve(states: Uint32Array): void {
    if (this.#wanted !== undefined) {
      this.#held.push(states);
      return;
    }
    const { words } = this.shards.layout;
    const { done, successors } = this.#leader.expand(states, this.level);
    split(successors, this.shards).forEach((own, part) => {
      if (own.length === 0) return;
      this.#turn = (this.#turn + 1) % this.#threads.count;
      this.#threads.post(this.#turn, { found: { part, states: own } });
    });
    if (done * words < states.length) {
      this.#held.push(states.slice(done * words));
      this.stop('anew');
      return;
    }
    if (this.#leader.isNew) {
      const program = this.#leader.program();
      if (program === undefined) this.stop('cannot');
      else this.#threads.postAll({ program });
      return;
    }
    const patch = this.#leader.patch();
    if (patch.length > 0) this.#threads.postAll({ patch });
  }

  /** Whether nobody works, and nobody will but by an order. */
  #isQuiet(): boolean {
    return this.#threads.posted.every((posted, thread) => {
      const status = this.#statuses[thread];
      return status?.isStill === true && status.received === posted;
    });
  }

  #goOn(): void {
    if (this.#enlarger.goOn()) return;
    if (this.#wanted === undefined && !this.#control.isParked) this.#nextLevel();
    else if (this.#wanted !== undefined || !this.#enlarge()) {
      // Their answers end it.
      if (this.#collected === undefined) this.#threads.postAll({ collect: true });
      this.#collected ??= 0;
    }
  }

  /** Makes room for what waits, or begins to. False if there is none, or only in more tables. */
  #enlarge(): boolean {
    this.#takeStock();
    const came = this.#enlarger.enlarge(this.#statuses.filter((status) => status !== undefined));
    if (came === 'more-tables') this.#wanted = 'anew';
    else if (came === 'no-memory') this.#wanted = 'max-memory';
    else if (came === 'done') {
      this.#control.isParked = false;
      this.#threads.postAll({ tables: this.#enlarger.tables });
    }
    return this.#wanted === undefined;
  }

  #nextLevel(): void {
    this.#takeStock();
    if (this.#next.length === 0) {
      this.#finish('explored');
      return;
    }
    const { count: threads } = this.#threads;
    const empty = wholeChunks(this.#level.chunks, this.shards.layout.words);
    this.#expanded += this.#states(this.#level.chunks);
    this.#setLevel(this.level + 1, this.#next);
    this.#next = [];
    this.#control.rewind();
    if (this.level >= this.#options.maxDepth) {
      this.#finish('max-depth');
      return;
    }
    this.#spare = wordsOf(empty);
    for (let thread = 0; thread < threads; thread++) {
      const spare = empty.filter((_, i) => i % threads === thread);
      this.#threads.post(thread, { level: this.#level, spare });
    }
  }

  /** Everybody stands still, and all states are known that are to be expanded. */
  #stopped(): void {
    try {
      this.#takeStock();
      const wanted = this.#wanted ?? 'stopped';
      if (wanted === 'anew') this.#beginAnew();
      else this.#finish(this.#addWaiting() ? wanted : 'max-memory');
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      this.#finish('max-memory');
    }
  }

  /** In a new layout, or in more tables. */
  #beginAnew(): void {
    const { shards: old, rest } = this;
    const { layout, steps } = this.#leader;
    // In the same layout it was for want of tables.
    const least = layout === old.layout ? 1 + old.tables.length : 1;
    const parts = partsFor(layout, old.count, least);
    if (layout !== old.layout && hasKeys(layout)) this.#leader.remake();
    const program = this.#leader.program();
    if (program === undefined || !Fleet.fits(layout, steps, parts, program)) {
      this.#finish(this.#addWaiting() ? 'cannot' : 'max-memory');
      return;
    }
    const shards = shardsOf(old, layout, parts, (bytes) => this.bytes + bytes <= this.#options.maxBytes);
    if (shards === undefined) {
      this.#finish('max-memory');
      return;
    }
    this.#foldStatuses();
    this.#begin(shards, old.layout, rest, this.#waiting, program);
  }

  /** Adds what waited to the tables: only while all stand still. False if there is no memory. */
  #addWaiting(): boolean {
    for (const { states } of this.#waiting) {
      const fresh = this.shards.addAll(states, this.level + 1);
      if (fresh === undefined) return false;
      if (fresh.length > 0) this.#next.push(fresh);
    }
    this.#waiting = [];
    return true;
  }

  #finish(end: End): void {
    this.#foldStatuses();
    this.end = end;
    this.#wake();
  }

  /** What threads have added to the tables: only while all stand still. */
  #takeStock(): void {
    this.shards.tables.forEach((table, part) => {
      table.noteAdded(this.#control.count(part) - table.count, this.level + 1);
    });
  }

  #foldStatuses(): void {
    this.#transitions += this.#statuses.reduce((sum, status) => sum + (status?.transitions ?? 0), 0);
    this.#statuses = [];
  }

  /** A state of which the engine could not learn for want of memory is lost: that is the end. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) {
        this.#fail(thrown);
        return;
      }
      this.stop('max-memory');
      // Nobody else would say anything any more.
      if (this.#isQuiet()) this.#finish('max-memory');
    }
  }

  #fail(thrown: unknown): void {
    this.#failure ??= thrown;
    this.#wake();
  }
}

/** The same states in another layout. */
export function repacked(states: Uint32Array, from: Layout, to: Layout): Uint32Array {
  if (from === to) return states;
  const next = new Uint32Array((states.length / from.words) * to.words);
  repack(from, to, states, states.length / from.words, next);
  return next;
}
