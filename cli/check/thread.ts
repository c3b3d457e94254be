import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CheckProgress } from '../../checker/index.ts';
import type { CheckHeader } from '../../checker/report/build.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import type { Known } from '../../checker/scenario/scenario.ts';
import { errorOf } from '../../explorer/server/threads.ts';
import type { Failure } from '../../explorer/shared/api.ts';
import { builtFolder } from '../built.ts';
import type { Job } from './jobs.ts';
import type { RunOptions } from './run.ts';

/** What a thread is told: run a check, or stop the one that runs. */
export type Order =
  | 'stop'
  | {
      /** A scenario's name, or a file. */
      readonly word: string;
      readonly header: CheckHeader;
      readonly known: Known | undefined;
      readonly options: Pick<
        RunOptions,
        'properties' | 'audit' | 'reduction' | 'symmetry' | 'storage' | 'cwd' | 'maxMemory' | 'workers'
      >;
    };

/** What it says. A report or a failure ends a check. */
export type Word =
  { readonly progress: CheckProgress } | { readonly report: CheckReport } | { readonly failure: Failure };

/** A thread that runs checks, one at a time. It loads scenarios and files by itself. */
export class JobThread {
  readonly #worker: Worker;
  readonly #options: Omit<RunOptions, 'onProgress'>;
  #hear: (word: Word) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;

  constructor(options: Omit<RunOptions, 'onProgress'>) {
    this.#options = options;
    this.#worker = new Worker(join(builtFolder(), 'cli', 'check', 'worker.js'));
    this.#worker.on('message', (word: Word) => this.#hear(word));
    this.#worker.on('error', (error) => this.#fail(error));
    options.signal.addEventListener('abort', () => this.#worker.postMessage('stop' satisfies Order));
  }

  /** Throws what `runJob` throws, and whatever ends the thread. */
  run({ target, header, known }: Job, onProgress: (progress: CheckProgress) => void): Promise<CheckReport> {
    const { properties, audit, reduction, symmetry, storage, cwd, maxMemory, workers } = this.#options;
    const order: Order = {
      word: target.file ?? target.scenario.name,
      header,
      known,
      options: {
        properties,
        audit,
        reduction,
        symmetry,
        cwd,
        workers,
        ...(storage === undefined ? {} : { storage }),
        ...(maxMemory === undefined ? {} : { maxMemory }),
      },
    };
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#hear = (word) => {
        if ('progress' in word) onProgress(word.progress);
        else if ('report' in word) resolve(word.report);
        else reject(errorOf(word.failure));
      };
      this.#worker.postMessage(order);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
