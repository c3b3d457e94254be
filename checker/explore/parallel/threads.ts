import { MessageChannel, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Order, Start, Word } from './protocol.ts';
import type { Shards } from './shards.ts';

/** Threads run JavaScript only: the module beside this one, or what was built from it. */
const url = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/checker/explore/parallel/worker.js', import.meta.url)
  : new URL('./worker.js', import.meta.url);

export interface Listener {
  readonly hear: (word: Word) => void;
  /** Something went wrong in a thread. */
  readonly fail: (error: Error) => void;
}

/** The threads of a search, and what was posted to each. */
export class Threads {
  readonly posted: number[];
  readonly #workers: readonly Worker[];

  constructor(parts: number, { hear, fail }: Listener) {
    this.posted = new Array<number>(parts).fill(0);
    this.#workers = this.posted.map(() => {
      const worker = new Worker(url);
      worker.on('message', hear);
      worker.on('error', fail);
      return worker;
    });
  }

  /** Gives each its part of the table, and ports to all others. What was posted before is forgotten. */
  start(shards: Shards, common: Pick<Start, 'layout' | 'steps' | 'maxBytes' | 'program' | 'epoch'>): void {
    const parts = this.#workers.length;
    const ports = this.#workers.map(() => new Array<MessagePort | undefined>(parts).fill(undefined));
    for (let a = 0; a < parts; a++) {
      for (let b = 0; b < a; b++) {
        const { port1, port2 } = new MessageChannel();
        ports[a]![b] = port1;
        ports[b]![a] = port2;
      }
    }
    this.posted.fill(0);
    this.#workers.forEach((worker, part) => {
      const table = shards.tables[part]!;
      const own = { part, parts, memory: table.room.memory!, table: table.image, ports: ports[part]! };
      worker.postMessage(
        { start: { ...common, ...own } } satisfies Order,
        ports[part]!.filter((port) => port !== undefined),
      );
    });
  }

  post(part: number, order: Exclude<Order, { start: Start }>): void {
    this.posted[part]!++;
    this.#workers[part]!.postMessage(order);
  }

  postAll(order: Exclude<Order, { start: Start }>): void {
    for (let part = 0; part < this.#workers.length; part++) this.post(part, order);
  }

  end(): void {
    for (const worker of this.#workers) void worker.terminate();
  }
}
