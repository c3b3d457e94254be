import type { MachinesOf, StepMaker, View } from '../../checker/index.ts';
import { mutex } from '../locks/mutex.ts';
import { sx } from '../locks/sx.ts';
import { kernel } from './kernel.ts';
import type { MutexName, PrisonName, ProcessName } from './names.ts';
import { prison } from './prison.ts';
import { process } from './process.ts';
import { taskqueue } from './taskqueue.ts';

export type Actors = MachinesOf<
  {
    kernel: typeof kernel;
    allprison: typeof sx;
    taskqueue: typeof taskqueue;
  } & Record<PrisonName, typeof prison> &
    Record<MutexName, typeof mutex> &
    Record<ProcessName, typeof process>
>;

/** A thread: a process, or the taskqueue. */
export type ThreadName = ProcessName | 'taskqueue';
export type State = View<Actors>;
export type Make = StepMaker<Actors>;
