import type { ServerResponse } from 'node:http';
import type { Failure } from '../shared/api.ts';
import { failureOf } from './tasks.ts';

/** Milliseconds between two progress events: more would only be painted over. */
const PACE = 80;

/** A stream of server-sent events: any number of `progress` and `row`, then `done` or `failed`. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #stop = new AbortController();
  #last = 0;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.on('close', () => this.#stop.abort());
  }

  /** Aborted when nobody listens any more. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  progress(progress: unknown): void {
    if (performance.now() - this.#last < PACE) return;
    this.#last = performance.now();
    this.send('progress', progress);
  }

  send(event: 'progress' | 'row' | 'done' | 'failed', data: unknown): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    this.#response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Sends what the work comes to, and ends. */
  async end(work: Promise<unknown>): Promise<void> {
    try {
      this.send('done', await work);
    } catch (thrown) {
      this.send('failed', failureOf(thrown) satisfies Failure);
    }
    this.#response.end();
  }
}
