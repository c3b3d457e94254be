import { option } from '../../../checker/index.ts';
import type { Values } from '../../../checker/index.ts';

export const options = {
  lastUref: option.change(
    option.choice(
      ['propagate', 'patch-1', 'patch-1-ideal', 'patch-2', 'landed', 'deferred'],
      'propagate',
      'what prison_deref does about the parent: lowers it when pr_uref goes 1 to 0 (2011); the same with the mutex of the jail kept, as posted, or with its leaks mended; lowers it when the jail is removed (second patch); the same in one loop, with its KASSERT (9.1); with the last exit left to a task (10.4)',
    ),
  ),
  raiseAtAttach: option.change(
    option.flag(false, 'do_jail_attach raises the parents when it takes pr_uref from 0 to 1 (alternative)'),
  ),
  raiseAtPersist: option.change(
    option.flag(false, 'persist raises the parents when it takes pr_uref from 0 to 1 (alternative)'),
  ),
  lowerAtPersist: option.change(
    option.flag(false, 'jail_set(persist=0) drops its pr_uref through prison_deref instead of by hand'),
  ),
  bornDead: option.change(
    option.flag(
      false,
      'a creation takes no pr_uref of the parent; the first pr_uref of the jail does (alternative)',
    ),
  ),
  undoCreate: option.change(
    option.flag(false, 'a creation that fails gives back the pr_uref of the parent, not only its pr_ref'),
  ),
  noDying: option.change(
    option.flag(false, 'JAIL_DYING is ignored: jail_set finds no dying jail (as since 2023)'),
  ),
  aliveParent: option.change(
    option.flag(false, 'no jail is created under a dying one (as since D28515, 2021)'),
  ),
  testAtAttach: option.change(
    option.flag(false, 'do_jail_attach tests pr_uref once more when it takes it, unless JAIL_DYING'),
  ),
  raiseLate: option.flag(
    false,
    'parents are raised only after allprison_lock is released (a mistake to make)',
  ),
  enter: option.choice(
    ['nobody', 'jail_attach', 'jail_set', 'jail_set-dying'],
    'jail_set-dying',
    'how processes of the host enter the deepest jail: jail_attach(2), or jail_set with JAIL_ATTACH, and JAIL_DYING or not; they exit there',
  ),
  persist: option.choice(
    ['never', 'resurrect', 'clear'],
    'never',
    'somebody sets persist on the jail, also if it is dying, and then removes it; or sets it only if it is alive, and clears it again',
  ),
  create: option.choice(
    ['never', 'child', 'fails'],
    'never',
    'somebody creates a persistent jail in the deepest jail and removes it; or its creation fails after it was linked',
  ),
  remove: option.flag(false, 'somebody removes j1 with all that is in it'),
  walk: option.flag(
    false,
    'somebody walks down from j1 with its mutex held, as jail_set does to pass limits on',
  ),
  visit: option.flag(
    false,
    'a process of the host enters j1 by jail_attach(2), forks and exits; its child exits',
  ),
  attachFails: option.flag(false, 'chroot may fail in do_jail_attach'),
  tcp: option.flag(false, 'a TCP session keeps a cred of the deepest jail after its processes are gone'),
  invariants: option.flag(true, 'the kernel is built with INVARIANTS: KASSERTs are tested'),
  levels: option.integer({ min: 1, max: 2, default: 1 }, 'jails, each in the one before'),
  insiders: option.integer({ min: 1, max: 2, default: 1 }, 'processes in the deepest jail, which exit'),
  entrants: option.integer({ min: 1, max: 2, default: 1 }, 'processes of the host that enter'),
  permanent: option.integer(
    { min: 1, max: 3, default: 1 },
    'K: processes of the host that never exit (proc0, init); helpers are threads of theirs',
  ),
} as const;

export type Settings = Values<typeof options>;
