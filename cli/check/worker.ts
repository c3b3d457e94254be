/** A thread in which checks run beside others. */
import { parentPort } from 'node:worker_threads';
import { failureOf } from '../../explorer/server/tasks.ts';
import { findTarget } from '../load/target.ts';
import type { Target } from '../load/target.ts';
import { runJob } from './run.ts';
import type { Order, Word } from './thread.ts';

const port = parentPort!;
const say = (word: Word): void => port.postMessage(word);
const targets = new Map<string, Promise<Target>>();
let stop = new AbortController();

async function obey({ word, header, known, options }: Exclude<Order, 'stop'>): Promise<Word> {
  try {
    const loading = targets.get(word) ?? findTarget(word, options.cwd);
    targets.set(word, loading);
    const target = await loading;
    const report = await runJob(
      { target, header, known },
      {
        ...options,
        engine: undefined,
        signal: stop.signal,
        onProgress: (progress) => say({ progress }),
      },
    );
    return { report };
  } catch (thrown) {
    return { failure: failureOf(thrown) };
  }
}

port.on('message', (order: Order) => {
  if (order === 'stop') {
    stop.abort();
    return;
  }
  stop = new AbortController();
  void obey(order).then(say);
});
