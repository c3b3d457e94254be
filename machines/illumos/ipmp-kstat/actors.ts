import { actor, family, to } from '../../../checker/index.ts';
import type { MachinesOf, StepMaker, View } from '../../../checker/index.ts';
import { kstat } from '../../locks/kstat.ts';
import { mutex } from '../../locks/mutex.ts';
import type { Line } from '../../locks/program.ts';
import { rwlock } from '../../locks/rwlock.ts';
import { thread } from '../../locks/thread.ts';
import { group } from './group.ts';
import type { Settings } from './options.ts';
import { phyint } from './phyint.ts';
import { reading } from './reading.ts';

export type ThreadName = 'T1' | 'T1u' | 'T2' | 'T3' | 'T3r' | 'T4' | 'reaper';

/** The threads of these settings. */
export function threadNames(settings: Settings): ThreadName[] {
  const { netstack } = settings;
  const named = (['T1', 'T1u', 'T2', 'T3', 'T3r', 'T4'] as const).filter(
    // The netstack goes with its interfaces: nobody is left to unplumb one.
    (name) => settings[name] && (netstack === 'none' || (name !== 'T1' && name !== 'T1u')),
  );
  return netstack === 'deferred' && settings.T2 ? [...named, 'reaper'] : named;
}

export function makeActors(settings: Settings) {
  const names = threadNames(settings);
  return {
    ill_g_lock: rwlock,
    ipmp_lock: rwlock,
    kstat,
    ipsq: mutex,
    grp: actor(group, { input: { members: names.includes('T1u') ? 1 : 0 } }),
    phyint: actor(phyint, { input: { member: names.includes('T1u') } }),
    reading,
    ...family(names, () => thread),
  };
}

export type Actors = MachinesOf<ReturnType<typeof makeActors>>;
export type State = View<Actors>;
export type Make = StepMaker<Actors>;
export type IpmpLine = Line<Actors>;

export const acquire = (by: ThreadName) => ({ type: 'acquire', by }) as const;
export const release = (by: ThreadName) => ({ type: 'release', by }) as const;
export const hold = (by: ThreadName) => ({ type: 'hold', by }) as const;

type RwlockName = 'ill_g_lock' | 'ipmp_lock';

/** `rw_enter(lock, RW_WRITER)`: waiting for it already keeps new readers out. */
export const writeLock = (by: ThreadName, lock: RwlockName, at: string): IpmpLine[] => [
  { does: `wants ${lock} as writer`, at, with: () => to(lock, { type: 'want', by }) },
  { does: `${lock} as writer`, at, with: () => to(lock, { type: 'write', by }) },
];

export const readLock = (by: ThreadName, lock: RwlockName, at: string): IpmpLine => ({
  does: `${lock} as reader`,
  at,
  with: () => to(lock, { type: 'read', by }),
});

export const unlock = (by: ThreadName, lock: RwlockName, at: string): IpmpLine => ({
  does: `${lock} released`,
  at,
  with: () => to(lock, release(by)),
});
