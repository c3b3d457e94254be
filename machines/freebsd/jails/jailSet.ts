import { to } from '../../../checker/index.ts';
import type { State } from '../actors.ts';
import { over } from '../code.ts';
import type { Code, Phase } from '../code.ts';
import { childOf, parentOf } from '../names.ts';
import type { PrisonName, ProcessName } from '../names.ts';
import {
  choose,
  downgradeAll,
  exclusiveAll,
  hasRef,
  isLinked,
  isNotLinked,
  lock,
  ref,
  unlock,
  unlockAll,
  uref,
} from '../ops.ts';
import type { Who } from '../ops.ts';
import { deref } from './deref.ts';
import type { Settings } from './options.ts';
import { doAttach, find } from './processes.ts';
import { raise } from './raise.ts';

const KERN_JAIL_SET = 'kern_jail_set';

interface Target {
  readonly prison: PrisonName;
  /** JAIL_DYING */
  readonly dying: boolean;
}

/** The beginning of an update: finds the jail under `allprison_lock` and takes a temporary `pr_ref`. Ends with `pr_mtx`. */
function update(settings: Settings, who: Who, { prison, dying }: Target): Code {
  const anyState = dying && !settings.noDying;
  return [
    exclusiveAll(who),
    ...find(who, prison, (s) => anyState || s[prison].context.uref !== 0),
    { ...ref(who, prison, 1), does: `pr_ref(${prison}) + 1, temporary` },
  ];
}

const flags = (target: Target, others: readonly string[]): string =>
  [target.prison, ...others, ...(target.dying ? ['JAIL_DYING'] : [])].join(', ');

/** jail_set(JAIL_UPDATE | JAIL_ATTACH). Between the test and the attach the mutex is dropped. */
export function setAttach(settings: Settings, name: ProcessName, target: Target): Phase {
  const who = { by: name, in: KERN_JAIL_SET };
  const { prison, dying } = target;
  return {
    call: `jail_set(${flags(target, ['JAIL_ATTACH'])})`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      ...update(settings, who, target),
      unlock(who, prison),
      downgradeAll(who),
      lock(who, prison),
      ...doAttach(settings, who, prison, {
        dying: dying && !settings.noDying,
        after: deref(settings, who, prison, { ref: true }),
      }),
    ],
  };
}

/** jail_set(JAIL_UPDATE) with persist. */
export function setPersist(settings: Settings, name: ProcessName, target: Target): Phase {
  const who = { by: name, in: KERN_JAIL_SET };
  const { prison } = target;
  const rest: Code = [downgradeAll(who), ...deref(settings, who, prison, { ref: true, held: 'shared' })];
  return {
    call: `jail_set(${flags(target, ['persist=1'])})`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      ...update(settings, who, target),
      choose(
        {
          when: (s) => !s[prison].context.persist,
          code: [
            ref(who, prison, 1, 'persist'),
            uref(who, prison, 1),
            ...raise(settings, who, prison, settings.raiseAtPersist, rest),
          ],
        },
        { when: (s) => s[prison].context.persist, code: [unlock(who, prison), ...rest] },
      ),
    ],
  };
}

/** jail_set(JAIL_UPDATE) without persist: both counts are lowered by hand. */
export function clearPersist(settings: Settings, name: ProcessName, target: Target): Phase {
  const who = { by: name, in: KERN_JAIL_SET };
  const { prison } = target;
  const drop = (also: boolean): Code => [
    unlock(who, prison),
    downgradeAll(who),
    ...deref(settings, who, prison, { ref: true, uref: also, held: 'shared' }),
  ];
  return {
    call: `jail_set(${flags(target, ['persist=0'])})`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      ...update(settings, who, target),
      choose(
        {
          when: (s) => s[prison].context.persist,
          code: [
            ref(who, prison, -1, 'no persist'),
            ...(settings.lowerAtPersist ? drop(true) : [uref(who, prison, -1), ...drop(false)]),
          ],
        },
        { when: (s) => !s[prison].context.persist, code: drop(false) },
      ),
    ],
  };
}

/**
 * jail_set(JAIL_CREATE) of a persistent jail. `allprison_lock` stays to the end; the new jail has no counts until then, so
 * nobody finds it.
 */
export function create(settings: Settings, name: ProcessName, prison: PrisonName, fails: boolean): Phase {
  const who = { by: name, in: KERN_JAIL_SET };
  const parent = parentOf(prison)!;
  return {
    call: `jail_set(${prison}, JAIL_CREATE, persist=1)`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      exclusiveAll(who),
      ...find(
        who,
        parent,
        (s) => !s[parent].context.remove && (!settings.aliveParent || s[parent].context.uref !== 0),
      ),
      ref(who, parent, 1),
      ...(settings.bornDead ? [] : [uref(who, parent, 1)]),
      unlock(who, parent),
      {
        does: `${prison} linked`,
        in: who.in,
        with: () => to(prison, { type: 'create', ref: 0, uref: 0, state: 'implied' }),
      },
      downgradeAll(who),
      ...(fails ? [{ does: 'PR_METHOD_CREATE fails', in: who.in }] : []),
      ...(fails
        ? deref(settings, who, prison, { held: 'shared', unborn: true })
        : [
            lock(who, prison),
            ref(who, prison, 1, 'persist'),
            uref(who, prison, 1),
            ...raise(settings, who, prison, settings.raiseAtPersist, [unlockAll(who)]),
          ]),
    ],
  };
}

