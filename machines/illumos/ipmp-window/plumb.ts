import { acquire, EMPTY_ILLGRP, NULL_ILLGRP, panic, release } from './actors.ts';
import type { State, WindowLine } from './actors.ts';
import type { Settings } from './options.ts';

const DEFAULTS = 'ip_if.c: ip_ll_subnet_defaults';
const SLIFNAME = 'ip_if.c: ipif_set_values';
const PLINK = 'ip_if.c: ip_sioctl_plink_ipmp';
const CLOSE = 'ip.c: ip_modclose';
const TAIL = 'ip_if.c: ill_delete_tail';
const GLIST = 'ip_if.c: ill_glist_delete';

const LINKED = 'the interface is plumbed';
const UNLINKED = 'is unlinked';
const FAILED = 'plumbing has failed';
const QUIET = 'the ill has no references left';

/** The life of an IPMP interface as `ifconfig` drives it: plumb, and unplumb. */
export function plumbAndUnplumb(settings: Settings): WindowLine[] {
  return [...plumb(settings), ...unlink(settings), ...close(settings)];
}

/** `ipmp_illgrp_create`, with room for its failure. */
function createIllgrp(at: string, { noMemory }: Settings, failed: Partial<WindowLine>): WindowLine[] {
  const create: WindowLine = {
    does: 'ipmp_illgrp_create',
    at,
    with: () => ({ illgrp: { type: 'create' }, ill: { type: 'set', field: 'illGrp' } }),
  };
  if (!noMemory) return [create];
  return [
    {
      does: 'ipmp_illgrp_create: no memory',
      at,
      about: 'KM_NOSLEEP.',
      to: FAILED,
      fairness: 'none',
      ...failed,
    },
    create,
  ];
}

function plumb(settings: Settings): WindowLine[] {
  const early = settings.create === 'ipif_allocate';
  const flag: WindowLine = {
    does: 'DL_INFO_ACK: PHYI_IPMP is set',
    at: DEFAULTS,
    with: () => ({ ill: { type: 'set', field: 'ipmp' } }),
  };
  const plinkEnter: WindowLine = {
    does: 'I_PLINK: enters the IPSQ',
    at: PLINK,
    with: () => ({ ipsq: acquire('ifconfig') }),
  };
  const failed = { at: PLINK, with: () => ({ ipsq: release('ifconfig') }) };
  return [
    flag,
    ...(early ? branches(createIllgrp('ip_if.c: ipif_allocate', settings, {}), flag.does) : []),
    {
      does: 'SIOCSLIFNAME: wants ill_g_lock as writer',
      at: SLIFNAME,
      with: () => ({ ill_g_lock: { type: 'want', by: 'ifconfig' } }),
    },
    {
      does: 'SIOCSLIFNAME: ill_g_lock as writer',
      at: SLIFNAME,
      with: () => ({ ill_g_lock: { type: 'write', by: 'ifconfig' } }),
    },
    {
      does: 'ill_glist_insert, ill_g_lock released',
      at: SLIFNAME,
      about: 'Everybody can find the ill from here on.',
      with: () => ({ ill: { type: 'set', field: 'visible' }, ill_g_lock: release('ifconfig') }),
    },
    plinkEnter,
    ...(early ? [] : branches(createIllgrp(PLINK, settings, failed), plinkEnter.does)),
    {
      does: 'I_PLINK: the illgrp is linked to its group',
      at: PLINK,
      to: LINKED,
      with: () => ({ ill: { type: 'set', field: 'linked' }, ipsq: release('ifconfig') }),
    },
  ];
}

/** Lines that all start at one place. */
function branches(lines: readonly WindowLine[], from: string): WindowLine[] {
  return lines.map((line) => ({ ...line, from }));
}

