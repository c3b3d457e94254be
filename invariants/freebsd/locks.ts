import { always } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import type { mutex } from '../../machines/locks/mutex.ts';
import type { MutexName, ProcessName } from '../../machines/freebsd/names.ts';
import type { process } from '../../machines/freebsd/process.ts';

type Mutexes = Record<MutexName, typeof mutex>;
type Processes = Record<ProcessName, typeof process>;

/** J7. One predicate per mutex: its owner is still in the kernel. */
export function noMutexHeldOnReturn(
  mutexes: readonly MutexName[],
  processes: readonly ProcessName[],
): Property<Mutexes & Processes> {
  return always(
    'nobody leaves the kernel with a mutex',
    mutexes.map((name) => (s) => {
      const { owner } = s[name].context;
      const process = processes.find((one) => one === owner);
      if (process === undefined || s[process].matches('kernel')) return true;
      return { mutex: name, owner: process };
    }),
    {
      about: 'A system call and exit1 return with every pr_mtx released.',
      cites: ['freebsd-jail, August 2011: the first patch'],
    },
  );
}
