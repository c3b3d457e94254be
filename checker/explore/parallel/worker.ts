/** A thread that searches: it expands states with compiled code, and adds what it finds to tables that it shares with others. */
import { parentPort } from 'node:worker_threads';
import { Hand } from './hand.ts';
import type { Order, Start, Status, Word } from './protocol.ts';

/** Milliseconds of work between two looks at what the leading thread says. */
const SLICE = 4;
/** Milliseconds between two words on how far it is, while it works. */
const REPORT = 50;
/** States about which nothing is known that are told together. */
const UNKNOWN_WORDS = 512;

const leader = parentPort!;
const say = (word: Word, transfer: readonly ArrayBuffer[] = []): void => leader.postMessage(word, transfer);

class Searcher {
  readonly #start: Start;
  readonly #hand: Hand;
  #received = 0;
  #isScheduled = false;
  #isClosed = false;
  #reported = 0;
  #unknown: Uint32Array[] = [];
  #unknownWords = 0;

  constructor(start: Start) {
    this.#start = start;
    this.#hand = new Hand(start, {
      chunk: (chunk) => say({ chunk }),
      unknown: (state) => {
        this.#unknown.push(state);
        this.#unknownWords += state.length;
        if (this.#unknownWords >= UNKNOWN_WORDS) this.#tellUnknown();
      },
    });
  }

  obey(order: Exclude<Order, { start: Start }>): void {
    this.#received++;
    this.#guard(() => this.#obey(order));
    this.#schedule();
  }

  /** Ends what this thread does for a search. */
  close(): void {
    this.#isClosed = true;
  }

  #obey(order: Exclude<Order, { start: Start }>): void {
    const hand = this.#hand;
    if ('found' in order) hand.waiting.push(order.found);
    else if ('program' in order) hand.install(order.program);
    else if ('patch' in order) hand.patch(order.patch);
    else if ('level' in order) hand.begin(order.level, order.spare);
    else if ('move' in order) hand.parts[order.move.part]!.move(order.move);
    else if ('settle' in order) hand.settle(order.settle);
    else if ('tables' in order) hand.become(order.tables);
    else {
      say({ waiting: hand.waiting });
      hand.waiting = [];
    }
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
    const hand = this.#hand;
    const end = performance.now() + SLICE;
    while (!hand.isStill && performance.now() < end) hand.work();
    if (hand.isStill) {
      hand.fresh.flush();
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
      this.#hand.isFull = true;
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
    say({ unknown }, [unknown.buffer]);
  }

  #report(isStill: boolean): void {
    this.#reported = performance.now();
    const { parts, transitions, waiting, stuck, isFull } = this.#hand;
    const count = parts.map(() => 0);
    for (const { part, states } of waiting) count[part]! += states.length / this.#start.layout.words;
    const status: Status = {
      thread: this.#start.thread,
      epoch: this.#start.epoch,
      isStill,
      received: this.#received,
      added: parts.map(({ added }) => added),
      transitions,
      waiting: count,
      stuck: [...stuck],
      isFull,
    };
    say({ status });
  }
}

let searcher: Searcher | undefined;
leader.on('message', (order: Order) => {
  if ('start' in order) {
    searcher?.close();
    searcher = new Searcher(order.start);
  } else searcher!.obey(order);
});
