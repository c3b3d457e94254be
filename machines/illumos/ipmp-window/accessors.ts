import { acquire, FREED_ILLGRP, NULL_ILLGRP, panic, release } from './actors.ts';
import type { AccessorName, State, WindowLine } from './actors.ts';
import type { Settings } from './options.ts';

const LOOKUP = 'ip_if.c: ill_lookup_on_name';

/** Reads `ill_grp` of an ill for which `IS_IPMP` is true, and follows it. */
function dereference(by: AccessorName, at: string, from: string): WindowLine[] {
  const read = 'has read ill_grp';
  const fails = (verify: string, where: string, when: (s: State) => boolean): WindowLine => ({
    does: `panic, not so: ${verify}`,
    at,
    from: where,
    to: 'end',
    with: (s) => (when(s) ? { kernel: panic(by, verify, by) } : null),
  });
  return [
    fails(NULL_ILLGRP, from, (s) => s.ill.context.ipmp && !s.ill.context.illGrp),
    {
      does: 'reads ill_grp',
      at,
      from,
      to: read,
      with: (s) => (s.ill.context.ipmp && s.ill.context.illGrp ? {} : null),
    },
    fails(FREED_ILLGRP, read, (s) => !s.illgrp.matches('allocated')),
    {
      does: 'follows ill_grp',
      at,
      from: read,
      with: (s) => (s.illgrp.matches('allocated') ? {} : null),
    },
  ];
}

/** TF. `ill_first` and `ill_next` take no reference, and know nothing of ILL_CONDEMNED. */
export function walker(): WindowLine[] {
  const at = 'ip_if.c: ill_forward_set';
  const enter = 'ill_g_lock as reader';
  return [
    { does: enter, at, with: () => ({ ill_g_lock: { type: 'read', by: 'walker' } }) },
    { does: 'there is no IPMP ill', at, with: (s) => (s.ill.context.visible ? null : {}) },
    { does: 'finds the IPMP ill', at, from: enter, with: (s) => (s.ill.context.visible ? {} : null) },
    ...dereference('walker', at, 'finds the IPMP ill'),
    {
      does: 'ill_g_lock released',
      at,
      from: ['there is no IPMP ill', 'follows ill_grp'],
      to: 'end',
      with: () => ({ ill_g_lock: release('walker') }),
    },
  ];
}

/** A look-up that takes a reference; there is no such ill while it is not visible, or is condemned. */
function lookup(by: AccessorName): WindowLine[] {
  const found = (s: State): boolean => s.ill.context.visible && !s.ill.context.condemned;
  return [
    {
      does: 'ENXIO, no such interface',
      at: LOOKUP,
      from: 'start',
      to: 'end',
      with: (s) => (found(s) ? null : {}),
    },
    {
      does: 'looks the ill up, with a reference',
      at: LOOKUP,
      about: 'Under ill_g_lock, which is released.',
      from: 'start',
      with: (s) => (found(s) ? { ill: { type: 'refhold', by } } : null),
    },
  ];
}

/** TA: SIOCGXARP and the like. */
export function getIoctl(): WindowLine[] {
  const at = 'ip_if.c: ip_sioctl_arp';
  return [
    ...lookup('get'),
    ...dereference('get', at, 'looks the ill up, with a reference'),
    { does: 'ill_refrele', at, to: 'end', with: () => ({ ill: { type: 'refrele', by: 'get' } }) },
  ];
}

/** What needs the IPSQ: ioctls that write, which `ip_process_ioctl` may refuse, and group joins, which it never sees. */
export function writer(by: 'set' | 'join', { ioctlCheck }: Settings): WindowLine[] {
  const at = by === 'set' ? 'ip.c: ip_process_ioctl' : 'ip_multi.c: ip_ll_send_enabmulti_req';
  const enter = 'enters the IPSQ';
  const checked = 'the ill is linked';
  const leave: WindowLine = {
    does: 'leaves the IPSQ, ill_refrele',
    at,
    to: 'end',
    with: () => ({ ipsq: release(by), ill: { type: 'refrele', by } }),
  };
  const checks = by === 'set' && ioctlCheck;
  return [
    ...lookup(by),
    { does: enter, at, with: () => ({ ipsq: acquire(by) }) },
    ...(checks
      ? ([
          {
            ...leave,
            does: 'fails: the ill is not linked',
            with: (s) => (s.ill.context.linked ? null : leave.with!(s)),
          },
          { does: checked, at, from: enter, with: (s) => (s.ill.context.linked ? {} : null) },
        ] satisfies WindowLine[])
      : []),
    ...dereference(by, at, checks ? checked : enter),
    leave,
  ];
}

/** An interface that joins the group with SIOCSLIFGROUPNAME, and leaves it some time. */
export function member(): WindowLine[] {
  const at = 'ip_if.c: ip_sioctl_groupname';
  const enter = (why: string): WindowLine => ({
    does: `enters the IPSQ to ${why}`,
    at,
    // The IPSQ is a queue: an unplumb that tries again and again does not keep others out for ever.
    fairness: 'strong',
    with: () => ({ ipsq: acquire('member') }),
  });
  const join = enter('join');
  return [
    join,
    {
      does: 'there is no such group',
      at,
      to: 'end',
      with: (s) => (s.ill.context.linked ? null : { ipsq: release('member') }),
    },
    {
      does: 'joins the group',
      at,
      from: join.does,
      with: (s) => (s.ill.context.linked ? { illgrp: { type: 'join' }, ipsq: release('member') } : null),
    },
    enter('leave'),
    {
      does: 'leaves the group',
      at,
      to: 'end',
      with: () => ({ illgrp: { type: 'leave' }, ipsq: release('member') }),
    },
  ];
}
