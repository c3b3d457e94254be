import type { NamedStep } from '../../../checker/index.ts';
import type { Settings } from './options.ts';
import {
  enterPerimeter,
  holdTmp,
  leavePerimeter,
  program,
  releTmp,
  threadNames,
  unlock,
  writeLock,
} from './threads.ts';
import type { Actors, Line, Make, ThreadName } from './threads.ts';

/** What each thread does, line by line. */
export function programs(step: Make, settings: Settings): NamedStep<Actors>[] {
  const lines: Readonly<Record<ThreadName, readonly Line[]>> = {
    destroy: destroy(settings),
    ioctl: ioctl(),
    flow: flow(),
    task: task(),
    create: create(settings),
    fork: fork(settings),
    lookup: lookup(),
  };
  return threadNames(settings).flatMap((name) => program(step, name, lines[name]));
}

const UNSET = 'dls_mgmt.c: dls_devnet_unset';
const DESTROY = 'dls_mgmt.c: dls_devnet_destroy';

const takeMutex: Line = {
  does: 'dd_mutex',
  at: UNSET,
  with: () => ({ ddMutex: { type: 'acquire', by: 'destroy' } }),
};
const dropMutex: Line = {
  does: 'dd_mutex released',
  at: UNSET,
  with: () => ({ ddMutex: { type: 'release', by: 'destroy' } }),
};
const unhash: Line = {
  does: 'condemned and out of the hashes',
  at: UNSET,
  with: () => ({ ddp: { type: 'unhash' } }),
};
/** cv_wait: dd_mutex is free meanwhile. */
const wait: Line = {
  does: 'waits for dd_tref 0 and no property task',
  at: UNSET,
  about: 'The object is freed as soon as both are gone.',
  with: () => ({ ddp: { type: 'free' } }),
};
const releByName: readonly Line[] = [
  enterPerimeter('destroy', DESTROY, ' for dls_link_rele_by_name'),
  leavePerimeter('destroy', DESTROY, ' after dls_link_rele_by_name'),
];

/** `dls_devnet_destroy`: `dls_devnet_unset` in its versions, then `dls_link_rele_by_name`. */
function destroy(settings: Settings): Line[] {
  const move = settings.inZone
    ? [
        enterPerimeter('destroy', 'dls_mgmt.c: i_dls_devnet_setzid', ' to move the link'),
        leavePerimeter('destroy', 'dls_mgmt.c: i_dls_devnet_setzid', ' after the move'),
      ]
    : [];
  const lock = writeLock('destroy', UNSET);
  const drop = unlock('destroy', UNSET);
  switch (settings.unset) {
    case 'before':
      return [...lock, takeMutex, ...move, unhash, drop, dropMutex, wait, ...releByName];
    case 'os-3506':
      return [
        enterPerimeter('destroy', DESTROY, ' before all else'),
        ...lock,
        takeMutex,
        unhash,
        drop,
        dropMutex,
        wait,
        leavePerimeter('destroy', DESTROY, ' after all'),
      ];
    case 'os-6056': {
      const moved = settings.dropMutexForPerimeter ? [dropMutex, ...move] : [...move, dropMutex];
      return [...lock, takeMutex, unhash, drop, ...moved, wait, ...releByName];
    }
  }
}

/** `drv_ioc_prop_common` (dld_drv.c). */
function ioctl(): Line[] {
  const at = 'dld_drv.c: drv_ioc_prop_common';
  return [
    ...holdTmp('ioctl', 'dls_mgmt.c: dls_devnet_hold_tmp'),
    enterPerimeter('ioctl', at),
    leavePerimeter('ioctl', at),
    ...releTmp('ioctl', 'dls_mgmt.c: dls_devnet_rele_tmp'),
  ];
}

/** `mac_link_flow_add` (mac_flow.c): the hold is taken and released inside the perimeter. */
function flow(): Line[] {
  const at = 'mac_flow.c: mac_link_flow_add';
  return [
    enterPerimeter('flow', at),
    ...holdTmp('flow', 'dls_mgmt.c: dls_devnet_hold_link', { perimeter: { type: 'release', by: 'flow' } }),
    ...releTmp('flow', 'dls_mgmt.c: dls_devnet_rele_link'),
    leavePerimeter('flow', at),
  ];
}

/** `dls_devnet_prop_task`: an upcall; dlmgmtd answers it with an ioctl of its own, which wants the perimeter. */
function task(): Line[] {
  const at = 'dls_mgmt.c: dls_devnet_prop_task';
  return [
    { does: 'upcall LINKPROP_INIT', at },
    enterPerimeter('task', 'dld_drv.c: drv_ioc_prop_common', ', as dlmgmtd sets properties'),
    leavePerimeter('task', 'dld_drv.c: drv_ioc_prop_common', ', properties are set'),
    { does: 'dd_prop_taskid := 0', at, with: () => ({ ddp: { type: 'taskDone' } }) },
  ];
}

/** `dls_devnet_create` of another VNIC on the same NIC. */
function create(settings: Settings): Line[] {
  const at = 'dls_mgmt.c: dls_devnet_create';
  const set = 'dls_mgmt.c: dls_devnet_set';
  // A sibling that forks stops this thread in its upcall, until all threads of the process have stopped.
  const upcall: Line = {
    does: 'upcall GETNAME has returned',
    at: set,
    with: (s) => (settings.fork && s.fork.context.at === 'holdlwps' ? null : {}),
  };
  const locked = writeLock('create', set);
  const body = settings.upcallUnderLock
    ? [...locked, { does: 'upcall GETNAME', at: set }, upcall, unlock('create', set)]
    : [{ does: 'upcall GETNAME', at: set }, upcall, ...locked, unlock('create', set)];
  return [enterPerimeter('create', at), ...body, leavePerimeter('create', at)];
}

/** A thread of the same process that forks: `holdlwps` waits until every other thread has stopped. */
function fork(settings: Settings): Line[] {
  return [
    { does: 'holdlwps', at: 'fork.c: holdlwps', about: 'Threads in an upcall stop there.' },
    {
      does: 'all threads have stopped',
      at: 'fork.c: holdlwps',
      about: 'A thread that waits for a lock cannot stop.',
      with: (s) => {
        const stopped = s.create.matches('done') || s.create.context.at === 'upcall GETNAME';
        return settings.fork && stopped && isStopped(s.lookup.context.at, s.lookup.matches('done'))
          ? {}
          : null;
      },
    },
  ];
}

/** The look-up can be stopped before it starts and when it is done, not while it waits for the lock. */
function isStopped(at: string, done: boolean): boolean {
  return done || at === 'start';
}

/** A thread of the same process that looks a link up. */
function lookup(): Line[] {
  return [
    { does: 'enters the kernel', at: 'dld_drv.c: drv_ioctl' },
    ...holdTmp('lookup', 'dls_mgmt.c: dls_devnet_hold_tmp'),
    ...releTmp('lookup', 'dls_mgmt.c: dls_devnet_rele_tmp'),
  ];
}
