/** Both ends of a thread: whoever asks, and the loop inside it that answers. */
import { parentPort } from 'node:worker_threads';
import type { Worker } from 'node:worker_threads';
import { RefholdError } from '../../checker/errors.ts';
import type { ErrorCode } from '../../checker/errors.ts';
import { errorCatalogue } from '../../checker/errors.ts';
import type { CheckProgress, Failure, MatrixRow } from '../shared/api.ts';
import type { Subject } from './subjects.ts';
import { failureOf, Tasks } from './tasks.ts';
import type { Listener, Task } from './tasks.ts';

type Request = { readonly id: number; readonly task: Task } | { readonly id: number; readonly stop: true };

type Message = { readonly id: number } & (
  | { readonly progress: CheckProgress }
  | { readonly row: MatrixRow }
  | { readonly answer: unknown }
  | { readonly failure: Failure }
);

/** Answers tasks about what is being loaded, in the order in which they come, until the thread is ended. */
export function answerTasks(subject: Promise<Subject>): void {
  const port = parentPort!;
  const tasks = subject.then((loaded) => new Tasks(loaded));
  // Said to whoever asks.
  tasks.catch(() => undefined);
  const stops = new Map<number, AbortController>();
  let last: Promise<unknown> = Promise.resolve();
  const send = (message: Message): void => port.postMessage(message);
  const answer = async (id: number, task: Task, signal: AbortSignal): Promise<void> => {
    try {
      const listener: Listener = {
        signal,
        progress: (progress) => send({ id, progress }),
        row: (row) => send({ id, row }),
      };
      send({ id, answer: await (await tasks).run(task, listener) });
    } catch (thrown) {
      send({ id, failure: failureOf(thrown) });
    } finally {
      stops.delete(id);
    }
  };
  port.on('message', (request: Request) => {
    const { id } = request;
    if ('stop' in request) {
      stops.get(id)?.abort();
      return;
    }
    const stop = new AbortController();
    stops.set(id, stop);
    last = last.then(() => answer(id, request.task, stop.signal));
  });
}

interface Waiting {
  readonly listener: Partial<Omit<Listener, 'signal'>>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A thread, from outside. */
export class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #ids = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: Message) => this.#hear(message));
    worker.on('error', (error) => this.#end(error));
    worker.on('exit', () => this.#end(new Error('the thread has ended')));
  }

  /** Runs a task. An aborted one ends with what was found by then. */
  run<T>(task: Task, listener: Partial<Listener> = {}): Promise<T> {
    const id = this.#ids++;
    const answered = new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { listener, resolve: resolve as (answer: unknown) => void, reject });
    });
    listener.signal?.addEventListener('abort', () => this.#worker.postMessage({ id, stop: true }));
    this.#worker.postMessage({ id, task });
    return answered;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(message: Message): void {
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    if ('progress' in message) waiting.listener.progress?.(message.progress);
    else if ('row' in message) waiting.listener.row?.(message.row);
    else {
      this.#waiting.delete(message.id);
      if ('answer' in message) waiting.resolve(message.answer);
      else waiting.reject(errorOf(message.failure));
    }
  }

  #end(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** The error that a thread has told of. */
export function errorOf({ code, what, where, fix }: Failure): Error {
  if (!Object.hasOwn(errorCatalogue, code)) return new Error(what);
  return new RefholdError(code as ErrorCode, { what, where, fix });
}
