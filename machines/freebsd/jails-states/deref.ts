import { to } from '../../../checker/index.ts';
import type { State } from '../actors.ts';
import type { Act, Code } from '../code.ts';
import { childOf, parentOf } from '../names.ts';
import type { PrisonName, ProcessName } from '../names.ts';
import {
  choose,
  enqueue,
  exclusiveAll,
  isLinked,
  isNotLinked,
  kassert,
  lock,
  ref,
  unlist,
  unlock,
  unlockAll,
  upgradeAll,
  uref,
  within,
} from '../ops.ts';
import type { Held, Who } from '../ops.ts';
import type { PrisonState } from '../prison.ts';
import type { Settings } from './options.ts';

/** What code needs to know of where it runs. */
export interface World {
  readonly settings: Settings;
  /** The last prison that there may be. */
  readonly last: PrisonName;
  /** Whoever can be killed. */
  readonly processes: readonly ProcessName[];
}

/** What prison_deref is asked to drop, and which locks it has. */
export interface Drop {
  readonly ref?: boolean;
  readonly uref?: boolean;
  /** PD_KILL */
  readonly kill?: boolean;
  /** `pr_mtx` (PD_LOCKED) */
  readonly locked?: boolean;
  readonly held?: Held;
  /** Killed before; its processes get SIGKILL once the locks are released. */
  readonly killed?: PrisonName;
}

export const setState = (who: Who, prison: PrisonName, state: PrisonState): Act => ({
  does: `pr_state(${prison}) = ${state}`,
  in: who.in,
  with: () => to(prison, { type: 'mark', state }),
});

const isAlive = (prison: PrisonName) => (s: State) => s[prison].context.state === 'ALIVE';

/** prison_lock_xlock: both locks, whatever of them is held. A count goes to or from 0 only with both. */
export function bothLocks(who: Who, prison: PrisonName, { locked = false, held = 'no' }: Drop): Code {
  if (held === 'exclusive') return locked ? [] : [lock(who, prison)];
  const exclusive: Code =
    held === 'no'
      ? [exclusiveAll(who)]
      : [
          choose(
            { when: (s) => s.allprison.context.sharers.length === 1, code: [upgradeAll(who)] },
            {
              when: (s) => s.allprison.context.sharers.length > 1,
              code: [unlockAll(who, ', sx_try_upgrade failed'), exclusiveAll(who)],
            },
          ),
        ];
  return [...(locked ? [unlock(who, prison)] : []), ...exclusive, lock(who, prison)];
}

const BOTH = { locked: true, held: 'exclusive' } as const;

/** prison_deref: kills, drops a `pr_uref`, drops a `pr_ref`, in this order. Ends without locks. */
export function deref(world: World, caller: Who, prison: PrisonName, drop: Drop): Code {
  const who = within(caller, 'prison_deref');
  return drop.kill === true ? kill(world, who, prison, drop) : dropUref(world, who, prison, drop);
}

/** PD_KILL, which takes a `pr_ref` of its own unless it was given one. */
function kill(world: World, who: Who, prison: PrisonName, drop: Drop): Code {
  const me = within(who, 'prison_deref_kill');
  const obeyed: Code = [
    ...(drop.ref === true ? [] : [ref(who, prison, 1)]),
    ...bothLocks(who, prison, drop),
    { ...uref(me, prison, 1), does: `pr_uref(${prison}) + 1, temporary` },
    setState(me, prison, 'DYING'),
    unlock(me, prison),
    ...killBelow(world, me, prison),
    lock(me, prison),
    ...dropPersist(me, prison),
    uref(me, prison, -1),
    ...dropRef(world, who, prison, { ref: true, ...BOTH, killed: prison }),
  ];
  if (world.settings.kill === 'any') return obeyed;
  const may = (s: State): boolean => {
    const { state } = s[prison].context;
    return state === 'ALIVE' || (state === 'INVALID' && world.settings.kill === 'not dying');
  };
  return [
    choose(
      { when: may, code: obeyed },
      {
        when: (s) => !may(s),
        code: [
          { does: 'PD_KILL ignored', in: who.in },
          ...dropUref(world, who, prison, { ...drop, kill: false }),
        ],
      },
    ),
  ];
}

