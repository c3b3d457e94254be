import { to } from '../../../checker/index.ts';
import type { State } from '../actors.ts';
import { over } from '../code.ts';
import type { Code, Phase } from '../code.ts';
import type { PrisonName, ProcessName } from '../names.ts';
import {
  choose,
  enqueue,
  hasUref,
  isLinked,
  isNotLinked,
  kassert,
  lock,
  ref,
  sharedAll,
  unlock,
  unlockAll,
  uref,
  within,
} from '../ops.ts';
import type { Who } from '../ops.ts';
import { deref, free } from './deref.ts';
import type { Settings } from './options.ts';
import { raise } from './raise.ts';

/** exit1: prison_proc_free with the process locked, so without `allprison_lock`; later its cred is reaped. */
export function exit(settings: Settings, name: ProcessName, prison: PrisonName): Phase[] {
  const who = { by: name, in: 'prison_proc_free' };
  const { invariants } = settings;
  return [
    {
      call: 'exits',
      begins: 'when it likes',
      ...(mayKill(settings) ? { forced: (s: State) => s[name].context.killed } : {}),
      ends: 'zombie',
      code: [
        lock(who, prison),
        ...kassert(who, invariants, 'prison_proc_free pr_uref > 0', hasUref(prison)),
        ...(settings.lastUref === 'deferred'
          ? deferredFree(who, prison)
          : deref(settings, who, prison, { uref: true, locked: true })),
      ],
    },
    {
      call: 'is reaped',
      begins: 'surely',
      ends: 'gone',
      code: free({ by: `the reaper of ${name}`, in: 'crfree' }, prison),
    },
  ];
}

/** Whether somebody removes jails with processes in them. */
const mayKill = ({ remove, persist }: Settings): boolean => remove || persist === 'resurrect';

/** 10.4: the last `pr_uref` stays until the task has run. */
function deferredFree(who: Who, prison: PrisonName): Code {
  return [
    choose(
      {
        when: (s) => s[prison].context.uref > 1,
        code: [uref(who, prison, -1), unlock(who, prison)],
      },
      {
        when: (s) => s[prison].context.uref <= 1,
        code: [ref(who, prison, 1), unlock(who, prison), enqueue(who, prison)],
      },
    ),
  ];
}

/** jail_attach(2): finds a jail, which must be alive, and goes in. */
export function attach(settings: Settings, name: ProcessName, prison: PrisonName): Phase {
  const who = { by: name, in: 'sys_jail_attach' };
  return {
    call: `jail_attach(${prison})`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      sharedAll(who),
      ...find(who, prison, (s) => s[prison].context.uref !== 0),
      ...doAttach(settings, who, prison, {}),
    ],
  };
}

/** With `allprison_lock`: ends with `pr_mtx` of a jail that has a `pr_ref` and is acceptable; else the script is over. */
export function find(who: Who, prison: PrisonName, acceptable: (s: State) => boolean): Code {
  const wanted = (s: State): boolean => s[prison].context.ref > 0 && acceptable(s);
  return [
    choose(
      { when: isNotLinked(prison), code: [unlockAll(who, ', there is no such jail'), over] },
      { when: isLinked(prison), code: [lock(who, prison)] },
    ),
    choose(
      { when: wanted, code: [] },
      {
        when: (s) => !wanted(s),
        code: [unlock(who, prison, ', refused'), unlockAll(who, ', refused'), over],
      },
    ),
  ];
}

/**
 * do_jail_attach with `allprison_lock` shared and `pr_mtx`: takes both counts, and drops those of the old prison. `after`
 * is what the caller does then, also when it failed.
 */
export function doAttach(
  settings: Settings,
  caller: Who,
  prison: PrisonName,
  { dying = true, after = [] }: { readonly dying?: boolean; readonly after?: Code },
): Code {
  const who = within(caller, 'do_jail_attach');
  const swap: Code = [
    { does: `cr_prison = ${prison}`, in: who.in, cred: prison },
    ...deref(settings, who, 'prison0', { ref: true, uref: true }),
    ...after,
  ];
  const test: Code =
    settings.testAtAttach && !dying
      ? [
          choose(
            { when: (s) => s[prison].context.uref !== 0, code: [] },
            {
              when: (s) => s[prison].context.uref === 0,
              code: [unlock(who, prison, ', refused'), unlockAll(who, ', refused'), ...after, over],
            },
          ),
        ]
      : [];
  return [
    ...test,
    ref(who, prison, 1),
    uref(who, prison, 1),
    ...raise(settings, who, prison, settings.raiseAtAttach, [unlockAll(who)]),
    ...(settings.attachFails
      ? [
          choose(
            { code: swap },
            {
              code: [
                { does: 'chroot fails', in: who.in },
                ...deref(settings, who, prison, { ref: true, uref: true }),
                ...after,
                over,
              ],
            },
          ),
        ]
      : swap),
  ];
}

/** fork1: the child has a cred of its own here. */
export function fork(settings: Settings, name: ProcessName, child: ProcessName, prison: PrisonName): Phase {
  const who = { by: name, in: 'fork1' };
  const hold = within(who, 'prison_proc_hold');
  return {
    call: 'forks',
    begins: 'when it likes',
    ends: 'rest',
    code: [
      lock(who, prison),
      ref(who, prison, 1),
      unlock(who, prison),
      lock(hold, prison),
      ...kassert(hold, settings.invariants, 'prison_proc_hold pr_uref > 0', hasUref(prison)),
      uref(hold, prison, 1),
      {
        ...unlock(hold, prison),
        with: (s) => ({
          ...unlock(hold, prison).with?.(s),
          ...to(child, { type: 'born', prison, to: 'exits' }),
        }),
      },
    ],
  };
}

/** A session ends that kept a cred of the jail. */
export function sessionEnds(prison: PrisonName): Phase {
  return {
    call: 'closes',
    begins: 'when it likes',
    ends: 'gone',
    code: free({ by: 'tcp', in: 'crfree' }, prison),
  };
}
