import { option } from '../../../checker/index.ts';
import type { Values } from '../../../checker/index.ts';

export const options = {
  jailDying: option.change(
    option.choice(
      ['honoured', 'ignored'],
      'honoured',
      'JAIL_DYING finds dying jails and brings them back (2021), or is ignored by jail_set (D28150, 2023)',
    ),
  ),
  kill: option.change(
    option.choice(
      ['any', 'alive', 'not dying'],
      'any',
      'which prisons PD_KILL is obeyed for: any (2021); alive ones only (D53200); also one that is still being created (proposed here)',
    ),
  ),
  testAfterAttach: option.change(
    option.flag(true, 'do_jail_attach ends with a look whether the jail is still alive (SA-21:04)'),
  ),
  ownTask: option.change(
    option.flag(
      false,
      'a last exit has a task of its own, instead of sharing the one for a last pr_ref (proposed here)',
    ),
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
    'somebody creates a persistent jail in the deepest jail and removes it; or its creation fails when modules are told, and it is looked up then',
  ),
  remove: option.flag(false, 'somebody removes j1 with all that is in it'),
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
