import type { Variant } from '../../../checker/index.ts';
import type { options } from './options.ts';

type LocksVariant = Variant<typeof options>;

export const variants = {
  before: {
    about: 'before OS-3506 and 15167: the perimeter is entered under both locks; against a flow_add',
    set: { unset: 'before', flow: true },
    known: { states: 58, violated: { 'every thread ends': 4, 'no deadlock': 4 } },
  },
  'before-create': {
    about: 'the same against the creation of another link',
    set: { unset: 'before', create: true },
    known: { states: 70, violated: { 'every thread ends': 5, 'no deadlock': 5 } },
  },
  'before-global': {
    about: 'the same for a link of the global zone, which is not moved',
    set: { unset: 'before', inZone: false, flow: true, create: true, ioctl: true, task: true },
    known: { states: 4514 },
  },
  'os-3506': {
    about: 'OS-3506 against what it was made for: flow_add and the creation of another link',
    set: { unset: 'os-3506', flow: true, create: true },
    known: { states: 84 },
  },
  'os-5989': {
    about: 'OS-3506 against a property ioctl: the wait for its hold is inside the perimeter that it wants',
    set: { unset: 'os-3506', ioctl: true },
    known: { states: 62, violated: { 'every thread ends': 11, 'no deadlock': 11 } },
  },
  'os-6056-task': {
    about: 'OS-3506 against the property task, which wants the perimeter as well',
    set: { unset: 'os-3506', task: true },
    known: { states: 35, violated: { 'every thread ends': 8, 'no deadlock': 8 } },
  },
  today: {
    about: 'OS-6056 and 15167, against a property ioctl, the property task and the creation of another link',
    set: { ioctl: true, task: true, create: true },
    known: { states: 1560 },
  },
  'today-flow': {
    about:
      'the same against a flow_add: dd_mutex, then perimeter, against perimeter, then dd_mutex (derived)',
    set: { flow: true },
    known: { states: 63, violated: { 'every thread ends': 10, 'no deadlock': 10 } },
  },
  'today-flow-dropped': {
    about: 'if dd_mutex were dropped before the perimeter is entered',
    set: { flow: true, ioctl: true, task: true, create: true, dropMutexForPerimeter: true },
    known: { states: 5192 },
  },
  'opte-758': {
    about:
      'an upcall under i_dls_devnet_lock in a process that forks while another of its threads looks a link up',
    set: { create: true, fork: true },
    known: { states: 998, violated: { 'every thread ends': 7, 'no deadlock': 7 } },
  },
  'opte-758-split': {
    about:
      'the same without that lock over the upcall: the perimeter is still held over it, and dd_mutex over the wait for the perimeter (derived)',
    set: { create: true, fork: true, upcallUnderLock: false },
    known: { states: 1243, violated: { 'every thread ends': 13, 'no deadlock': 13 } },
  },
  'opte-758-split-dropped': {
    about: 'the same, if dd_mutex were dropped before the perimeter is entered as well',
    set: { create: true, fork: true, upcallUnderLock: false, dropMutexForPerimeter: true },
    known: { states: 1302 },
  },
} satisfies Record<string, LocksVariant>;
