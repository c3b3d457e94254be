import { hold, readLock, release, unlock, writeLock } from './actors.ts';
import type { IpmpLine, State } from './actors.ts';
import type { Settings } from './options.ts';
import { deleteKstat } from './unplumb.ts';

const READ = 'io/kstat.c: read_kstat_data';
const UPDATE = 'ipmp.c: ipmp_grp_update_kstats';
const DOWN = 'ipmp.c: ipmp_phyint_get_kstats';

/** T2: owns the kstat, and runs its update callback. */
export function readKstat(settings: Settings): IpmpLine[] {
  const { reader, accounting, netstack } = settings;
  const base: IpmpLine = {
    does: 'copies gr_kstats0',
    at: UPDATE,
    with: (s) => ({ reading: { type: 'base', value: s.grp.context.grKstats0 } }),
  };
  const enter = readLock('T2', 'ill_g_lock', UPDATE);
  const drop = unlock('T2', 'ill_g_lock', UPDATE);
  const before = accounting === 'together' ? [enter, base] : [base, enter];
  return [
    {
      does: 'the kstat is gone',
      at: READ,
      from: 'start',
      to: 'end',
      with: (s) => (s.kstat.matches('deleted') ? {} : null),
    },
    {
      does: 'kstat_hold, to read the kstat',
      at: READ,
      from: 'start',
      about: 'It owns the kstat until it has read it, the callback included.',
      with: (s) => (s.kstat.matches('deleted') ? null : { kstat: hold('T2') }),
    },
    ...before,
    ...(reader === 'lock'
      ? [...walk(before.at(-1)!), { ...drop, from: 'the walk is over' }]
      : refhold(before.at(-1)!, settings, drop)),
    ...tail(netstack),
  ];
}

/** The walk of the IPSQ list as it is: calls down into GLDv3 with the lock held. */
function walk(last: IpmpLine): IpmpLine[] {
  return [
    skip(last, (s) => !s.phyint.context.reachable),
    {
      does: 'reads ipsq_phyint',
      at: UPDATE,
      from: last.does,
      with: (s) => (s.phyint.context.reachable ? {} : null),
    },
    use('the walk is over'),
  ];
}

/** The list that was proposed: a reference keeps the ill, and so its phyint, while nothing is locked. */
function refhold(last: IpmpLine, { accounting }: Settings, drop: IpmpLine): IpmpLine[] {
  // Where references are waited for after the ill is out of reach, one that is condemned may still be held.
  const usable = (s: State): boolean =>
    s.phyint.context.reachable && (accounting === 'together' || !s.phyint.context.condemned);
  return [
    skip(last, (s) => !usable(s)),
    { ...drop, from: 'the walk is over' },
    {
      does: 'holds an ill of the phyint',
      at: UPDATE,
      from: last.does,
      with: (s) => (usable(s) ? { phyint: hold('T2') } : null),
    },
    { ...drop, does: 'ill_g_lock released, with the list' },
    use('the phyint is used'),
    {
      does: 'ill_refrele',
      at: UPDATE,
      to: drop.does,
      with: () => ({ phyint: { type: 'rele', by: 'T2' } }),
    },
  ];
}

const skip = (last: IpmpLine, when: (s: State) => boolean): IpmpLine => ({
  does: 'there is no phyint to ask',
  at: UPDATE,
  from: last.does,
  to: 'the walk is over',
  with: (s) => (when(s) ? {} : null),
});

const use = (to: string): IpmpLine => ({
  does: 'uses the phyint',
  at: DOWN,
  about: 'Its name and phyint_kstats0, and the kstat of its link.',
  to,
  with: () => ({ reading: { type: 'live' } }),
});

/** Where the reader is when it has dropped the last reference of its netstack, by who runs the destroy routines. */
export const LAST_REFERENCE = {
  inline: 'netstack_rele: the last reference, the destroy routines run here',
  deferred: 'netstack_rele: the last reference, a taskq runs the destroy routines',
} as const;

function tail(netstack: Settings['netstack']): IpmpLine[] {
  const from = 'ill_g_lock released';
  const rele: IpmpLine = {
    does: 'kstat_rele',
    at: READ,
    to: 'end',
    with: () => ({ kstat: { type: 'rele', by: 'T2' }, reading: { type: 'end' } }),
  };
  if (netstack === 'none') return [{ ...rele, from }];
  const last: IpmpLine = { does: LAST_REFERENCE[netstack], at: 'netstack.c: netstack_rele', from };
  const inline = deleteKstat('T2', 'netstack.c: netstack_apply_destroy');
  return netstack === 'inline'
    ? [last, ...inline, { ...rele, with: () => ({ reading: { type: 'end' } }) }]
    : [last, rele];
}

/** A taskq thread that runs the destroy routines instead (`netstack_reap`). */
export function reaper(): IpmpLine[] {
  const at = 'netstack.c: netstack_reap';
  const [first, last] = deleteKstat('reaper', at);
  return [
    {
      does: 'is dispatched',
      at,
      with: (s) => (s.T2.matches('done') || s.T2.context.at === LAST_REFERENCE.deferred ? {} : null),
    },
    first!,
    { ...last!, to: 'end' },
  ];
}

/** Threads that hold one lock and want another, and know nothing of the group. */
export function bystanders(): Readonly<Record<'T3' | 'T3r' | 'T4', readonly IpmpLine[]>> {
  const T3_AT = 'ip_if.c: ipif_free_tail';
  const T3R_AT = 'ip_tunables.c: ip_set_forwarding';
  const nested = (by: 'T3' | 'T3r', at: string): IpmpLine[] => [
    {
      ...readLock(by, 'ipmp_lock', 'ipmp.c: ipmp_ill_get_ipmp_ifindex'),
      about: `Under ill_g_lock of ${at}.`,
    },
    unlock(by, 'ipmp_lock', 'ipmp.c: ipmp_ill_get_ipmp_ifindex'),
    { does: 'ill_g_lock released', at, to: 'end', with: () => ({ ill_g_lock: release(by) }) },
  ];
  return {
    T3: [...writeLock('T3', 'ill_g_lock', T3_AT), ...nested('T3', T3_AT)],
    T3r: [readLock('T3r', 'ill_g_lock', T3R_AT), ...nested('T3r', T3R_AT)],
    T4: [
      ...writeLock('T4', 'ill_g_lock', 'ip_if.c'),
      { does: 'ill_g_lock released', at: 'ip_if.c', to: 'end', with: () => ({ ill_g_lock: release('T4') }) },
    ],
  };
}
