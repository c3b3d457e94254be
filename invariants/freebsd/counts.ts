import { always, never, onStep } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import type { kernel } from '../../machines/freebsd/kernel.ts';
import { childOf } from '../../machines/freebsd/names.ts';
import type { PrisonName, ProcessName } from '../../machines/freebsd/names.ts';
import type { prison } from '../../machines/freebsd/prison.ts';
import type { process } from '../../machines/freebsd/process.ts';
import type { taskqueue } from '../../machines/freebsd/taskqueue.ts';

type Kernel = Record<'kernel', typeof kernel>;
type Prisons = Record<PrisonName, typeof prison>;
type Processes = Record<ProcessName, typeof process>;
type Taskqueue = Record<'taskqueue', typeof taskqueue>;

const RESURRECTION = 'freebsd-jail, August 2011: dying jails entered, page fault in prison_deref from exit1';

/** J1. One predicate per prison. */
export function urefNeverNegative(prisons: readonly PrisonName[]): Property<Prisons> {
  return always(
    'pr_uref is never negative',
    prisons.map((name) => (s) => {
      const { uref } = s[name].context;
      return uref >= 0 || { prison: name, pr_uref: uref };
    }),
    {
      about: 'Nobody drops a pr_uref that was dropped before.',
      cites: [`${RESURRECTION}, with a jail in a jail (derived)`],
    },
  );
}

/** J2. */
export function prison0KeepsItsOwn(permanent: number): Property<Prisons> {
  return always(
    'prison0 keeps a pr_uref for every permanent process',
    (s) => {
      const { uref } = s.prison0.context;
      return uref >= permanent || { pr_uref: uref, 'permanent processes': permanent };
    },
    {
      about: 'Whatever happens to jails, the processes of the host that never exit stay counted.',
      cites: [RESURRECTION],
    },
  );
}

/** Which children count in `pr_uref` of their parent: all that are linked (since 9.1), or those with a `pr_uref` (before). */
export type Counted = 'linked' | 'alive';

/** J3. One predicate per prison, asked when nobody is in the kernel. */
export function urefCountsWhatKeepsAlive(
  prisons: readonly PrisonName[],
  processes: readonly ProcessName[],
  permanent: number,
  counted: Counted,
): Property<Prisons & Processes & Taskqueue> {
  return always(
    'at rest, pr_uref is what keeps a jail alive',
    prisons.map((name) => (s) => {
      if (!s.taskqueue.matches('idle')) return true;
      if (processes.some((one) => s[one].matches('kernel'))) return true;
      if (prisons.some((one) => s[one].context.task || s[one].context.exitTask)) return true;
      const { uref, persist } = s[name].context;
      const inside = processes.filter((one) => s[one].matches('userland') && s[one].context.prison === name);
      const child = childOf(name);
      const hasChild = child !== null && prisons.includes(child) && s[child].matches('linked');
      const children = hasChild && (counted === 'linked' || s[child].context.uref > 0) ? 1 : 0;
      const own = name === 'prison0' ? permanent : 0;
      const expected = inside.length + own + (persist ? 1 : 0) + children;
      return (
        uref === expected || {
          prison: name,
          pr_uref: uref,
          processes: inside.length + own,
          persist,
          [`${counted} children`]: children,
        }
      );
    }),
    {
      about:
        counted === 'linked'
          ? 'Nobody in the kernel: pr_uref is processes, plus 1 for persist, plus the children that are linked.'
          : 'Nobody in the kernel: pr_uref is processes, plus 1 for persist, plus the children that are alive.',
      cites: [RESURRECTION, 'jail_set(persist=0), failed creation: derived, not reported'],
    },
  );
}

/** J4. One predicate per process and prison. */
export function insideIsAlive(
  prisons: readonly PrisonName[],
  processes: readonly ProcessName[],
): Property<Prisons & Processes> {
  return always(
    'no process is in a jail that is not alive',
    processes.flatMap((one) =>
      prisons.map((name) => (s: StateOf) => {
        if (!s[one].matches('userland') || s[one].context.prison !== name) return true;
        const { uref } = s[name].context;
        return uref > 0 || { process: one, prison: name, pr_uref: uref };
      }),
    ),
    {
      about: 'Whoever runs in a prison is counted in its pr_uref: fork and exit assert it.',
      cites: [`${RESURRECTION}, with a jail in a jail (derived)`],
    },
  );
}

type StateOf = Parameters<
  Extract<Property<Prisons & Processes>, { kind: 'always' | 'never' | 'reachable' }>['predicates'][number]
>[0];

/** J5. One predicate per prison. */
export function urefNeedsRef(prisons: readonly PrisonName[]): Property<Prisons> {
  return always(
    'a prison with a pr_uref has a pr_ref',
    prisons.map((name) => (s) => {
      const { ref, uref } = s[name].context;
      return uref <= 0 || ref > 0 || { prison: name, pr_ref: ref, pr_uref: uref };
    }),
    { about: 'Who is alive exists.', cites: ['jail.h: pr_uref'] },
  );
}

/** J5. One predicate per process and prison. */
export function credsHoldTheirPrison(
  prisons: readonly PrisonName[],
  processes: readonly ProcessName[],
): Property<Prisons & Processes> {
  return always(
    'the prison of a cred has a pr_ref',
    processes.flatMap((one) =>
      prisons.map((name) => (s: StateOf) => {
        if (s[one].context.prison !== name || s[one].matches('reaping')) return true;
        const { ref } = s[name].context;
        return (s[name].matches('linked') && ref > 0) || { process: one, prison: name, pr_ref: ref };
      }),
    ),
    { about: 'A prison outlives every cred that points at it.', cites: ['kern_prot.c: crcopy, crfree'] },
  );
}

/** J5. One predicate per jail. */
export function removedEmpty(jails: readonly PrisonName[]): Property<Prisons> {
  return onStep(
    'a jail is removed only when nothing counts on it',
    / unlinked$/,
    jails.map((name) => ({ before, after }) => {
      if (!before[name].matches('linked') || after[name].matches('linked')) return true;
      const { ref, uref } = before[name].context;
      return (ref === 0 && uref === 0) || { prison: name, pr_ref: ref, pr_uref: uref };
    }),
    {
      about: 'Both counts are 0 when it leaves the lists.',
      cites: ['jail_set(persist=0), failed creation in a jail: derived, not reported'],
    },
  );
}

/** J5. */
export function neverUsedAfterFree(jails: readonly PrisonName[]): Property<Prisons> {
  return never(
    'no count of a freed prison is changed',
    jails.map((name) => (s) => s[name].hasTag('corrupted') && { prison: name }),
    { about: 'A struct prison is not written to once it is freed.', cites: ['kern_jail.c: prison_deref'] },
  );
}

export function neverPanics(): Property<Kernel> {
  return never(
    'the kernel does not panic',
    (s) => s.kernel.context.panic !== null && { panic: s.kernel.context.panic },
    {
      about: 'No KASSERT fails, no mutex recurses, nobody follows the parent of prison0.',
      cites: [RESURRECTION, 'first patch of the same thread: pr_mtx recursed'],
    },
  );
}
