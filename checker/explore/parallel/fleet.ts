import { repack } from '../../relation/layout.ts';
import type { Layout } from '../../relation/layout.ts';
import { hasKeys } from '../kernel/insert.ts';
import { KERNEL_BYTES } from '../room.ts';
import { Table } from '../table.ts';
import type { Program, Status, Word } from './protocol.ts';
import { boxBytes } from './shard.ts';
import { Shards, shardsOf, split } from './shards.ts';
import { Threads } from './threads.ts';

/** The thread that leads: it knows the relation, asks the user's code, and judges. */
export interface Leader {
  /** The layout that its states have now. */
  readonly layout: Layout;
  readonly steps: number;
  /** Whether there is no code for threads any more. */
  readonly cannot: boolean;
  /**
   * Expands packed states of a depth; how many of them, less than all where a new local state needed a new layout. Then
   * `successors` are those of the states before, in the old layout.
   */
  expand: (states: Uint32Array, depth: number) => { readonly done: number; readonly successors: Uint32Array };
  /** The code that threads run, if it is not the one that was asked for last; `isNew`: however it is. */
  program: (isNew: boolean) => Program | undefined;
  /** What has become known for that code since it was asked for last. */
  patch: () => Uint32Array;
}

/** States that are still to be expanded: those of the depth itself, and those one step further. */
export interface Rest {
  readonly depth: number;
  readonly current: readonly Uint32Array[];
  readonly next: readonly Uint32Array[];
}

/** How it ended: all is explored, a bound was hit, or the threads cannot go on with the layout or the code. */
export type End = 'explored' | 'max-depth' | 'max-memory' | 'stopped' | 'cannot';

export interface FleetOptions {
  readonly threads: number;
  readonly maxDepth: number;
  readonly maxBytes: number;
}

/**
 * A breadth-first search by several threads, level by level. The table of visited states is in parts, one per thread;
 * which part a state belongs in, its key tells. Each thread expands the states of its part with compiled code and sends
 * the successors that belong elsewhere to where they belong. States about which the code knows nothing go to the leader.
 *
 * A level is over when nobody has anything to do and every message that was sent was received. So all that is said of
 * depths holds as in a search by one thread, and the numbers of states and transitions do not depend on who was faster.
 */
export class Fleet {
  end: End | undefined;
  shards: Shards;
  /** Depth of the states that are being expanded. */
  level: number;

  readonly #leader: Leader;
  readonly #options: FleetOptions;
  readonly #threads: Threads;
  readonly #statuses: (Status | undefined)[];
  #transitions = 0;
  #heard = 0;
  /** States that could not be expanded in the layout that the threads have. */
  #held: Uint32Array[] = [];
  #isPaused = false;
  #isCollecting = false;
  /** Beginnings: the threads start anew after each new layout. */
  #epoch = 0;
  #wanted: End | 'layout' | undefined;
  #collected: { current: Uint32Array[]; next: Uint32Array[] }[] = [];
  #failure: unknown;
  #wake: () => void = () => undefined;

