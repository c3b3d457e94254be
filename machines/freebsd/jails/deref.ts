import { to } from '../../../checker/index.ts';
import type { Code } from '../code.ts';
import { parentOf } from '../names.ts';
import type { PrisonName } from '../names.ts';
import {
  choose,
  enqueue,
  exclusiveAll,
  hasRef,
  hasUref,
  kassert,
  lock,
  noRef,
  noUref,
  panic,
  ref,
  unlist,
  unlock,
  unlockAll,
  upgradeAll,
  uref,
  within,
} from '../ops.ts';
import type { Held, Who } from '../ops.ts';
import type { Settings } from './options.ts';

/** What prison_deref is asked to drop (PD_DEREF, PD_DEUREF), and how `allprison_lock` is held. */
export interface Drop {
  readonly ref?: boolean;
  readonly uref?: boolean;
  /** The caller has `pr_mtx` (PD_LOCKED). */
  readonly locked?: boolean;
  readonly held?: Held;
  /** A prison that was linked and never came to be: what its parent gets back. */
  readonly unborn?: boolean;
}

/** prison_deref: drops references; removes the prison with its last `pr_ref`, then drops what it held of its parent. Ends without locks. */
export function deref(settings: Settings, who: Who, prison: PrisonName, drop: Drop): Code {
  const me = within(who, 'prison_deref');
  const enter = drop.locked === true ? [] : [lock(me, prison)];
  if (!hasLoop(settings) || drop.uref !== true) return [...enter, ...dropHere(settings, me, prison, drop)];
  if (drop.ref !== true) {
    const stop = (at: PrisonName): Code => [
      ...lastUnlocks(settings, me, prison, at),
      ...unlist(me, drop.held ?? 'no'),
    ];
    return [...enter, ...lower(settings, me, prison, prison, stop)];
  }
  const back = (at: PrisonName): Code => backTo(settings, me, prison, at);
  return [
    ...enter,
    ...lower(settings, me, prison, prison, back),
    ...dropHere(settings, me, prison, { ...drop, uref: false }),
  ];
}

/** Whether a last `pr_uref` lowers the parent, by a loop of its own; in the others, the removal does. */
function hasLoop({ lastUref }: Settings): boolean {
  return lastUref === 'propagate' || lastUref === 'patch-1' || lastUref === 'patch-1-ideal';
}

/**
 * The loop of 2011: lowers the parent too if this was the last `pr_uref`, and so on. It stops with the mutex of the prison
 * at which it stops; the first patch has the mutex of the first one as well.
 */
function lower(
  settings: Settings,
  who: Who,
  first: PrisonName,
  prison: PrisonName,
  stop: (at: PrisonName) => Code,
): Code {
  const parent = parentOf(prison);
  const keeps = settings.lastUref !== 'propagate' && prison === first;
  return [
    uref(who, prison, -1),
    choose(
      { when: hasUref(prison), code: stop(prison) },
      {
        when: noUref(prison),
        code:
          parent === null
            ? pastPrison0(settings, who)
            : [
                ...(keeps ? [] : [unlock(who, prison)]),
                lock(who, parent),
                ...lower(settings, who, first, parent, stop),
              ],
      },
    ),
  ];
}

/** prison0 has lost its last `pr_uref`. Without INVARIANTS the loop goes on to its parent. */
function pastPrison0(settings: Settings, who: Who): Code {
  return settings.invariants
    ? [panic(who, 'KASSERT prison0 pr_uref=0')]
    : [unlock(who, 'prison0'), panic(who, 'page fault, pr_mtx of NULL')];
}

/** Only `pr_uref` was to be dropped: done. As posted, the first patch forgets the mutex it kept. */
function lastUnlocks(settings: Settings, who: Who, first: PrisonName, at: PrisonName): Code {
  const forgets = settings.lastUref !== 'patch-1-ideal' || at === first;
  return forgets ? [unlock(who, at)] : [unlock(who, at), unlock(who, first)];
}

/** Back to the first prison, to drop its `pr_ref`. As posted, the first patch locks what it still has. */
function backTo(settings: Settings, who: Who, first: PrisonName, at: PrisonName): Code {
  if (at === first) return [];
  switch (settings.lastUref) {
    case 'patch-1':
      return [unlock(who, at), panic(who, `pr_mtx(${first}) recursed`)];
    case 'patch-1-ideal':
      return [unlock(who, at)];
    default:
      return [unlock(who, at), lock(who, first)];
  }
}

