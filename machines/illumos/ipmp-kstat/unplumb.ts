import { acquire, hold, release, unlock, writeLock } from './actors.ts';
import type { IpmpLine, ThreadName } from './actors.ts';
import type { Settings } from './options.ts';

const GLIST = 'ip_if.c: ill_glist_delete';
const FREE = 'ip_if.c: phyint_free';
const DESTROY = 'ipmp.c: ipmp_grp_destroy';
const LEAVE = 'ipmp.c: ipmp_phyint_leave_grp';
const CLOSE = 'ip.c: ip_modclose';

/** `kstat_delete`: owns the kstat, which may take a while, and it is gone. */
export const deleteKstat = (by: ThreadName, at: string): IpmpLine[] => [
  {
    does: 'kstat_hold, to delete the kstat',
    at,
    about: 'Waits for whoever owns it.',
    with: () => ({ kstat: hold(by) }),
  },
  { does: 'kstat_delete', at, with: () => ({ kstat: { type: 'delete', by } }) },
];

/** T1: the close of the IPMP interface, once nobody is left in the group. */
export function unplumbIpmp({ unplumb }: Settings): IpmpLine[] {
  const enter: IpmpLine = {
    does: 'enters the IPSQ',
    at: CLOSE,
    about: 'I_PUNLINK has seen to it that no interface is left in the group.',
    with: (s) => (s.grp.context.grNif === 0 ? { ipsq: acquire('T1') } : null),
  };
  const freeGroup: IpmpLine = {
    does: 'the group is freed',
    at: DESTROY,
    with: () => ({ grp: { type: 'free' } }),
  };
  const glist = writeLock('T1', 'ill_g_lock', GLIST);
  const ipmp = writeLock('T1', 'ipmp_lock', FREE);
  const dropGlist = unlock('T1', 'ill_g_lock', GLIST);
  const dropIpmp = unlock('T1', 'ipmp_lock', FREE);
  const leave: IpmpLine = {
    does: 'leaves the IPSQ',
    at: CLOSE,
    to: 'end',
    with: () => ({ ipsq: release('T1') }),
  };
  const kstat = deleteKstat('T1', 'ipmp.c: ipmp_grp_destroy_kstats');
  switch (unplumb) {
    case 'reviewed':
      return [enter, ...glist, ...ipmp, ...kstat, freeGroup, dropIpmp, dropGlist, leave];
    case 'landed':
      return [enter, ...glist, dropGlist, ...ipmp, ...kstat, freeGroup, dropIpmp, leave];
    case 'strict':
      return [enter, ...glist, dropGlist, ...ipmp, dropIpmp, ...kstat, freeGroup, leave];
  }
}

/** T1u: the close of an underlying interface, whose statistics stay with the group. */
export function unplumbUnderlying({ unplumb, accounting }: Settings): IpmpLine[] {
  const enter: IpmpLine[] = [
    { does: 'enters the IPSQ', at: CLOSE, with: () => ({ ipsq: acquire('T1u') }) },
    { does: 'ILL_CONDEMNED', at: CLOSE, with: () => ({ phyint: { type: 'condemn' } }) },
  ];
  const drain: IpmpLine = {
    does: 'waits until the ill has no references',
    at: CLOSE,
    with: () => ({ phyint: { type: 'drained' } }),
  };
  const glist = writeLock('T1u', 'ill_g_lock', GLIST);
  const dropGlist = unlock('T1u', 'ill_g_lock', GLIST);
  const account: IpmpLine = {
    does: 'its statistics go to gr_kstats0',
    at: LEAVE,
    with: () => ({ grp: { type: 'account' } }),
  };
  const leaveGroup: IpmpLine = { does: 'gr_nif - 1', at: LEAVE, with: () => ({ grp: { type: 'leave' } }) };
  const ipmp = writeLock('T1u', 'ipmp_lock', LEAVE);
  const dropIpmp = unlock('T1u', 'ipmp_lock', LEAVE);
  const clear: IpmpLine = {
    does: 'ipsq_phyint := NULL',
    at: FREE,
    with: () => ({ phyint: { type: 'clear' } }),
  };
  const free: IpmpLine = { does: 'mi_free(phyint)', at: FREE, with: () => ({ phyint: { type: 'free' } }) };
  const leave: IpmpLine = {
    does: 'leaves the IPSQ',
    at: CLOSE,
    to: 'end',
    with: () => ({ ipsq: release('T1u') }),
  };
  const under = accounting === 'together' ? [account, clear] : [];
  const later = (line: IpmpLine): IpmpLine[] => (accounting === 'together' ? [] : [line]);
  const rest = [...ipmp, ...later(account), leaveGroup, dropIpmp, ...later(clear)];
  const [first, last] = accounting === 'together' ? [[], [drain]] : [[drain], []];
  return unplumb === 'reviewed'
    ? [...enter, ...first, ...glist, ...under, ...rest, ...reviewedEnd(last, free, dropGlist), leave]
    : [...enter, ...first, ...glist, ...under, dropGlist, ...last, ...rest, free, leave];
}

/** Everything under `ill_g_lock`, except that a wait for readers who want it would never end. */
function reviewedEnd(drain: readonly IpmpLine[], free: IpmpLine, drop: IpmpLine): IpmpLine[] {
  return drain.length === 0 ? [free, drop] : [drop, ...drain, free];
}
