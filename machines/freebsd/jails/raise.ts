import type { Code } from '../code.ts';
import { parentOf } from '../names.ts';
import type { PrisonName } from '../names.ts';
import { choose, lock, unlock, uref } from '../ops.ts';
import type { Who } from '../ops.ts';
import type { Settings } from './options.ts';

/**
 * With `pr_mtx`, just after `pr_uref + 1`: drops the mutex, and goes on with what is done until `allprison_lock` is
 * released. If the site raises, a first `pr_uref` counts in the parent as well, and so on, level by level: the mirror image
 * of the loop in prison_deref. It is done before `allprison_lock` is released, unless that is the mistake to make.
 */
export function raise(
  settings: Settings,
  who: Who,
  prison: PrisonName,
  raises: boolean,
  whileHeld: Code,
): Code {
  const parent = parentOf(prison);
  if (!raises || parent === null) return [unlock(who, prison), ...whileHeld];
  const up = [lock(who, parent), ...raiseFrom(who, parent)];
  return [
    choose(
      {
        when: (s) => s[prison].context.uref === 1,
        code: settings.raiseLate
          ? [unlock(who, prison), ...whileHeld, ...up]
          : [unlock(who, prison), ...up, ...whileHeld],
      },
      { when: (s) => s[prison].context.uref !== 1, code: [unlock(who, prison), ...whileHeld] },
    ),
  ];
}

/** With the mutex of this prison: one more, and on to its parent if it is the first. Ends without mutexes. */
function raiseFrom(who: Who, prison: PrisonName): Code {
  const parent = parentOf(prison);
  if (parent === null) return [uref(who, prison, 1), unlock(who, prison)];
  return [
    uref(who, prison, 1),
    choose(
      {
        when: (s) => s[prison].context.uref === 1,
        code: [unlock(who, prison), lock(who, parent), ...raiseFrom(who, parent)],
      },
      { when: (s) => s[prison].context.uref !== 1, code: [unlock(who, prison)] },
    ),
  ];
}