function dropPersist(who: Who, prison: PrisonName): Code {
  return [
    choose(
      {
        when: (s) => s[prison].context.persist,
        code: [ref(who, prison, -1, 'no persist'), uref(who, prison, -1)],
      },
      { when: (s) => !s[prison].context.persist, code: [] },
    ),
  ];
}

/** The same for what is below and alive, the deepest first; temporary counts keep each until its turn. */
function killBelow(world: World, who: Who, prison: PrisonName): Code {
  const child = prison === world.last ? null : childOf(prison);
  if (child === null) return [];
  const counts = (by: 1 | -1): Code => [ref(who, child, by), uref(who, child, by)];
  return [
    choose(
      {
        when: (s) => isLinked(child)(s) && isAlive(child)(s),
        code: [
          ...counts(1),
          lock(who, child),
          setState(who, child, 'DYING'),
          unlock(who, child),
          ...killBelow(world, who, child),
          lock(who, child),
          ...dropPersist(who, child),
          uref(who, child, -1),
          ref(who, child, -1),
          unlock(who, child),
          choose(
            {
              when: (s) => s[child].context.ref === 0,
              code: [unlink(who, child), uref(who, prison, -1), ref(who, prison, -1)],
            },
            { when: (s) => s[child].context.ref !== 0, code: [] },
          ),
        ],
      },
      { when: (s) => isNotLinked(child)(s) || !isAlive(child)(s), code: [] },
    ),
  ];
}

const unlink = (who: Who, prison: PrisonName): Act => ({
  does: `${prison} unlinked`,
  in: who.in,
  with: () => to(prison, { type: 'unlink' }),
});

function dropUref(world: World, who: Who, prison: PrisonName, drop: Drop): Code {
  if (drop.uref !== true) return dropRef(world, who, prison, drop);
  const { invariants } = world.settings;
  const others = { ...drop, uref: false };
  const released = { ...others, ...BOTH, ref: true };
  const last: Code = [
    { does: `pr_uref(${prison}) is the last`, in: who.in },
    ...(drop.ref === true ? [] : [ref(who, prison, 1)]),
    ...bothLocks(who, prison, drop),
    uref(who, prison, -1),
    choose(
      {
        when: (s) => s[prison].context.uref === 0 && isAlive(prison)(s),
        code: [
          ...kassert(who, invariants, 'prison0 pr_uref=0', (s) => s.prison0.context.uref > 0),
          setState(who, prison, 'DYING'),
          unlock(who, prison),
          ...dropRef(world, who, prison, { ...released, locked: false }),
        ],
      },
      {
        when: (s) => s[prison].context.uref !== 0 || !isAlive(prison)(s),
        code: dropRef(world, who, prison, released),
      },
    ),
  ];
  return [
    ...kassert(who, invariants, 'prison_deref pr_uref > 0', (s) => s[prison].context.uref > 0),
    choose(
      {
        when: (s) => s[prison].context.uref > 1,
        code: [uref(who, prison, -1), ...dropRef(world, who, prison, others)],
      },
      // prison0 is never left by its last process: if it were, nothing could go on here.
      ...(parentOf(prison) === null ? [] : [{ when: (s: State) => s[prison].context.uref <= 1, code: last }]),
    ),
  ];
}

