import type { Variant } from '../../../../checker/index.ts';
import type { options } from '../options.ts';

type JailsVariant = Variant<typeof options>;

/** The two patches of the thread. */
export const patches = {
  'patch-1': {
    about: 'the first patch as posted: the mutex of the jail is never released',
    set: { lastUref: 'patch-1' },
    known: {
      states: 117,
      violated: { 'nobody leaves the kernel with a mutex': 5, 'no deadlock': 6 },
      vacuous: ['a jail is removed only when nothing counts on it'],
    },
  },
  'patch-1-persist': {
    about: 'the same where prison_deref drops both counts: the mutex recurses',
    set: { lastUref: 'patch-1', enter: 'nobody', persist: 'resurrect' },
    known: {
      states: 113,
      violated: {
        'the kernel does not panic': 26,
        'nobody leaves the kernel with a mutex': 5,
        'no deadlock': 6,
      },
      vacuous: ['a jail is removed only when nothing counts on it'],
    },
  },
  'patch-1-ideal': {
    about: 'the first patch with its leaks mended: the count of prison0 is lost as before',
    set: { lastUref: 'patch-1-ideal' },
    known: {
      states: 248,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 28,
        'at rest, pr_uref is what keeps a jail alive': 24,
        'the kernel does not panic': 29,
      },
    },
  },
  'patch-1-ideal-two-levels': {
    about: 'the same with a jail in a jail',
    set: { lastUref: 'patch-1-ideal', levels: 2 },
    known: {
      states: 300,
      violated: {
        'pr_uref is never negative': 31,
        'prison0 keeps a pr_uref for every permanent process': 34,
        'at rest, pr_uref is what keeps a jail alive': 27,
        'the kernel does not panic': 35,
      },
    },
  },
  'patch-1-ideal-walk': {
    about: 'the same against somebody who locks downwards: child and parent in both orders',
    set: { lastUref: 'patch-1-ideal', enter: 'nobody', levels: 2, walk: true },
    known: { states: 137, violated: { 'no deadlock': 4 } },
  },
  'patch-2': {
    about: 'the second patch: the parent is lowered when the jail is removed',
    set: { lastUref: 'patch-2' },
    known: { states: 182 },
  },
  'patch-2-two-levels': {
    about: 'the same with a jail in a jail',
    set: { lastUref: 'patch-2', levels: 2 },
    known: { states: 208 },
  },
  'patch-2-persist': {
    about: 'persist brings it back',
    set: { lastUref: 'patch-2', enter: 'nobody', persist: 'resurrect' },
    known: { states: 170 },
  },
} satisfies Record<string, JailsVariant>;