/** jail_set(JAIL_UPDATE) of something that is passed on to all below: locks downwards, each with its parent's mutex held. */
export function walk(name: ProcessName, prison: PrisonName, deepest: PrisonName): Phase {
  const who = { by: name, in: KERN_JAIL_SET };
  return {
    call: `jail_set(${prison}, limits)`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      exclusiveAll(who),
      ...find(who, prison, (s) => s[prison].context.uref !== 0),
      ...walkBelow(who, prison, deepest),
      unlock(who, prison),
      unlockAll(who),
    ],
  };
}

function walkBelow(who: Who, prison: PrisonName, deepest: PrisonName): Code {
  const child = prison === deepest ? null : childOf(prison);
  if (child === null) return [];
  return [
    choose(
      {
        when: isLinked(child),
        code: [lock(who, child), ...walkBelow(who, child, deepest), unlock(who, child)],
      },
      { when: isNotLinked(child), code: [] },
    ),
  ];
}

/** jail_remove(2): marks the jail and all below, then removes them one by one, the deepest first. */
export function remove(
  settings: Settings,
  name: ProcessName,
  prison: PrisonName,
  deepest: PrisonName,
  processes: readonly ProcessName[],
): Phase {
  const who = { by: name, in: 'sys_jail_remove' };
  const one = (each: PrisonName): Code => removeOne(settings, name, each, processes);
  const all = (marked: readonly PrisonName[]): Code => [
    ...marked.flatMap((each): Code => [lock(who, each), ...one(each), exclusiveAll(who)]),
    lock(who, prison),
    ...one(prison),
    over,
  ];
  const below = chain(prison, deepest);
  const child = below.at(-1);
  return {
    call: `jail_remove(${prison})`,
    begins: 'when it likes',
    ends: 'rest',
    code: [
      exclusiveAll(who),
      ...find(who, prison, () => true),
      ref(who, prison, 1, 'PR_REMOVE'),
      ...(child === undefined
        ? one(prison)
        : [
            choose(
              { when: isNotLinked(child), code: one(prison) },
              { when: isLinked(child), code: [unlock(who, prison), ...mark(who, below, [], all)] },
            ),
          ]),
    ],
  };
}

/** All below a prison down to the deepest, which comes first. */
function chain(prison: PrisonName, deepest: PrisonName): PrisonName[] {
  const child = prison === deepest ? null : childOf(prison);
  return child === null ? [] : [...chain(child, deepest), child];
}

/** One after the other gets a temporary `pr_ref` and PR_REMOVE, unless it is being removed already. */
function mark(
  who: Who,
  left: readonly PrisonName[],
  marked: readonly PrisonName[],
  then: (marked: readonly PrisonName[]) => Code,
): Code {
  const [prison, ...others] = left;
  if (prison === undefined) return then(marked);
  return [
    choose(
      {
        when: isLinked(prison),
        code: [
          lock(who, prison),
          choose(
            {
              when: hasRef(prison),
              code: [
                ref(who, prison, 1, 'PR_REMOVE'),
                unlock(who, prison),
                ...mark(who, others, [...marked, prison], then),
              ],
            },
            {
              when: (s) => !hasRef(prison)(s),
              code: [unlock(who, prison), ...mark(who, others, marked, then)],
            },
          ),
        ],
      },
      { when: isNotLinked(prison), code: mark(who, others, marked, then) },
    ),
  ];
}

/** With `allprison_lock` and `pr_mtx`: drops persist, kills whoever is in, drops the temporary `pr_ref`. Ends without locks. */
function removeOne(
  settings: Settings,
  name: ProcessName,
  prison: PrisonName,
  processes: readonly ProcessName[],
): Code {
  const who = { by: name, in: 'prison_remove_one' };
  const drop = (owesUref: boolean): Code => [
    choose(
      {
        when: (s) => s[prison].context.ref === 1,
        code: deref(settings, who, prison, { ref: true, uref: owesUref, locked: true, held: 'exclusive' }),
      },
      {
        when: (s) => s[prison].context.ref !== 1,
        code: [
          unlock(who, prison),
          unlockAll(who),
          {
            does: `SIGKILL to all in ${prison}`,
            in: who.in,
            with: (s) =>
              Object.fromEntries(
                processes.filter((one) => isIn(s, one, prison)).map((one) => [one, { type: 'kill' }]),
              ),
          },
          ...deref(settings, who, prison, { ref: true, uref: owesUref }),
        ],
      },
    ),
  ];
  return [
    choose(
      {
        when: (s) => s[prison].context.persist,
        code: [ref(who, prison, -1, 'no persist'), ...drop(true)],
      },
      { when: (s) => !s[prison].context.persist, code: drop(false) },
    ),
  ];
}

/** Whether a signal reaches this process in this prison; one in exit1 takes it as well. */
function isIn(s: State, name: ProcessName, prison: PrisonName): boolean {
  const { context } = s[name];
  return (
    context.prison === prison && !context.killed && (s[name].matches('userland') || s[name].matches('kernel'))
  );
}
