import type { Variant } from '../../../checker/index.ts';
import type { options } from './options.ts';

type Os7410Variant = Variant<typeof options>;

const landed = { active: 'status' } as const;

export const variants = {
  original: {
    about: 'as it was: vmm loads while the zone halts',
    set: {},
    known: { states: 0 },
  },
  'original-vms': {
    about: 'the same with a process in the zone that creates a VM',
    set: { creators: 1 },
    known: { states: 0 },
  },
  'original-reload': {
    about: 'the module is unloaded and loaded again, as on AMD hosts and DEBUG kernels',
    set: { module: 'reloads', creators: 1 },
    known: { states: 0 },
  },
  landed: {
    about: 'the landed fix: vz_active depends on the status of the zone',
    set: landed,
    known: { states: 0 },
  },
  'landed-vms': {
    about: 'the landed fix, with a process in the zone that creates a VM: it is not on any list (derived)',
    set: { ...landed, creators: 1 },
    known: { states: 0 },
  },
  'landed-vms-destroy': {
    about: 'the same, and somebody in the global zone destroys the VM (derived)',
    set: { ...landed, creators: 1, globalDestroy: true },
    known: { states: 0 },
  },
  'landed-checked': {
    about: 'the landed fix, and VMM_CREATE_VM fails when vmm_zsd_add_vm does (not in any version)',
    set: { ...landed, addResult: 'checked', creators: 2, module: 'reloads' },
    known: { states: 0 },
  },
  rejected: {
    about: 'the fix that was rejected: no entry for zones from SHUTTING_DOWN on',
    set: { skipFrom: 'shutting-down' },
    known: { states: 0 },
  },
  'rejected-vms': {
    about: 'the same, with a process in the zone that creates a VM',
    set: { skipFrom: 'shutting-down', creators: 1 },
    known: { states: 0 },
  },
  'two-callers': {
    about:
      'the landed fix, vmm loaded long ago, a zone without processes, two callers of zone_shutdown (derived)',
    set: { ...landed, module: 'loaded', zone: 'ready', callers: 2 },
    known: { states: 0 },
  },
  interrupted: {
    about: 'the same with one caller that is interrupted (derived)',
    set: { ...landed, module: 'loaded', zone: 'ready', interrupts: true },
    known: { states: 0 },
  },
  'interrupted-kthread': {
    about: 'a booted zone, whose last kernel thread exits before the callbacks; then a signal (derived)',
    set: { ...landed, module: 'loaded', kthread: true, interrupts: true },
    known: { states: 0 },
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
    known: { states: 0 },
  },
  'global-destroy': {
    about:
      'the landed fix, vmm loaded long ago: a VM is destroyed from the global zone during the halt (derived)',
    set: { ...landed, module: 'loaded', creators: 1, globalDestroy: true },
    known: { states: 0 },
  },
  'global-destroy-ordered': {
    about: 'the same, if vmm_zsd_destroy took vmm_mtx before vz_lock (not in any version)',
    set: { ...landed, module: 'loaded', creators: 1, globalDestroy: true, reap: 'vmm_mtx first' },
    known: { states: 0 },
  },
  'first-generation': {
    about: 'the original under the callbacks of before 2008, which held the locks throughout (derived)',
    set: { callbacks: 'locked' },
    known: { states: 0 },
  },
  'first-generation-landed': {
    about: 'the landed fix there: it looks the zone up under a lock that is held (derived)',
    set: { ...landed, callbacks: 'locked' },
    known: { states: 0 },
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
    known: { states: 0 },
  },
} satisfies Record<string, Os7410Variant>;
