import type { Variant } from '../../../checker/index.ts';
import type { options } from './options.ts';

type StatesVariant = Variant<typeof options>;

/** As of 2021-22: JAIL_DYING brings jails back. */
export const since2021 = {
  'since-2021': {
    about:
      'a process of the host enters the dying jail with JAIL_DYING and exits there while the task of its last pr_ref waits: that pr_ref stays (derived)',
    set: {},
    known: { states: 565, violated: { 'j1 goes when nothing keeps it': 50 } },
  },
  'since-2021-own-task': {
    about: 'the same with a task of its own for last exits',
    set: { ownTask: true },
    known: { states: 463 },
  },
  'since-2021-tcp': {
    about: 'the same where a session keeps the jail',
    set: { tcp: true },
    known: { states: 957, violated: { 'j1 goes when nothing keeps it': 51 } },
  },
  'since-2021-attach': {
    about: 'exits against jail_attach(2)',
    set: { enter: 'jail_attach', insiders: 2, attachFails: true },
    known: { states: 1070 },
  },
  'since-2021-window': {
    about:
      'jail_set without JAIL_DYING holds allprison_lock up to the attach: no window, also if attaches fail',
    set: { enter: 'jail_set', attachFails: true, entrants: 2 },
    known: { states: 7795 },
  },
  'since-2021-persist': {
    about: 'persist brings the dying jail back, then it is removed',
    set: { enter: 'nobody', persist: 'resurrect' },
    known: { states: 468 },
  },
  'since-2021-persist-clear': {
    about: 'persist is set, and cleared',
    set: { enter: 'nobody', persist: 'clear' },
    known: { states: 314 },
  },
  'since-2021-create': {
    about: 'a jail is created in the jail if it is alive, and removed',
    set: { enter: 'nobody', create: 'child' },
    known: { states: 558 },
  },
  'since-2021-create-fails': {
    about: 'a persistent creation that fails is killed',
    set: { enter: 'nobody', create: 'fails' },
    known: { states: 560 },
  },
  'since-2021-two-levels': {
    about: 'a jail in a jail comes back: the same pr_ref stays (derived)',
    set: { levels: 2 },
    known: { states: 605, violated: { 'j2 goes when nothing keeps it': 50 } },
  },
  'since-2021-remove': {
    about: 'a removal while somebody enters with JAIL_DYING: the same pr_ref stays (derived)',
    set: { remove: true },
    known: { states: 4644, violated: { 'j1 goes when nothing keeps it': 47 } },
  },
  'since-2021-everything': {
    about: 'two levels, a creation, a removal and an entrant without JAIL_DYING',
    set: { levels: 2, remove: true, enter: 'jail_set', create: 'child' },
    known: { states: 24141 },
  },
  'sa-21-04': {
    about: 'no look after the attach: whoever enters while the jail is killed lives on',
    set: { testAfterAttach: false, enter: 'jail_attach', remove: true },
    known: { states: 2045, violated: { 'y0 does not live on in a killed jail': 23 } },
  },
} satisfies Record<string, StatesVariant>;

/** As of 2023: no jail comes back; then as of 2025. */
export const since2023 = {
  'since-2023': { about: 'JAIL_DYING is ignored', set: { jailDying: 'ignored' }, known: { states: 400 } },
  'since-2023-persist': {
    about: 'persist, which finds no dying jail',
    set: { jailDying: 'ignored', enter: 'nobody', persist: 'resurrect' },
    known: { states: 399 },
  },
  'since-2023-create-fails': {
    about: 'a persistent creation that fails',
    set: { jailDying: 'ignored', enter: 'nobody', create: 'fails' },
    known: { states: 560 },
  },
  'since-2023-remove': {
    about: 'a removal while somebody enters',
    set: { jailDying: 'ignored', remove: true, enter: 'jail_attach' },
    known: { states: 2329 },
  },
  'since-2025': {
    about: 'and PD_KILL is for jails that are alive',
    set: { jailDying: 'ignored', kill: 'alive' },
    known: { states: 400 },
  },
  'since-2025-create-fails': {
    about: 'a persistent creation that fails is not alive yet: it stays INVALID (derived)',
    set: { jailDying: 'ignored', kill: 'alive', enter: 'nobody', create: 'fails' },
    known: { states: 253, violated: { 'the kernel does not panic': 15, 'j2 does not stay INVALID': 13 } },
  },
  'since-2025-create-fails-mended': {
    about: 'the same if PD_KILL were obeyed for INVALID as well',
    set: { jailDying: 'ignored', kill: 'not dying', enter: 'nobody', create: 'fails' },
    known: { states: 560 },
  },
  'since-2025-remove': {
    about: 'a removal of a jail that may be dying already',
    set: { jailDying: 'ignored', kill: 'alive', remove: true, tcp: true },
    known: { states: 4981 },
  },
} satisfies Record<string, StatesVariant>;
export const variants = { ...since2021, ...since2023 };
