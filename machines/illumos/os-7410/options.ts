import { option } from '../../../checker/index.ts';
import type { Values } from '../../../checker/index.ts';

export const options = {
  active: option.change(
    option.choice(
      ['always', 'status'],
      'always',
      'vmm_zsd_create sets vz_active: always; or only if the zone is below SHUTTING_DOWN (landed, a454ac291e)',
    ),
  ),
  skipFrom: option.change(
    option.choice(
      ['down', 'shutting-down'],
      'down',
      'zone status from which zone_key_create makes no entry; shutting-down: the fix that was rejected',
    ),
  ),
  addResult: option.change(
    option.choice(
      ['ignored', 'checked'],
      'ignored',
      'what vmmdev_do_vm_create does about an error of vmm_zsd_add_vm; checked: the VM is destroyed again (not in any version)',
    ),
  ),
  earlyReturn: option.change(
    option.choice(
      ['down', 'dying'],
      'down',
      'zone status from which zone_shutdown returns 0 at once; dying: a zone that is DOWN gets its callbacks first (not in any version)',
    ),
  ),
  late: option.change(
    option.choice(
      ['marked', 'skipped'],
      'marked',
      'what zone_zsd_callbacks(SHUTDOWN) does with an entry that was marked for DESTROY: marks it, or skips it (not in any version)',
    ),
  ),
  reap: option.change(
    option.choice(
      ['vz_lock first', 'vmm_mtx first'],
      'vz_lock first',
      'order of locks in vmm_zsd_destroy; vmm_mtx first: as in the ioctls that create and destroy VMs (not in any version)',
    ),
  ),
  callbacks: option.choice(
    ['marked', 'locked'],
    'marked',
    'how ZSD callbacks run: marked first, then called without locks; or all under zonehash_lock and zsd_key_lock, as before illumos 6558857',
  ),
  zone: option.choice(
    ['running', 'ready'],
    'running',
    'the zone at the start: booted, with init; or READY, with no process and so with one task',
  ),
  module: option.choice(
    ['loads', 'loaded', 'reloads'],
    'loads',
    'the vmm module: is loaded at any time; is loaded from the start; is loaded from the start, and may be unloaded and loaded again',
  ),
  creators: option.integer(
    { min: 0, max: 2, default: 0 },
    'processes in the zone that each create a VM or exit; only if it is booted',
  ),
  callers: option.integer({ min: 1, max: 2, default: 1 }, 'threads that halt the zone'),
  interrupts: option.flag(
    false,
    'zone_shutdown may be interrupted where it waits, and is called again after EINTR',
  ),
  kthread: option.flag(false, 'the zone has a kernel thread, which exits at any time'),
  globalDestroy: option.flag(false, 'a process in the global zone destroys a VM of the zone'),
} as const;

export type Settings = Values<typeof options>;
