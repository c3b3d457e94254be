import type { Variant } from '../../../../checker/index.ts';
import type { options } from '../options.ts';

type JailsVariant = Variant<typeof options>;

/** What kern_jail.c of January 2011 does, against each way to upset it. */
export const asItWas = {
  '2011': {
    about: 'a process of the host enters the dying jail with JAIL_DYING, and exits there',
    set: {},
    known: {
      states: 336,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 29,
        'at rest, pr_uref is what keeps a jail alive': 24,
        'the kernel does not panic': 30,
      },
    },
  },
  '2011-reported': {
    about: 'the same as it was reported: a TCP session keeps the jail, and the kernel has no INVARIANTS',
    set: { tcp: true, invariants: false },
    known: {
      states: 897,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 29,
        'at rest, pr_uref is what keeps a jail alive': 24,
        'the kernel does not panic': 31,
      },
    },
  },
  '2011-two-permanent': {
    about: 'the same with two permanent processes and two entrants: it takes two cycles to the panic',
    set: { permanent: 2, entrants: 2 },
    known: {
      states: 6428,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 43,
        'at rest, pr_uref is what keeps a jail alive': 24,
        'the kernel does not panic': 54,
      },
    },
  },
  '2011-attach': {
    about:
      'exits against jail_attach(2), which tests that the jail is alive: the first reading of the bug, and not it',
    set: { enter: 'jail_attach', insiders: 2, attachFails: true },
    known: { states: 849 },
  },
  '2011-attach-two': {
    about: 'the same with two entrants',
    set: { enter: 'jail_attach', entrants: 2 },
    known: { states: 1938 },
  },
  '2011-window': {
    about: 'without JAIL_DYING: the jail dies between the test of jail_set and its attach (derived)',
    set: { enter: 'jail_set' },
    known: {
      states: 344,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 29,
        'at rest, pr_uref is what keeps a jail alive': 24,
        'the kernel does not panic': 30,
        'jail_set without JAIL_DYING enters no dying jail': 11,
      },
    },
  },
  '2011-no-dying': {
    about: 'the same if JAIL_DYING were ignored, as since 2023, and nothing else changed (derived)',
    set: { noDying: true },
    known: {
      states: 344,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 29,
        'at rest, pr_uref is what keeps a jail alive': 24,
        'the kernel does not panic': 30,
      },
    },
  },
  '2011-persist': {
    about: 'persist brings the dying jail back, then it is removed',
    set: { enter: 'nobody', persist: 'resurrect' },
    known: {
      states: 342,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 28,
        'at rest, pr_uref is what keeps a jail alive': 17,
        'the kernel does not panic': 29,
      },
    },
  },
  '2011-persist-clear': {
    about:
      'persist is set while the jail is alive, and cleared by jail_set after its process is gone (derived)',
    set: { enter: 'nobody', persist: 'clear' },
    known: { states: 226, violated: { 'at rest, pr_uref is what keeps a jail alive': 25 } },
  },
  '2011-persist-clear-two-levels': {
    about: 'the same for a jail in a jail: its parent is removed with a pr_uref left (derived)',
    set: { enter: 'nobody', persist: 'clear', levels: 2 },
    known: {
      states: 290,
      violated: {
        'at rest, pr_uref is what keeps a jail alive': 25,
        'a prison with a pr_uref has a pr_ref': 32,
        'a jail is removed only when nothing counts on it': 35,
      },
    },
  },
  '2011-create': {
    about: 'a jail is created in the dying jail, and removed (derived)',
    set: { enter: 'nobody', create: 'child' },
    known: {
      states: 456,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 29,
        'at rest, pr_uref is what keeps a jail alive': 18,
        'the kernel does not panic': 30,
      },
    },
  },
  '2011-create-fails': {
    about: 'a creation that fails after it was linked (derived)',
    set: { enter: 'nobody', create: 'fails' },
    known: {
      states: 261,
      violated: {
        'at rest, pr_uref is what keeps a jail alive': 16,
        'a prison with a pr_uref has a pr_ref': 21,
        'a jail is removed only when nothing counts on it': 24,
      },
    },
  },
  '2011-two-levels': {
    about: 'a jail in a jail comes back: its parent goes below 0 (derived)',
    set: { levels: 2 },
    known: {
      states: 492,
      violated: {
        'pr_uref is never negative': 29,
        'prison0 keeps a pr_uref for every permanent process': 35,
        'at rest, pr_uref is what keeps a jail alive': 27,
        'the kernel does not panic': 36,
      },
    },
  },
  '2011-visitor': {
    about: 'the same, and somebody enters the parent by jail_attach(2) and forks there (derived)',
    set: { levels: 2, visit: true },
    known: {
      states: 22506,
      violated: {
        'pr_uref is never negative': 29,
        'prison0 keeps a pr_uref for every permanent process': 45,
        'at rest, pr_uref is what keeps a jail alive': 27,
        'no process is in a jail that is not alive': 40,
        'a jail is removed only when nothing counts on it': 54,
        'the kernel does not panic': 46,
      },
    },
  },
  '2011-walk': {
    about: 'exits against somebody who locks downwards',
    set: { enter: 'nobody', levels: 2, walk: true },
    known: { states: 138 },
  },
  '2011-remove': {
    about: 'a removal with its SIGKILL beside it',
    set: { remove: true },
    known: {
      states: 2628,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 29,
        'at rest, pr_uref is what keeps a jail alive': 24,
        'the kernel does not panic': 30,
      },
    },
  },
} satisfies Record<string, JailsVariant>;