  constructor(
    layout: Layout,
    rest: Rest,
    leader: Leader,
    options: FleetOptions,
    shards: Shards,
    program: Program,
  ) {
    this.#leader = leader;
    this.#options = options;
    this.shards = shards;
    this.level = rest.depth;
    this.#statuses = [];
    this.#threads = new Threads(options.threads, {
      hear: (word) => this.#guard(() => this.#hear(word)),
      fail: (error) => this.#fail(error),
    });
    this.#begin(layout, rest, program);
  }

  /** Whether threads can work with this layout and code, and so many of them. */
  static fits(layout: Layout, steps: number, threads: number, program: Program): boolean {
    return hasKeys(layout) && program.end + boxBytes(threads, steps, layout) <= KERNEL_BYTES;
  }

  /** Where it is; of what the threads last said. */
  get progress(): { states: number; transitions: number; frontier: number; bytes: number } {
    const sum = (of: (status: Status) => number): number =>
      this.#statuses.reduce((total, status) => total + (status === undefined ? 0 : of(status)), 0);
    return {
      states: Math.max(
        this.shards.count,
        sum(({ table }) => table.count),
      ),
      transitions: this.#transitions + sum(({ transitions }) => transitions),
      frontier: sum(({ current, next }) => current + next),
      bytes: Math.max(
        this.shards.bytes,
        sum(({ bytes }) => bytes),
      ),
    };
  }

  /** What the threads have not expanded when it has ended early. */
  get rest(): Rest {
    return {
      depth: this.level,
      current: [...this.#held, ...this.#collected.flatMap(({ current }) => current)],
      next: this.#collected.flatMap(({ next }) => next),
    };
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
  stop(end: End | 'layout' = 'stopped'): void {
    this.#wanted ??= end;
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#threads.postAll({ pause: true });
  }

  /** Gives the threads back. */
  close(): void {
    this.#threads.end();
  }

  #begin(layout: Layout, { current, next, depth }: Rest, program: Program): void {
    const { threads, maxBytes } = this.#options;
    const { layout: now, steps } = this.#leader;
    this.#epoch++;
    const start = { layout: now, steps, maxBytes: maxBytes / threads, program, epoch: this.#epoch };
    this.#threads.start(this.shards, start);
    this.#statuses.length = 0;
    this.#heard = 0;
    this.#isPaused = false;
    this.#isCollecting = false;
    this.#wanted = undefined;
    this.#held = [];
    this.#collected = [];
    const send = (chunks: readonly Uint32Array[], at: number): void => {
      for (const chunk of chunks) {
        split(repacked(chunk, layout, now), this.shards).forEach((frontier, part) => {
          if (frontier.length > 0) this.#threads.post(part, { frontier, depth: at });
        });
      }
    };
    send(current, depth);
    this.#threads.postAll({ level: depth });
    send(next, depth + 1);
  }

  #hear(word: Word): void {
    if (this.end !== undefined) return;
    if ('status' in word) {
      if (word.status.epoch !== this.#epoch) return;
      this.#statuses[word.status.part] = word.status;
      if (word.status.isFull) this.stop('max-memory');
      if (this.#isQuiet()) this.#goOn();
    } else if ('unknown' in word) {
      this.#heard++;
      this.#resolve(word.unknown);
      if (this.#isQuiet()) this.#goOn();
    } else {
      this.#collected.push({ current: word.current, next: word.next });
      if (this.#collected.length === this.#options.threads) this.#stopped();
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
      if (own.length > 0) this.#threads.post(part, { found: { states: own, depth: this.level + 1 } });
    });
    if (done * words < states.length) {
      this.#held.push(states.slice(done * words));
      this.stop('layout');
      return;
    }
    const program = this.#leader.program(false);
    const patch = this.#leader.patch();
    if (program !== undefined) this.#threads.postAll({ program });
    else if (this.#leader.cannot) this.stop('cannot');
    else if (patch.length > 0) this.#threads.postAll({ patch });
  }

  /** Whether nobody works, and nothing is under way from anybody to anybody. */
  #isQuiet(): boolean {
    const { threads } = this.#options;
    const statuses = this.#statuses.filter((status) => status !== undefined);
    if (statuses.length < threads || statuses.some(({ isIdle }) => !isIdle)) return false;
    const sentTo = (to: number): number => statuses.reduce((sum, { sent }) => sum + sent[to]!, 0);
    return (
      sentTo(threads) === this.#heard &&
      statuses.every(({ part, received }) => received === sentTo(part) + this.#threads.posted[part]!)
    );
  }

  #goOn(): void {
    if (this.#wanted !== undefined) {
      // Their answers end it.
      if (!this.#isCollecting) this.#threads.postAll({ collect: true });
      this.#isCollecting = true;
      return;
    }
    const next = this.#statuses.reduce((sum, status) => sum + status!.next, 0);
    if (next === 0) this.#finish('explored');
    else {
      this.level++;
      if (this.level >= this.#options.maxDepth) this.stop('max-depth');
      this.#threads.postAll({ level: this.level });
    }
  }

  /** Everybody stands still, and all states are known that are to be expanded. */
  #stopped(): void {
    this.#takeStock();
    const wanted = this.#wanted ?? 'stopped';
    if (wanted !== 'layout') {
      this.#finish(wanted);
      return;
    }
    const { layout, steps } = this.#leader;
    const { threads, maxBytes } = this.#options;
    const old = this.shards;
    const { rest } = this;
    if (!hasKeys(layout)) {
      this.#finish('cannot');
      return;
    }
    const shards = shardsOf(old, layout, threads, (bytes) => old.bytes + bytes <= maxBytes);
    const program = this.#leader.program(true);
    if (shards === undefined) this.#finish('max-memory');
    else if (program === undefined || !Fleet.fits(layout, steps, threads, program)) this.#finish('cannot');
    else {
      this.shards = shards;
      this.#begin(old.layout, rest, program);
    }
  }

  #finish(end: End): void {
    this.#takeStock();
    this.end = end;
    this.#wake();
  }

  /** The tables as the threads have left them. */
  #takeStock(): void {
    const { layout, tables, fits } = this.shards;
    const never = (): boolean => false;
    this.shards = new Shards(
      layout,
      tables.map((table, part) => {
        const status = this.#statuses[part];
        return status === undefined ? table : Table.over(table.room.memory!, status.table, never);
      }),
      fits,
    );
    this.#transitions += this.#statuses.reduce((sum, status) => sum + (status?.transitions ?? 0), 0);
    this.#statuses.length = 0;
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      if (thrown instanceof RangeError) this.#finish('max-memory');
      else this.#fail(thrown);
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