function unlink({ busy, destroy }: Settings): WindowLine[] {
  const inGroup = (s: State): boolean => s.illgrp.context.members > 0;
  const refuses = busy === 'I_PUNLINK';
  const enter = 'I_PUNLINK: enters the IPSQ';
  const unlinked: WindowLine = {
    does: 'I_PUNLINK: unlinked',
    at: PLINK,
    to: UNLINKED,
    with: () => ({ ill: { type: 'clear', field: 'linked' }, ipsq: release('ifconfig') }),
  };
  const idle: WindowLine['with'] = (s) => (refuses && inGroup(s) ? null : {});
  return [
    { does: enter, at: PLINK, with: () => ({ ipsq: acquire('ifconfig') }) },
    ...(refuses
      ? [
          {
            does: 'I_PUNLINK: EBUSY',
            at: PLINK,
            about: 'There are interfaces in the group; asked again later.',
            to: LINKED,
            with: (s) => (inGroup(s) ? { ipsq: release('ifconfig') } : null),
          } satisfies WindowLine,
        ]
      : []),
    { does: 'I_PUNLINK: nobody is in the group', at: PLINK, from: enter, with: idle },
    ...(destroy === 'I_PUNLINK' ? [destroyIllgrp('I_PUNLINK', PLINK)] : []),
    unlinked,
  ];
}

function destroyIllgrp(where: string, at: string): WindowLine {
  return {
    does: `${where}: ipmp_illgrp_destroy`,
    at,
    about: 'Takes no lock.',
    with: (s) =>
      s.ill.context.illGrp ? { illgrp: { type: 'free' }, ill: { type: 'clear', field: 'illGrp' } } : null,
  };
}

function close(settings: Settings): WindowLine[] {
  const { destroy } = settings;
  const wants = 'ill_glist_delete: wants ill_g_lock as writer';
  const out: WindowLine = {
    does: 'ill_glist_delete: out of the lists',
    at: GLIST,
    with: (s) => (s.ill.context.visible ? { ill: { type: 'clear', field: 'visible' } } : {}),
  };
  const drop: WindowLine = {
    does: 'ill_glist_delete: ill_g_lock released',
    at: GLIST,
    with: () => ({ ill_g_lock: release('ifconfig') }),
  };
  return [
    {
      does: 'close: enters the IPSQ',
      at: CLOSE,
      from: [UNLINKED, FAILED],
      with: () => ({ ipsq: acquire('ifconfig') }),
    },
    {
      does: 'close: ILL_CONDEMNED, leaves the IPSQ',
      at: CLOSE,
      with: () => ({ ill: { type: 'set', field: 'condemned' }, ipsq: release('ifconfig') }),
    },
    {
      does: 'close: waits until nobody refers to the ill',
      at: CLOSE,
      to: QUIET,
      with: () => ({ ill: { type: 'quiet' } }),
    },
    ...(destroy === 'before ill_glist_delete' ? tail(settings, QUIET) : []),
    { does: wants, at: GLIST, with: () => ({ ill_g_lock: { type: 'want', by: 'ifconfig' } }) },
    {
      does: 'ill_glist_delete: ill_g_lock as writer',
      at: GLIST,
      with: () => ({ ill_g_lock: { type: 'write', by: 'ifconfig' } }),
    },
    out,
    ...(destroy === 'under ill_g_lock' ? tail(settings, out.does) : []),
    drop,
    ...(destroy === 'after ill_glist_delete' ? tail(settings, drop.does) : []),
    { does: 'close: returns', at: CLOSE, to: 'end' },
  ];
}

/** `ipmp_illgrp_destroy` at the end of the ill, where nothing can be refused any more. */
function tail({ closeTest }: Settings, from: string): WindowLine[] {
  const over = 'the illgrp is gone';
  const destroy = destroyIllgrp('ill_delete_tail', TAIL);
  const busy = (s: State): boolean => s.illgrp.context.members > 0;
  const fail = (verify: string, when: (s: State) => boolean): WindowLine => ({
    does: `ill_delete_tail: panic, not so: ${verify}`,
    at: TAIL,
    from,
    to: 'end',
    with: (s) => (when(s) ? { kernel: panic('ifconfig', verify, 'ill_delete_tail') } : null),
  });
  return [
    ...(closeTest
      ? [
          {
            does: 'ill_delete_tail: there is no illgrp',
            at: TAIL,
            from,
            to: over,
            with: (s) => (s.ill.context.illGrp ? null : {}),
          } satisfies WindowLine,
        ]
      : [fail(NULL_ILLGRP, (s) => !s.ill.context.illGrp)]),
    fail(EMPTY_ILLGRP, (s) => s.ill.context.illGrp && busy(s)),
    { ...destroy, from, to: over, with: (s) => (busy(s) ? null : destroy.with!(s)) },
  ];
}
