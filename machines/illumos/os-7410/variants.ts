import type { Variant } from '../../../checker/index.ts';
import type { options } from './options.ts';

type Os7410Variant = Variant<typeof options>;

const landed = { active: 'status' } as const;

export const variants = {
  original: {
    about: 'as it was: vmm loads while the zone halts',
    set: {},
    known: {
      states: 197,
      violated: {
        'vz_active is clear when vmm_zsd_destroy asserts it': 25,
        'shutdown ran before destroy, unless it was never active': 22,
      },
    },
  },
  'original-vms': {
    about: 'the same with a process in the zone that creates a VM',
    set: { creators: 1 },
    known: {
      states: 287,
      violated: {
        'vz_active is clear when vmm_zsd_destroy asserts it': 26,
        'shutdown ran before destroy, unless it was never active': 23,
      },
    },
  },
  'original-reload': {
    about: 'the module is unloaded and loaded again, as on AMD hosts and DEBUG kernels',
    set: { module: 'reloads', creators: 1 },
    known: {
      states: 726,
      violated: {
        'vz_active is clear when vmm_zsd_destroy asserts it': 40,
        'shutdown ran before destroy, unless it was never active': 37,
      },
    },
  },
  landed: {
    about: 'the landed fix: vz_active depends on the status of the zone',
    set: landed,
    known: { states: 287 },
  },
  'landed-vms': {
    about: 'the landed fix, with a process in the zone that creates a VM: it is not on any list (derived)',
    set: { ...landed, creators: 1 },
    known: {
      states: 439,
      violated: {
        'every VM is on the list of its zone': 15,
        'a halt that was asked for ends': 40,
        'no deadlock': 40,
      },
    },
  },
  'landed-vms-destroy': {
    about: 'the same, and somebody in the global zone destroys the VM (derived)',
    set: { ...landed, creators: 1, globalDestroy: true },
    known: {
      states: 583,
      violated: {
        'vmm_zsd_rem_vm finds the data of the zone': 17,
        'every VM is on the list of its zone': 15,
        'a halt that was asked for ends': 38,
        'no deadlock': 38,
      },
    },
  },
  'landed-checked': {
    about: 'the landed fix, and VMM_CREATE_VM fails when vmm_zsd_add_vm does (not in any version)',
    set: { ...landed, addResult: 'checked', creators: 2, module: 'reloads' },
    known: { states: 1825 },
  },
  rejected: {
    about: 'the fix that was rejected: no entry for zones from SHUTTING_DOWN on',
    set: { skipFrom: 'shutting-down' },
    known: { states: 154 },
  },
  'rejected-vms': {
    about: 'the same, with a process in the zone that creates a VM',
    set: { skipFrom: 'shutting-down', creators: 1 },
    known: { states: 256, violated: { 'vmm_zsd_add_vm finds the data of the zone': 7 } },
  },
  'two-callers': {
    about:
      'the landed fix, vmm loaded long ago, a zone without processes, two callers of zone_shutdown (derived)',
    set: { ...landed, module: 'loaded', zone: 'ready', callers: 2 },
    known: {
      states: 499,
      violated: {
        'vz_active is clear when vmm_zsd_destroy asserts it': 13,
        'shutdown ran before destroy, unless it was never active': 10,
        'shutdown is not called after destroy': 20,
      },
    },
  },
  interrupted: {
    about: 'the same with one caller that is interrupted (derived)',
    set: { ...landed, module: 'loaded', zone: 'ready', interrupts: true },
    known: {
      states: 40,
      violated: {
        'vz_active is clear when vmm_zsd_destroy asserts it': 14,
        'shutdown ran before destroy, unless it was never active': 11,
      },
    },
  },
  'interrupted-kthread': {
    about: 'a booted zone, whose last kernel thread exits before the callbacks; then a signal (derived)',
    set: { ...landed, module: 'loaded', kthread: true, interrupts: true },
    known: {
      states: 82,
      violated: {
        'vz_active is clear when vmm_zsd_destroy asserts it': 16,
        'shutdown ran before destroy, unless it was never active': 13,
      },
    },
  },
  'two-callers-kthread': {
    about:
      'a zone without processes that has a kernel thread is EMPTY first: the same, if the thread exits then (derived)',
    set: { ...landed, module: 'loaded', zone: 'ready', callers: 2, kthread: true },
    known: {
      states: 777,
      violated: {
        'vz_active is clear when vmm_zsd_destroy asserts it': 14,
        'shutdown ran before destroy, unless it was never active': 11,
        'shutdown is not called after destroy': 21,
      },
    },
  },
  'two-callers-dying': {
    about:
      'two callers and signals, if zone_shutdown returned at once from DYING on only, and nothing were shut down after its destroy (not in any version)',
    set: {
      ...landed,
      module: 'loaded',
      zone: 'ready',
      callers: 2,
      interrupts: true,
      earlyReturn: 'dying',
      late: 'skipped',
    },
    known: { states: 509 },
  },
  'global-destroy': {
    about:
      'the landed fix, vmm loaded long ago: a VM is destroyed from the global zone during the halt (derived)',
    set: { ...landed, module: 'loaded', creators: 1, globalDestroy: true },
    known: { states: 176, violated: { 'a halt that was asked for ends': 30, 'no deadlock': 30 } },
  },
  'global-destroy-ordered': {
    about: 'the same, if vmm_zsd_destroy took vmm_mtx before vz_lock (not in any version)',
    set: { ...landed, module: 'loaded', creators: 1, globalDestroy: true, reap: 'vmm_mtx first' },
    known: { states: 176 },
  },
  'first-generation': {
    about: 'the original under the callbacks of before 2008, which held the locks throughout (derived)',
    set: { callbacks: 'locked' },
    known: {
      states: 242,
      violated: {
        'vz_active is clear when vmm_zsd_destroy asserts it': 30,
        'shutdown ran before destroy, unless it was never active': 27,
      },
    },
  },
  'first-generation-landed': {
    about: 'the landed fix there: it looks the zone up under a lock that is held (derived)',
    set: { ...landed, callbacks: 'locked' },
    known: {
      states: 130,
      violated: { 'a halt that was asked for ends': 11, 'no deadlock': 11 },
      vacuous: [
        'vz_active is clear when vmm_zsd_destroy asserts it',
        'shutdown ran before destroy, unless it was never active',
      ],
    },
  },
  complete: {
    about: 'all changes, in the worst setting (not in any version)',
    set: {
      ...landed,
      addResult: 'checked',
      earlyReturn: 'dying',
      late: 'skipped',
      reap: 'vmm_mtx first',
      module: 'reloads',
      creators: 1,
      callers: 2,
      interrupts: true,
      kthread: true,
      globalDestroy: true,
    },
    known: { states: 44746 },
  },
} satisfies Record<string, Os7410Variant>;
