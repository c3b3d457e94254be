import { always, ltl, onStep } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import type { sx } from '../../machines/locks/sx.ts';
import type { kernel } from '../../machines/freebsd/kernel.ts';
import type { PrisonName, ProcessName } from '../../machines/freebsd/names.ts';
import type { prison } from '../../machines/freebsd/prison.ts';
import type { process } from '../../machines/freebsd/process.ts';

type Prisons = Record<PrisonName, typeof prison>;
type Processes = Record<ProcessName, typeof process>;
type Lists = Record<'allprison', typeof sx>;
type Kernel = Record<'kernel', typeof kernel>;

/** J10. One predicate per jail. `byName`: who uses JAIL_DYING where it is honoured. */
export function dyingIsLeftOnlyByName(
  jails: readonly PrisonName[],
  byName: readonly string[],
): Property<Prisons> {
  return onStep(
    'DYING is left only by JAIL_DYING',
    / pr_state\(/,
    jails.map((name) => ({ before, after, step: { by } }) => {
      if (before[name].context.state !== 'DYING' || after[name].context.state !== 'ALIVE') return true;
      return (by !== undefined && byName.includes(by)) || { prison: name, by };
    }),
    {
      about: 'A jail that is dying is removed in the end, unless jail_set(JAIL_DYING) brings it back.',
      cites: ['1158508a8086 (D27876)', 'D28150: not even then'],
    },
  );
}

/** J10, where JAIL_DYING is ignored. One predicate per jail. */
export function dyingIsNeverLeft(jails: readonly PrisonName[]): Property<Prisons> {
  return onStep(
    'DYING is never left',
    / pr_state\(/,
    jails.map((name) => ({ before, after }) => {
      return (
        before[name].context.state !== 'DYING' || after[name].context.state !== 'ALIVE' || { prison: name }
      );
    }),
    { about: 'A jail that is dying is removed in the end.', cites: ['D28150, ed31b3f4a146'] },
  );
}

/** What whoever may look sees. One predicate per jail. */
export function aliveHasUref(jails: readonly PrisonName[]): Property<Prisons & Lists> {
  return always(
    'a jail that is ALIVE has a pr_uref',
    jails.map((name) => (s) => {
      const { state, uref } = s[name].context;
      if (state !== 'ALIVE' || s.allprison.context.exclusive !== null) return true;
      return uref > 0 || { prison: name, pr_uref: uref };
    }),
    {
      about: 'Unless somebody has allprison_lock exclusive and is about to change one of the two.',
      cites: ['f7496dcab036 (D28419): counts go to and from 0 with both locks only'],
    },
  );
}

/** One property per jail. */
export function invalidPasses(jails: readonly PrisonName[]): Property<Prisons & Kernel>[] {
  return jails.map((name) =>
    ltl<Prisons & Kernel>(
      `${name} does not stay INVALID`,
      'G (invalid -> F (valid | panicked))',
      {
        invalid: (s) => s[name].matches('linked') && s[name].context.state === 'INVALID',
        valid: (s) => !s[name].matches('linked') || s[name].context.state !== 'INVALID',
        panicked: (s) => s.kernel.matches('panicked'),
      },
      {
        about: 'A jail that is being created is made, or it is undone. Fair: who is in the kernel goes on.',
        cites: [
          'a persistent creation that fails, since D53200: not reported; found by reading and by this model',
        ],
      },
    ),
  );
}

/** One property per process. */
export function killedLeave(
  jails: readonly PrisonName[],
  processes: readonly ProcessName[],
): Property<Prisons & Processes & Kernel>[] {
  return processes.map((one) =>
    ltl<Prisons & Processes & Kernel>(
      `${one} does not live on in a killed jail`,
      'G (left -> F (!left | panicked))',
      {
        left: (s) => {
          if (!s[one].matches('userland')) return false;
          const where = s[one].context.prison;
          return where !== null && jails.includes(where) && s[where].context.state === 'DYING';
        },
        panicked: (s) => s.kernel.matches('panicked'),
      },
      {
        about:
          'Only a jail that was killed is DYING with a process in it, and that process exits. Fair: who is in the ' +
          'kernel goes on, and exits when it is killed.',
        cites: ['cc7b73065302, FreeBSD-SA-21:04'],
      },
    ),
  );
}
