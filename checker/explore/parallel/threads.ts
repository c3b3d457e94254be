import { Worker } from 'node:worker_threads';
import type { Order, Start, Word } from './protocol.ts';

/** Threads run JavaScript only: the module beside this one, or what was built from it. */
const url = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/checker/explore/parallel/worker.js', import.meta.url)
  : new URL('./worker.js', import.meta.url);

export interface Listener {
  readonly hear: (word: Word) => void;
  /** Something went wrong in a thread. */
  readonly fail: (error: Error) => void;
}

/** The threads of a search, and how many orders each got since it began. It takes a while until they run. */
export class Threads {
  readonly posted: number[];
  readonly #workers: readonly Worker[];
  #failed: Error | undefined;

  constructor(count: number) {
    this.posted = new Array<number>(count).fill(0);
    this.#workers = this.posted.map(() => {
      const worker = new Worker(url);
      worker.once('error', (error: Error) => (this.#failed ??= error));
      return worker;
    });
  }

  get count(): number {
    return this.#workers.length;
  }

  listen({ hear, fail }: Listener): void {
    if (this.#failed !== undefined) fail(this.#failed);
    for (const worker of this.#workers) {
      worker.on('message', hear);
      worker.on('error', fail);
    }
  }

  /** Has all begin. What was posted before is forgotten. */
  start(common: Omit<Start, 'thread'>): void {
    this.posted.fill(0);
    this.#workers.forEach((worker, thread) =>
      worker.postMessage({ start: { ...common, thread } } satisfies Order),
    );
  }

  post(thread: number, order: Exclude<Order, { start: Start }>): void {
    this.posted[thread]!++;
    this.#workers[thread]!.postMessage(order);
  }

  postAll(order: Exclude<Order, { start: Start }>): void {
    for (let thread = 0; thread < this.count; thread++) this.post(thread, order);
  }

  end(): void {
    for (const worker of this.#workers) void worker.terminate();
  }
}