/** With `pr_mtx` held: drops counts of this prison alone; with `pr_ref` 0 goes on to remove it. */
function dropHere(settings: Settings, who: Who, prison: PrisonName, drop: Drop): Code {
  const held = drop.held ?? 'no';
  const parent = parentOf(prison);
  if (settings.lastUref === 'deferred' && drop.uref === true)
    return dropDeferred(settings, who, prison, drop);
  return [
    ...(drop.uref === true ? [uref(who, prison, -1), ...assertPrison0(settings, who)] : []),
    ...(drop.ref === true ? [ref(who, prison, -1)] : []),
    choose(
      { when: hasRef(prison), code: [unlock(who, prison), ...unlist(who, held)] },
      ...(parent === null
        ? []
        : [
            {
              when: noRef(prison),
              code: [unlock(who, prison), ...removal(settings, who, prison, parent, drop)],
            },
          ]),
    ),
  ];
}

function assertPrison0(settings: Settings, who: Who): Code {
  if (settings.lastUref === 'patch-2') return [];
  return kassert(who, settings.invariants, 'prison0 pr_uref=0', (s) => s.prison0.context.uref !== 0);
}

/** 10.4: a call of the modules between the last `pr_uref` and the rest, which may sleep; a temporary `pr_ref` covers it. */
function dropDeferred(settings: Settings, who: Who, prison: PrisonName, drop: Drop): Code {
  const held = drop.held ?? 'no';
  const temporary = held === 'no' ? 'exclusive' : held;
  const down: Code = drop.ref === true ? [ref(who, prison, -1)] : [];
  const last: Code = [
    { ...ref(who, prison, 1), does: `pr_ref(${prison}) + 1 for PR_METHOD_REMOVE` },
    ...down,
    unlock(who, prison),
    ...(held === 'no' ? [exclusiveAll(who, ' for PR_METHOD_REMOVE')] : []),
    lock(who, prison),
    ...dropHere(settings, who, prison, { ...drop, uref: false, ref: true, held: temporary }),
  ];
  return [
    uref(who, prison, -1),
    ...assertPrison0(settings, who),
    choose(
      {
        when: hasUref(prison),
        code: [...down, ...dropHere(settings, who, prison, { ...drop, uref: false, ref: false })],
      },
      ...(prison === 'prison0' ? [] : [{ when: noUref(prison), code: last }]),
    ),
  ];
}

/** Out of the lists under `allprison_lock`, then the parent. `pr_ref` is 0, so nobody finds it meanwhile. */
function removal(settings: Settings, who: Who, prison: PrisonName, parent: PrisonName, drop: Drop): Code {
  const held = drop.held ?? 'no';
  const upgrade: Code =
    held === 'exclusive'
      ? []
      : held === 'no'
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
  return [
    ...upgrade,
    { does: `${prison} unlinked`, in: who.in, with: () => to(prison, { type: 'unlink' }) },
    unlockAll(who),
    ...deref(settings, who, parent, { ref: true, uref: parentLosesUref(settings, drop) }),
  ];
}

function parentLosesUref(settings: Settings, drop: Drop): boolean {
  if (!hasLoop(settings)) return true;
  return drop.unborn === true && settings.undoCreate && !settings.bornDead;
}

/** prison_free: the last `pr_ref` leaves the removal to the taskqueue, since the caller may hold locks. */
export function free(who: Who, prison: PrisonName): Code {
  const me = within(who, 'prison_free_locked');
  return [
    lock(me, prison),
    ref(me, prison, -1),
    choose(
      { when: hasRef(prison), code: [unlock(me, prison)] },
      { when: noRef(prison), code: [unlock(me, prison), enqueue(me, prison)] },
    ),
  ];
}

/** prison_complete, the task. In 10.4 a `pr_uref` that is left says that it is about a last exit. */
export function complete(settings: Settings, who: Who, prison: PrisonName): Code {
  if (settings.lastUref !== 'deferred') return deref(settings, who, prison, {});
  const me = within(who, 'prison_complete');
  return [
    exclusiveAll(me),
    lock(me, prison),
    choose(
      {
        when: hasUref(prison),
        code: deref(settings, me, prison, { ref: true, uref: true, locked: true, held: 'exclusive' }),
      },
      { when: noUref(prison), code: deref(settings, me, prison, { locked: true, held: 'exclusive' }) },
    ),
  ];
}
