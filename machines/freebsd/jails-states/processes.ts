import { to } from '../../../checker/index.ts';
import type { State } from '../actors.ts';
import { over } from '../code.ts';
import type { Act, Code, Phase } from '../code.ts';
import type { PrisonName, ProcessName } from '../names.ts';
import {
  choose,
  enqueue,
  enqueueExit,
  exclusiveAll,
  isLinked,
  isNotLinked,
  kassert,
  lock,
  panic,
  ref,
  sharedAll,
  unlist,
  unlock,
  unlockAll,
  uref,
  within,
} from '../ops.ts';
import type { Held, Who } from '../ops.ts';
import { deref, free, setState } from './deref.ts';
import type { World } from './deref.ts';
import type { Settings } from './options.ts';

const KERN_JAIL_SET = 'kern_jail_set';

/** exit1: prison_proc_free without `allprison_lock`; a last `pr_uref` stays until the task has run. Then the cred is reaped. */
export function exit({ settings }: World, name: ProcessName, prison: PrisonName): Phase[] {
  const who = { by: name, in: 'prison_proc_free' };
  const marked: Act = {
    does: `PR_COMPLETE_PROC(${prison})`,
    in: who.in,
    with: () => to(prison, { type: 'mark', complete: true }),
  };
  return [
    {
      call: 'exits',
      begins: 'when it likes',
      ...(mayKill(settings) ? { forced: (s: State) => s[name].context.killed } : {}),
      ends: 'zombie',
      code: [
        ...kassert(
          who,
          settings.invariants,
          'prison_proc_free pr_uref > 0',
          (s) => s[prison].context.uref > 0,
        ),
        choose(
          { when: (s) => s[prison].context.uref > 1, code: [uref(who, prison, -1)] },
          {
            when: (s) => s[prison].context.uref <= 1,
            code: [
              { does: `pr_uref(${prison}) is the last`, in: who.in },
              ref(who, prison, 1),
              ...(settings.ownTask
                ? [enqueueExit(who, prison)]
                : [
                    lock(who, prison),
                    ...kassert(
                      who,
                      settings.invariants,
                      'redundant last reference',
                      (s) => !s[prison].context.complete,
                    ),
                    marked,
                    unlock(who, prison),
                    enqueue(who, prison),
                  ]),
            ],
          },
        ),
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

export const sessionEnds = (prison: PrisonName): Phase => ({
  call: 'closes',
  begins: 'when it likes',
  ends: 'gone',
  code: free({ by: 'tcp', in: 'crfree' }, prison),
});

/** prison_find with `allprison_lock`: ends with `pr_mtx` of an acceptable prison; else the script is over. */
function find(world: World, who: Who, prison: PrisonName, acceptable?: (s: State) => boolean): Code {
  const me = within(who, 'prison_find');
  return [
    choose(
      { when: isNotLinked(prison), code: [unlockAll(who, ', there is no such jail'), over] },
      {
        when: (s) => isLinked(prison)(s) && s[prison].context.state === 'INVALID',
        code: world.settings.invariants
          ? [panic(me, `KASSERT ${prison} is valid`)]
          : [unlockAll(who, ', there is no such jail'), over],
      },
      {
        when: (s) => isLinked(prison)(s) && s[prison].context.state !== 'INVALID',
        code: [lock(me, prison)],
      },
    ),
    ...(acceptable === undefined
      ? []
      : [
          choose(
            { when: acceptable, code: [] },
            {
              when: (s) => !acceptable(s),
              code: [unlock(who, prison, ', refused'), unlockAll(who, ', refused'), over],
            },
          ),
        ]),
  ];
}

const isAlive = (prison: PrisonName) => (s: State) => s[prison].context.state === 'ALIVE';

export function attach(world: World, name: ProcessName, prison: PrisonName): Phase {
  const who = { by: name, in: 'sys_jail_attach' };
  return {
    call: `jail_attach(${prison})`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      sharedAll(who),
      ...find(world, who, prison, isAlive(prison)),
      ...doAttach(world, who, prison, 'shared', []),
    ],
  };
}

/** do_jail_attach with `allprison_lock` and `pr_mtx`: whoever calls it knows that the jail is alive. */
function doAttach(world: World, caller: Who, prison: PrisonName, held: Held, after: Code): Code {
  const who = within(caller, 'do_jail_attach');
  const { settings } = world;
  const look: Code = settings.testAfterAttach
    ? [
        choose(
          { when: isAlive(prison), code: [{ does: `${prison} is alive`, in: who.in }] },
          {
            when: (s) => !isAlive(prison)(s),
            code: [{ does: `${prison} is dying, SIGKILL to itself`, in: who.in, kills: true }],
          },
        ),
      ]
    : [];
  const swap: Code = [
    { does: `cr_prison = ${prison}`, in: who.in, cred: prison },
    ...deref(world, who, 'prison0', { ref: true, uref: true }),
    ...look,
    ...after,
  ];
  return [
    ref(who, prison, 1),
    uref(who, prison, 1),
    unlock(who, prison),
    ...unlist(who, held),
    ...(settings.attachFails
      ? [
          choose(
            { code: swap },
            {
              code: [
                { does: 'chroot fails', in: who.in },
                ...deref(world, who, prison, { ref: true, uref: true }),
                ...after,
                over,
              ],
            },
          ),
        ]
      : swap),
  ];
}

interface Target {
  readonly prison: PrisonName;
  /** JAIL_DYING */
  readonly dying: boolean;
}

const flags = ({ prison, dying }: Target, other: string): string =>
  [prison, other, ...(dying ? ['JAIL_DYING'] : [])].join(', ');

/** The beginning of an update. Ends with both locks: `allprison_lock` stays exclusive until the jail is as it shall be. */
function update(world: World, who: Who, { prison, dying }: Target): Code {
  const any = dying && world.settings.jailDying === 'honoured';
  return [
    exclusiveAll(who),
    ...find(world, who, prison, any ? undefined : isAlive(prison)),
    { ...ref(who, prison, 1), does: `pr_ref(${prison}) + 1, temporary` },
  ];
}

/** A dying jail that was found is alive again. */
function revive(who: Who, prison: PrisonName): Code {
  return [
    choose(
      { when: isAlive(prison), code: [] },
      { when: (s) => !isAlive(prison)(s), code: [setState(who, prison, 'ALIVE')] },
    ),
  ];
}

export function setAttach(world: World, name: ProcessName, target: Target): Phase {
  const who = { by: name, in: KERN_JAIL_SET };
  const { prison } = target;
  return {
    call: `jail_set(${flags(target, 'JAIL_ATTACH')})`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      ...update(world, who, target),
      unlock(who, prison),
      lock(who, prison),
      ...revive(who, prison),
      ...doAttach(world, who, prison, 'exclusive', deref(world, who, prison, { ref: true })),
    ],
  };
}

export function setPersist(world: World, name: ProcessName, target: Target): Phase {
  const who = { by: name, in: KERN_JAIL_SET };
  const { prison } = target;
  return {
    call: `jail_set(${flags(target, 'persist=1')})`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      ...update(world, who, target),
      choose(
        {
          when: (s) => !s[prison].context.persist,
          code: [ref(who, prison, 1, 'persist'), uref(who, prison, 1)],
        },
        { when: (s) => s[prison].context.persist, code: [] },
      ),
      unlock(who, prison),
      lock(who, prison),
      ...revive(who, prison),
      ...deref(world, who, prison, { ref: true, locked: true, held: 'exclusive' }),
    ],
  };
}

export function clearPersist(world: World, name: ProcessName, target: Target): Phase {
  const who = { by: name, in: KERN_JAIL_SET };
  const { prison } = target;
  const drop = (owed: boolean): Code => [
    unlock(who, prison),
    ...deref(world, who, prison, { ref: true, uref: owed, held: 'exclusive' }),
  ];
  return {
    call: `jail_set(${flags(target, 'persist=0')})`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      ...update(world, who, target),
      choose(
        {
          when: (s) => s[prison].context.persist,
          code: [ref(who, prison, -1, 'no persist'), ...drop(true)],
        },
        { when: (s) => !s[prison].context.persist, code: drop(false) },
      ),
    ],
  };
}

