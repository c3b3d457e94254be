import { always, leadsTo, never, onStep, recoverable } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import { atLeast } from '../../../machines/illumos/zone.ts';
import type { ZoneName } from '../../../machines/illumos/names.ts';
import { isSettled, recordOf } from './actors.ts';
import type { Administrator, Caches, Daemon, Kernel, Links, Names, Zoneadmds, Zones } from './actors.ts';

type Everybody = Administrator & Links & Daemon & Zones & Zoneadmds;

export function kernelNeverPanics(): Property<Kernel> {
  return never(
    'the kernel never panics',
    (s) => s.kernel.matches('panicked') && { panic: s.kernel.context.panic },
    {
      about: 'No VERIFY fails (nor an ASSERT in a DEBUG kernel).',
      cites: ['illumos 15167', 'OS-8627'],
    },
  );
}

/** I9. */
export function transientLinksGone(names: Names): Property<Everybody & Caches> {
  return always(
    'transient links are gone after halt',
    names.links.map((link) => (s) => {
      const { ddTransient, ddZid } = s[link].context;
      if (s[link].matches('present') && ddTransient && ddZid === 'gone')
        return { link, 'still in': 'the kernel' };
      if (!isSettled(s, names, link)) return true;
      const halted = (zone: ZoneName): boolean => s[zone].matches('uninitialized');
      const record = recordOf(s, link);
      if (record?.transient === true && record.zone !== 'global' && halted(record.zone)) {
        return { link, 'still in': 'dlmgmtd' };
      }
      const line = s.cache_global.context.lines.find((one) => one.link === link);
      const stale = line?.transient === true && line.zone !== 'global' && halted(line.zone);
      return !stale || { link, 'still in': 'the cache file' };
    }),
    {
      about: 'A zone that is halted leaves no transient link in kernel, daemon and cache file.',
      cites: ['OS-6280', 'OS-8627', 'unhandled class (derived)'],
    },
  );
}

/** I10. */
export function loansReturn(names: Names): Property<Everybody> {
  return always(
    'links on loan are back after halt, unused and under their names',
    names.links.map((link) => (s) => {
      const { ddOwnerZid, ddZid, ddRef, ddTransient, observed } = s[link].context;
      if (!s[link].matches('present') || ddTransient || ddOwnerZid !== 'global') return true;
      if (ddZid === 'gone') return { link, dd_zid: 'of a zone that is gone' };
      if (ddZid !== 'global' || !isSettled(s, names, link)) return true;
      const record = recordOf(s, link);
      const expected = 1 + Number(observed);
      if (ddRef !== expected) return { link, dd_ref: ddRef };
      return record?.zone === 'global' && record.name === 'vnic0'
        ? true
        : { link, record: record === undefined ? 'none' : `${record.name} in ${record.zone}` };
    }),
    {
      about: 'Whatever was lent to a zone is in the global zone afterwards, with dd_ref 1 and its old name.',
      cites: ['dlmgmtd down at halt (IPD 3)', 'illumos 8437', 'SmartOS EEXIST on return'],
    },
  );
}

/** I12, as a possibility. */
export function haltRecoverable(names: Names): Property<Kernel & Zones> {
  return recoverable(
    'every zone can still be halted',
    (s) => s.kernel.matches('panicked') || names.zones.every((zone) => s[zone].matches('uninitialized')),
    {
      about:
        'Whatever has happened, commands of administrators and restarts of dlmgmtd can bring every zone down, without ' +
        'a reboot. (A kernel that has panicked is the subject of another property.)',
      cites: ['IPD 3, zones stuck in down state', '6936702', 'illumos 8437', 'OS-8627'],
    },
  );
}

/** I12, as a promise. */
export function haltEnds(zone: ZoneName): Property<Kernel & Zones & Zoneadmds> {
  const zoneadmd = `zoneadmd_${zone}` as const;
  return leadsTo(
    `a halt of ${zone} that is asked for again and again ends`,
    (s) =>
      !['installed', 'configuring', 'booting', 'up'].includes(s[zoneadmd].value) &&
      !s.kernel.matches('panicked'),
    (s) => s[zone].matches('uninitialized') || s.kernel.matches('panicked'),
    {
      about:
        'Fair: the kernel, zoneadmd, a halt that failed is asked for again, SMF starts dlmgmtd again. Not fair: ' +
        'administrators need do nothing about it.',
      cites: ['IPD 3, zones stuck in down state'],
    },
  );
}

/** I17. */
export function callbacksBeforeDestroy(names: Names): Property<Zones> {
  return onStep(
    'SHUTDOWN callbacks run before a zone is destroyed',
    /^zone_destroy\(.*DYING$/,
    names.zones.map((zone) => ({ before, after }) => {
      const destroyed = before[zone].matches('down') && after[zone].matches('dying');
      return !destroyed || before[zone].context.callbacks || { zone };
    }),
    {
      about: 'Links are offered their return, and zone-specific data its shutdown, before the zone goes.',
      cites: ['OS-7410', 'zone_shutdown interrupted in pool_lock_intr (derived)'],
    },
  );
}

/** I17. */
export function statusNeverGoesBack(names: Names): Property<Zones> {
  return onStep(
    'zone status never goes back',
    /zone_|zsched|thread|reboot/,
    names.zones.map((zone) => ({ before, after }) => {
      const was = before[zone].value;
      const is = after[zone].value;
      return is === 'uninitialized' || atLeast(is, was) || { zone, from: was, to: is };
    }),
    { about: 'zone_status_set asserts it.', cites: ['zone.c: zone_status_set'] },
  );
}

/** I19. */
export function idsAreNotReused(names: Names): Property<Links> {
  return onStep(
    'no zone is created while a link names a dead one',
    /zone_create$/,
    names.links.map(
      (link) =>
        ({ before }) =>
          before[link].context.ddZid !== 'gone' || { link },
    ),
    {
      about: 'The id of a dead zone may be given to a new one, which then has the link that still names it.',
      cites: ['illumos 7413 (the same for netstack ids)'],
    },
  );
}
