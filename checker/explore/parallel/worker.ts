/** A thread that searches: it has one part of the table of visited states, and expands the states in it. */
import { parentPort } from 'node:worker_threads';
import { Shard } from './shard.ts';
import type { Order, Start, States, Status, Word } from './protocol.ts';

/** Milliseconds of work between two looks at what others say. */
const SLICE = 4;
/** Milliseconds between two words on how far it is, while it works. */
const REPORT = 50;
/** States about which nothing is known that are told together. */
const UNKNOWN_WORDS = 512;

const leader = parentPort!;
const say = (word: Word, transfer: readonly ArrayBuffer[] = []): void => leader.postMessage(word, transfer);

/** The buffer behind words that were copied for somebody. */
const bufferOf = (words: Uint32Array): ArrayBuffer => words.buffer as ArrayBuffer;

class Searcher {
  readonly #start: Start;
  readonly #shard: Shard;
  readonly #sent: number[];
  #received = 0;
  /** Depth of the states that are expanded. Begins before the first level. */
  #level = -1;
  #isPaused = false;
  #isScheduled = false;
  #isClosed = false;
  #reported = 0;
  #unknown: Uint32Array[] = [];
  #unknownWords = 0;

  constructor(start: Start) {
    this.#start = start;
    this.#sent = new Array<number>(start.parts + 1).fill(0);
    this.#shard = new Shard(start, {
      send: (part, states) => {
        this.#sent[part]!++;
        const found: States = { states, depth: this.#level + 1 };
        start.ports[part]!.postMessage(found, [bufferOf(states)]);
      },
      unknown: (state) => {
        this.#unknown.push(state);
        this.#unknownWords += state.length;
        if (this.#unknownWords >= UNKNOWN_WORDS) this.#tellUnknown();
      },
    });
    for (const port of start.ports) port?.on('message', (found: States) => this.#take(found));
  }

  obey(order: Exclude<Order, { start: Start }>): void {
    this.#received++;
    this.#guard(() => this.#obey(order));
    this.#schedule();
  }

  /** Ends what this thread does for a search. */
  close(): void {
    this.#isClosed = true;
    for (const port of this.#start.ports) port?.close();
  }

  #obey(order: Exclude<Order, { start: Start }>): void {
    const shard = this.#shard;
    if ('frontier' in order) {
      const { frontier, depth } = order;
      const into = depth === this.#level ? shard.current : shard.next;
      into.push(frontier, 0, frontier.length / this.#start.layout.words);
    } else if ('found' in order) {
      this.#advance(order.found.depth - 1);
      shard.take(order.found.states, order.found.depth);
    } else if ('program' in order) shard.install(order.program);
    else if ('patch' in order) shard.patch(order.patch);
    else if ('level' in order) this.#advance(order.level);
    else if ('pause' in order) this.#isPaused = true;
    else this.#collect();
  }

  /** From another thread. It may have heard of the next level earlier. */
  #take({ states, depth }: States): void {
    this.#received++;
    this.#advance(depth - 1);
    this.#guard(() => this.#shard.take(states, depth));
    this.#schedule();
  }

  /** Goes on to the states of this depth: all of them are found. */
  #advance(level: number): void {
    if (level <= this.#level) return;
    this.#level = level;
    const shard = this.#shard;
    [shard.current, shard.next] = [shard.next, shard.current];
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (!this.#isClosed) this.#guard(() => this.#work());
    });
  }

  #work(): void {
    const shard = this.#shard;
    const end = performance.now() + SLICE;
    const isStopped = (): boolean => this.#isPaused || shard.isFull || shard.current.count === 0;
    while (!isStopped() && performance.now() < end) shard.batch(this.#level + 1);
    if (isStopped()) {
      shard.flush();
      this.#tellUnknown();
      this.#report(true);
      return;
    }
    if (performance.now() - this.#reported >= REPORT) this.#report(false);
    this.#schedule();
  }

  /** What the engine says when an array cannot be had ends the search, and the thread goes on to say so. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      this.#shard.isFull = true;
      this.#schedule();
    }
  }

  #tellUnknown(): void {
    if (this.#unknown.length === 0) return;
    const unknown = new Uint32Array(this.#unknownWords);
    let at = 0;
    for (const state of this.#unknown) {
      unknown.set(state, at);
      at += state.length;
    }
    this.#unknown = [];
    this.#unknownWords = 0;
    this.#sent[this.#sent.length - 1]!++;
    say({ unknown }, [unknown.buffer]);
  }

  #report(isIdle: boolean): void {
    this.#reported = performance.now();
    const { table, current, next, transitions, bytes, isFull } = this.#shard;
    const status: Status = {
      part: this.#start.part,
      epoch: this.#start.epoch,
      level: this.#level,
      isIdle,
      sent: this.#sent,
      received: this.#received,
      table: table.image,
      transitions,
      current: current.count,
      next: next.count,
      bytes,
      isFull,
    };
    say({ status });
  }

  #collect(): void {
    const { current, next } = this.#shard;
    say({ part: this.#start.part, current: current.takeAll(), next: next.takeAll() });
  }
}

let searcher: Searcher | undefined;
leader.on('message', (order: Order) => {
  if ('start' in order) {
    searcher?.close();
    searcher = new Searcher(order.start);
  } else searcher!.obey(order);
});