/** jail_set(JAIL_CREATE) of a persistent jail: INVALID and with its counts until modules were told, under `allprison_lock`. */
export function create(
  world: World,
  name: ProcessName,
  prison: PrisonName,
  parent: PrisonName,
  fails: boolean,
): Phase {
  const who = { by: name, in: KERN_JAIL_SET };
  return {
    call: `jail_set(${prison}, JAIL_CREATE, persist=1)`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      exclusiveAll(who),
      ...find(world, who, parent, isAlive(parent)),
      ref(who, parent, 1),
      uref(who, parent, 1),
      unlock(who, parent),
      {
        does: `${prison} linked`,
        in: who.in,
        with: () => to(prison, { type: 'create', ref: 0, uref: 0, state: 'INVALID' }),
      },
      lock(who, prison),
      ref(who, prison, 1, 'persist'),
      uref(who, prison, 1),
      unlock(who, prison),
      ...(fails
        ? [
            { does: 'PR_METHOD_CREATE fails', in: who.in },
            ...deref(world, who, prison, { kill: true, held: 'exclusive' as const }),
          ]
        : [lock(who, prison), setState(who, prison, 'ALIVE'), unlock(who, prison), unlockAll(who)]),
    ],
  };
}

export function remove(world: World, name: ProcessName, prison: PrisonName): Phase {
  const who = { by: name, in: 'sys_jail_remove' };
  return {
    call: `jail_remove(${prison})`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      exclusiveAll(who),
      ...find(world, who, prison),
      { ...ref(who, prison, 1), does: `pr_ref(${prison}) + 1, temporary` },
      ...deref(world, who, prison, { kill: true, ref: true, locked: true, held: 'exclusive' }),
    ],
  };
}