function dropRef(world: World, who: Who, prison: PrisonName, drop: Drop): Code {
  if (drop.ref !== true) return done(world, who, prison, drop);
  const parent = parentOf(prison);
  const remaining = done(world, who, prison, { ...drop, ...BOTH });
  return [
    ...kassert(who, world.settings.invariants, 'prison_deref pr_ref > 0', (s) => s[prison].context.ref > 0),
    choose(
      {
        when: (s) => s[prison].context.ref > 1,
        code: [ref(who, prison, -1), ...done(world, who, prison, drop)],
      },
      ...(parent === null
        ? []
        : [
            {
              when: (s: State) => s[prison].context.ref <= 1,
              code: [
                { does: `pr_ref(${prison}) is the last`, in: who.in },
                ...bothLocks(who, prison, drop),
                ref(who, prison, -1),
                choose(
                  {
                    when: (s) => s[prison].context.ref === 0,
                    code: [
                      unlock(who, prison),
                      unlink(who, prison),
                      ...dropUref(world, who, parent, {
                        ref: true,
                        uref: true,
                        held: 'exclusive',
                        ...(drop.killed === undefined ? {} : { killed: drop.killed }),
                      }),
                    ],
                  },
                  { when: (s) => s[prison].context.ref !== 0, code: remaining },
                ),
              ],
            },
          ]),
    ),
  ];
}

/** Releases the locks; then whoever is left in a prison that was killed gets its signal. */
function done(world: World, who: Who, prison: PrisonName, drop: Drop): Code {
  const { killed } = drop;
  return [
    ...(drop.locked === true ? [unlock(who, prison)] : []),
    ...unlist(who, drop.held ?? 'no'),
    ...(killed === undefined ? [] : [sigkill(world, who, killed)]),
  ];
}

function sigkill({ processes, last }: World, who: Who, prison: PrisonName): Act {
  const below = (one: PrisonName): PrisonName[] => {
    const child = one === last ? null : childOf(one);
    return child === null ? [one] : [one, ...below(child)];
  };
  const prisons = below(prison);
  const isIn = (s: State, one: ProcessName): boolean => {
    const { prison: where, killed } = s[one].context;
    if (where === null || !prisons.includes(where) || killed) return false;
    return s[one].matches('userland') || s[one].matches('kernel');
  };
  return {
    does: `SIGKILL to all in ${prison}`,
    in: who.in,
    with: (s) =>
      Object.fromEntries(processes.filter((one) => isIn(s, one)).map((one) => [one, { type: 'kill' }])),
  };
}

/** prison_free, without locks: the last `pr_ref` stays until the task has run. */
export function free(caller: Who, prison: PrisonName): Code {
  const who = within(caller, 'prison_free');
  return [
    choose(
      { when: (s) => s[prison].context.ref > 1, code: [ref(who, prison, -1)] },
      {
        when: (s) => s[prison].context.ref <= 1,
        code: [{ does: `pr_ref(${prison}) is the last`, in: who.in }, enqueue(who, prison)],
      },
    ),
  ];
}

/** The task of last exits alone, if they have one: drops the last `pr_uref` and the `pr_ref` that came with it. */
export function afterExit(world: World, by: string, prison: PrisonName): Code {
  const who = { by, in: 'prison_complete' };
  return [
    exclusiveAll(who),
    lock(who, prison),
    ...deref(world, who, prison, { ref: true, uref: true, ...BOTH }),
  ];
}

/** prison_complete, the task: for a last `pr_ref`, or for a last `pr_uref` and the `pr_ref` that came with it. */
export function complete(world: World, by: string, prison: PrisonName): Code {
  const who = { by, in: 'prison_complete' };
  return [
    exclusiveAll(who),
    lock(who, prison),
    choose(
      {
        when: (s) => s[prison].context.complete,
        code: [
          {
            does: `PR_COMPLETE_PROC(${prison}) cleared`,
            in: who.in,
            with: () => to(prison, { type: 'mark', complete: false }),
          },
          ...deref(world, who, prison, { ref: true, uref: true, ...BOTH }),
        ],
      },
      {
        when: (s) => !s[prison].context.complete,
        code: deref(world, who, prison, { ref: true, ...BOTH }),
      },
    ),
  ];
}
