import type { Variant } from '../../../../checker/index.ts';
import type { options } from '../options.ts';

type JailsVariant = Variant<typeof options>;

/** The alternative that did not land: complete, then with each site forgotten. */
export const alternative = {
  alternative: {
    about: 'parents are raised wherever they are lowered: not landed',
    set: { raiseAtAttach: true, raiseAtPersist: true, lowerAtPersist: true, bornDead: true },
    known: { states: 285 },
  },
  'alternative-two-levels': {
    about: 'the same with a jail in a jail and two entrants',
    set: {
      raiseAtAttach: true,
      raiseAtPersist: true,
      lowerAtPersist: true,
      bornDead: true,
      levels: 2,
      entrants: 2,
    },
    known: { states: 7303 },
  },
  'alternative-persist': {
    about: 'persist brings the jail back, and it is entered',
    set: {
      raiseAtAttach: true,
      raiseAtPersist: true,
      lowerAtPersist: true,
      bornDead: true,
      persist: 'resurrect',
    },
    known: { states: 4289 },
  },
  'alternative-persist-clear': {
    about: 'persist is set, and cleared',
    set: {
      raiseAtAttach: true,
      raiseAtPersist: true,
      lowerAtPersist: true,
      bornDead: true,
      enter: 'nobody',
      persist: 'clear',
    },
    known: { states: 192 },
  },
  'alternative-create': {
    about: 'a jail is created in the dying jail',
    set: {
      raiseAtAttach: true,
      raiseAtPersist: true,
      lowerAtPersist: true,
      bornDead: true,
      enter: 'nobody',
      create: 'child',
    },
    known: { states: 381 },
  },
  'alternative-create-fails': {
    about: 'a creation that fails',
    set: {
      raiseAtAttach: true,
      raiseAtPersist: true,
      lowerAtPersist: true,
      bornDead: true,
      enter: 'nobody',
      create: 'fails',
    },
    known: { states: 196 },
  },
  'alternative-visitor': {
    about: 'somebody enters the parent and forks there',
    set: {
      raiseAtAttach: true,
      raiseAtPersist: true,
      lowerAtPersist: true,
      bornDead: true,
      levels: 2,
      visit: true,
    },
    known: { states: 19523 },
  },
  'alternative-remove': {
    about: 'persist beside a removal',
    set: {
      raiseAtAttach: true,
      raiseAtPersist: true,
      lowerAtPersist: true,
      bornDead: true,
      enter: 'nobody',
      persist: 'resurrect',
      remove: true,
    },
    known: { states: 2326 },
  },
  'alternative-without-attach': {
    about: 'the attach does not raise',
    set: { raiseAtPersist: true, lowerAtPersist: true, bornDead: true },
    known: {
      states: 336,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 29,
        'at rest, pr_uref is what keeps a jail alive': 24,
        'the kernel does not panic': 30,
      },
    },
  },
  'alternative-without-persist': {
    about: 'persist does not raise',
    set: { raiseAtAttach: true, lowerAtPersist: true, bornDead: true, enter: 'nobody', persist: 'resurrect' },
    known: {
      states: 342,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 28,
        'at rest, pr_uref is what keeps a jail alive': 17,
        'the kernel does not panic': 29,
      },
    },
  },
  'alternative-without-clear': {
    about: 'jail_set(persist=0) lowers by hand',
    set: { raiseAtAttach: true, raiseAtPersist: true, bornDead: true, enter: 'nobody', persist: 'clear' },
    known: { states: 226, violated: { 'at rest, pr_uref is what keeps a jail alive': 25 } },
  },
  'alternative-without-create': {
    about: 'a creation still counts in the parent',
    set: {
      raiseAtAttach: true,
      raiseAtPersist: true,
      lowerAtPersist: true,
      enter: 'nobody',
      create: 'child',
    },
    known: {
      states: 461,
      violated: {
        'at rest, pr_uref is what keeps a jail alive': 15,
        'a prison with a pr_uref has a pr_ref': 37,
        'a jail is removed only when nothing counts on it': 40,
      },
    },
  },
  'alternative-late': {
    about: 'parents are raised after allprison_lock is released',
    set: {
      raiseAtAttach: true,
      raiseAtPersist: true,
      lowerAtPersist: true,
      bornDead: true,
      enter: 'nobody',
      persist: 'resurrect',
      remove: true,
      raiseLate: true,
    },
    known: {
      states: 2513,
      violated: {
        'prison0 keeps a pr_uref for every permanent process': 28,
        'the kernel does not panic': 29,
      },
    },
  },
} satisfies Record<string, JailsVariant>;
