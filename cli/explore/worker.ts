/** The thread in which the explorer checks: it loads the scenario or file anew, and answers. */
import { workerData } from 'node:worker_threads';
import { answerTasks } from '../../explorer/server/threads.ts';
import { findTarget } from '../load/target.ts';

/** What the thread is started with. */
export interface WorkerData {
  /** A scenario's name, or a file. */
  readonly word: string;
  readonly cwd: string;
}

const { word, cwd } = workerData as WorkerData;
answerTasks(findTarget(word, cwd));
