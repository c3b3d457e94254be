import { ltl, onStep } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import type { kernel } from '../../machines/freebsd/kernel.ts';
import { childOf } from '../../machines/freebsd/names.ts';
import type { PrisonName, ProcessName } from '../../machines/freebsd/names.ts';
import type { prison } from '../../machines/freebsd/prison.ts';
import type { process } from '../../machines/freebsd/process.ts';

type Kernel = Record<'kernel', typeof kernel>;
type Prisons = Record<PrisonName, typeof prison>;
type Processes = Record<ProcessName, typeof process>;

/** How processes enter, where JAIL_DYING is not given. */
export type Entry = 'jail_attach' | 'jail_set';

/** J6: only JAIL_DYING brings a dying jail back. One predicate per jail. */
export function noSilentResurrection(entry: Entry, jails: readonly PrisonName[]): Property<Prisons> {
  return onStep(
    entry === 'jail_attach'
      ? 'jail_attach(2) enters no dying jail'
      : 'jail_set without JAIL_DYING enters no dying jail',
    / do_jail_attach: pr_uref\(/,
    jails.map((name) => ({ before, after }) => {
      const { uref } = before[name].context;
      return after[name].context.uref <= uref || uref !== 0 || { prison: name, pr_uref: uref };
    }),
    {
      about:
        'Its first pr_uref after the last one is never one of a process that did not ask for a dying jail.',
      cites: [
        entry === 'jail_attach'
          ? 'freebsd-jail, August 2011: the first reading of the bug, which is not it'
          : 'not reported; found by reading and by this model',
      ],
    },
  );
}

/** J9. One property per jail. `sessions`: processes that keep a cred of it while they are in userland. */
export function idleJailsGo(
  jails: readonly PrisonName[],
  processes: readonly ProcessName[],
  sessions: Readonly<Partial<Record<PrisonName, ProcessName>>>,
): Property<Kernel & Prisons & Processes>[] {
  return jails.map((name) =>
    ltl<Kernel & Prisons & Processes>(
      `${name} goes when nothing keeps it`,
      'F G idle -> F G gone',
      {
        idle: (s) => {
          if (s.kernel.matches('panicked')) return false;
          if (s[name].context.persist) return false;
          const child = childOf(name);
          if (child !== null && jails.includes(child) && s[child].matches('linked')) return false;
          const session = sessions[name];
          if (session !== undefined && s[session].matches('userland')) return false;
          return processes.every((one) => s[one].context.prison !== name);
        },
        gone: (s) => s[name].matches('freed') || s[name].matches('absent'),
      },
      {
        about:
          'A jail without processes, their creds, persist and children is unlinked in the end. Fair: who is in the ' +
          'kernel goes on, zombies are reaped, tasks run. Not fair: processes need make no call and need not exit.',
        cites: ['D53200, PR 290217: a zombie jail'],
      },
    ),
  );
}
