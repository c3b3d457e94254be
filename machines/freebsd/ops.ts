import { to } from '../../checker/index.ts';
import type { State } from './actors.ts';
import type { Act, Choice, Code } from './code.ts';
import { mutexOf } from './names.ts';
import type { PrisonName } from './names.ts';

/** Who runs the code: the owner of its locks, and the function it is in. */
export interface Who {
  readonly by: string;
  readonly in: string;
}

/** How `allprison_lock` is held. */
export type Held = 'no' | 'shared' | 'exclusive';

export const within = (who: Who, name: string): Who => ({ ...who, in: name });

export const lock = (who: Who, prison: PrisonName): Act => ({
  does: `pr_mtx(${prison})`,
  in: who.in,
  with: () => to(mutexOf(prison), { type: 'acquire', by: who.by }),
});

export const unlock = (who: Who, prison: PrisonName, note = ''): Act => ({
  does: `pr_mtx(${prison}) released${note}`,
  in: who.in,
  with: () => to(mutexOf(prison), { type: 'release', by: who.by }),
});

const allprison = (event: 'slock' | 'xlock' | 'upgrade' | 'downgrade' | 'unlock', text: string) => {
  return (who: Who, note = ''): Act => ({
    does: `allprison_lock ${text}${note}`,
    in: who.in,
    with: () => ({ allprison: { type: event, by: who.by } }),
  });
};

export const sharedAll = allprison('slock', 'shared');
export const exclusiveAll = allprison('xlock', 'exclusive');
export const upgradeAll = allprison('upgrade', 'upgraded');
export const downgradeAll = allprison('downgrade', 'downgraded');
export const unlockAll = allprison('unlock', 'released');

/** Releases `allprison_lock`, if it is held. */
export const unlist = (who: Who, held: Held, note = ''): Code =>
  held === 'no' ? [] : [unlockAll(who, note)];

const sign = (by: 1 | -1): string => (by === 1 ? '+ 1' : '- 1');

export const ref = (
  who: Who,
  prison: PrisonName,
  by: 1 | -1,
  also?: 'persist' | 'no persist' | 'PR_REMOVE',
): Act => ({
  does: `pr_ref(${prison}) ${sign(by)}${also === undefined ? '' : `, ${also}`}`,
  in: who.in,
  with: () => to(prison, { type: 'ref', by, ...(also === undefined ? {} : { also }) }),
});

export const uref = (who: Who, prison: PrisonName, by: 1 | -1): Act => ({
  does: `pr_uref(${prison}) ${sign(by)}`,
  in: who.in,
  with: () => to(prison, { type: 'uref', by }),
});

export const panic = (who: Who, why: string): Act => ({
  does: `panic: ${why}`,
  in: who.in,
  stays: true,
  with: () => ({ kernel: { type: 'panic', why, in: who.in, by: who.by } }),
});

export const enqueue = (who: Who, prison: PrisonName): Act => ({
  does: `taskqueue_enqueue(pr_task of ${prison})`,
  in: who.in,
  with: () => to(prison, { type: 'enqueue' }),
});

/** The task that only last exits have, if they have one of their own. */
export const enqueueExit = (who: Who, prison: PrisonName): Act => ({
  does: `taskqueue_enqueue(exit task of ${prison})`,
  in: who.in,
  with: () => to(prison, { type: 'enqueue', exit: true }),
});

export const choose = (...branches: Choice['choose']): Choice => ({ choose: branches });

export const hasRef = (prison: PrisonName) => (s: State) => s[prison].context.ref > 0;
export const noRef = (prison: PrisonName) => (s: State) => s[prison].context.ref <= 0;
export const hasUref = (prison: PrisonName) => (s: State) => s[prison].context.uref > 0;
export const noUref = (prison: PrisonName) => (s: State) => s[prison].context.uref <= 0;
export const isLinked = (prison: PrisonName) => (s: State) => s[prison].matches('linked');
export const isNotLinked = (prison: PrisonName) => (s: State) => !s[prison].matches('linked');

/** Goes on if the condition is true. With INVARIANTS the kernel panics if it is not; without, nobody looks. */
export function kassert(who: Who, invariants: boolean, text: string, condition: (s: State) => boolean): Code {
  if (!invariants) return [];
  return [
    choose(
      { when: condition, code: [] },
      { when: (s) => !condition(s), code: [panic(who, `KASSERT ${text}`)] },
    ),
  ];
}
