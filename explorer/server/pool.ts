import type { Worker } from 'node:worker_threads';
import type { CheckProgress, SpaceSummary } from '../shared/api.ts';
import type { Built, Subject } from './subjects.ts';
import type { Job, Listener, Task } from './tasks.ts';
import { Thread } from './threads.ts';

/** State spaces that are kept: the one that is looked at, and the one before it. */
const SPACES = 2;

interface Kept {
  readonly thread: Thread;
  readonly explored: Promise<SpaceSummary>;
  readonly listeners: Set<(progress: CheckProgress) => void>;
}

/** Threads by what they are for. */
export class Pool {
  readonly #start: (subject: Subject) => Worker;
  readonly #spaces = new Map<string, Kept>();
  readonly #running = new Set<Thread>();

  /** `start` makes a thread that answers tasks about a subject. */
  constructor(start: (subject: Subject) => Worker) {
    this.#start = start;
  }

  /** Runs a task in a thread that ends with it. */
  async once<T>(subject: Subject, task: Task, listener: Partial<Listener>): Promise<T> {
    const thread = new Thread(this.#start(subject));
    this.#running.add(thread);
    try {
      return await thread.run<T>(task, listener);
    } finally {
      this.#running.delete(thread);
      await thread.stop();
    }
  }

  /** Explores the states of a scenario, once; whoever asks later waits for the same exploration. */
  async explore(
    built: Built,
    progress: (progress: CheckProgress) => void = () => undefined,
  ): Promise<SpaceSummary> {
    const kept = this.#spaceOf(built);
    kept.listeners.add(progress);
    try {
      return await kept.explored;
    } finally {
      kept.listeners.delete(progress);
    }
  }

  /** Asks about the explored states; explores them first where nobody has. */
  async ask<T>(built: Built, task: Task): Promise<T> {
    const { thread, explored } = this.#spaceOf(built);
    await explored;
    return thread.run<T>(task);
  }

  /** Ends all threads. */
  async stop(): Promise<void> {
    const threads = [...this.#running, ...[...this.#spaces.values()].map(({ thread }) => thread)];
    this.#spaces.clear();
    await Promise.all(threads.map((thread) => thread.stop()));
  }

  #spaceOf(built: Built): Kept {
    const { subject, variant, values } = built;
    const key = JSON.stringify([subject.scenario.name, subject.file, values]);
    const kept = this.#spaces.get(key) ?? this.#startSpace(key, subject, { variant, values });
    // The last one looked at is the last one to go.
    this.#spaces.delete(key);
    this.#spaces.set(key, kept);
    for (const [oldest, { thread }] of [...this.#spaces].slice(0, -SPACES)) {
      this.#spaces.delete(oldest);
      void thread.stop();
    }
    return kept;
  }

  #startSpace(key: string, subject: Subject, job: Job): Kept {
    const thread = new Thread(this.#start(subject));
    const listeners = new Set<(progress: CheckProgress) => void>();
    const progress = (now: CheckProgress): void => listeners.forEach((listener) => listener(now));
    const explored = thread.run<SpaceSummary>({ kind: 'explore', job }, { progress });
    explored.catch(() => {
      this.#spaces.delete(key);
      void thread.stop();
    });
    return { thread, explored, listeners };
  }
}
