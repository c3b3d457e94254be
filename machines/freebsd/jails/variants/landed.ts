import type { Variant } from '../../../../checker/index.ts';
import type { options } from '../options.ts';

type JailsVariant = Variant<typeof options>;

/** What landed, and what 10.4 made of it. */
export const landed = {
  landed: { about: '9.1, against what broke 2011', set: { lastUref: 'landed' }, known: { states: 182 } },
  'landed-attach': {
    about: 'jail_attach(2)',
    set: { lastUref: 'landed', enter: 'jail_attach', insiders: 2, attachFails: true },
    known: { states: 586 },
  },
  'landed-window': {
    about: 'jail_set without JAIL_DYING: the window is still there, and the counts do not mind',
    set: { lastUref: 'landed', enter: 'jail_set' },
    known: { states: 187, violated: { 'jail_set without JAIL_DYING enters no dying jail': 11 } },
  },
  'landed-persist': {
    about: 'persist brings it back',
    set: { lastUref: 'landed', enter: 'nobody', persist: 'resurrect' },
    known: { states: 170 },
  },
  'landed-persist-clear': {
    about: 'persist is set, and cleared by hand',
    set: { lastUref: 'landed', enter: 'nobody', persist: 'clear' },
    known: { states: 160 },
  },
  'landed-create': {
    about: 'a jail is created in the dying jail',
    set: { lastUref: 'landed', enter: 'nobody', create: 'child' },
    known: { states: 214 },
  },
  'landed-create-fails': {
    about: 'a creation that fails',
    set: { lastUref: 'landed', enter: 'nobody', create: 'fails' },
    known: { states: 158 },
  },
  'landed-two-levels': {
    about: 'a jail in a jail comes back',
    set: { lastUref: 'landed', levels: 2 },
    known: { states: 208 },
  },
  'landed-visitor': {
    about: 'somebody enters the parent and forks there',
    set: { lastUref: 'landed', levels: 2, visit: true },
    known: { states: 8604 },
  },
  'landed-walk': {
    about: 'somebody locks downwards',
    set: { lastUref: 'landed', enter: 'nobody', levels: 2, walk: true },
    known: { states: 118 },
  },
  'landed-remove': {
    about: 'a removal beside it',
    set: { lastUref: 'landed', remove: true },
    known: { states: 1205 },
  },
  'landed-everything': {
    about: 'everything at once, two levels',
    set: { lastUref: 'landed', levels: 2, persist: 'resurrect', create: 'child', walk: true },
    known: { states: 55429 },
  },
  '10.4': { about: 'the last exit is left to a task', set: { lastUref: 'deferred' }, known: { states: 599 } },
  '10.4-attach': {
    about: 'jail_attach(2): until the task has run the jail is alive',
    set: { lastUref: 'deferred', enter: 'jail_attach', insiders: 2, attachFails: true },
    known: { states: 1824 },
  },
  '10.4-window': {
    about: 'jail_set without JAIL_DYING: the task waits for allprison_lock, so the window is closed',
    set: { lastUref: 'deferred', enter: 'jail_set' },
    known: { states: 590 },
  },
  '10.4-window-fails': {
    about: 'the same with two entrants of whom one fails and drops the last pr_uref without a task (derived)',
    set: { lastUref: 'deferred', enter: 'jail_set', attachFails: true, entrants: 2 },
    known: { states: 13622, violated: { 'jail_set without JAIL_DYING enters no dying jail': 27 } },
  },
  '10.4-two-levels': {
    about: 'a jail in a jail comes back',
    set: { lastUref: 'deferred', levels: 2 },
    known: { states: 677 },
  },
  '10.4-everything': {
    about: 'everything at once, one level',
    set: { lastUref: 'deferred', persist: 'resurrect', create: 'child' },
    known: { states: 63004 },
  },
} satisfies Record<string, JailsVariant>;
