import { always, leadsTo, never, reachable, recoverable } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import type { datalink } from '../../machines/illumos/datalink.ts';
import type { devnet } from '../../machines/illumos/devnet.ts';
import type { kernel } from '../../machines/illumos/kernel.ts';
import type { LinkName, ObjectName, ZoneadmdName, ZoneName } from '../../machines/illumos/names.ts';
import type { zone } from '../../machines/illumos/zone.ts';
import type { zoneadmd } from '../../machines/illumos/zoneadmd.ts';

type Kernel = Record<'kernel', typeof kernel>;
type Zones = Record<ZoneName, typeof zone>;
type Zoneadmds = Record<ZoneadmdName, typeof zoneadmd>;
type Links = Record<LinkName, typeof datalink>;
type Objects = Record<ObjectName, typeof devnet>;

/** One predicate per link: nothing of it is left in kernel or dlmgmtd once its zone is dead. */
export function transientLinksGone(
  links: readonly { readonly zone: ZoneName; readonly link: LinkName }[],
  objects: readonly ObjectName[],
): Property<Zones & Links & Objects> {
  return always(
    'transient links are gone after halt',
    links.map(({ zone: owner, link }) => (s) => {
      if (!s[owner].matches('dead')) return true;
      const left = objects.filter(
        (object) => s[object].context.link === link && s[object].matches('visible'),
      );
      const gone = s[link].matches('absent') && left.length === 0;
      return gone || { zone: owner, link, 'still there': left.join(', ') || 'VNIC' };
    }),
    {
      about: 'A zone that is DEAD leaves no VNIC, no dls_devnet_t in the hashes and no record behind.',
      cites: ['OS-406', 'OS-5363'],
    },
  );
}

export function observersNeverPanic(observers: readonly string[]): Property<Kernel> {
  return never(
    'an observer in the global zone never panics the kernel',
    (s) => {
      const { panic } = s.kernel.context;
      return panic !== null && observers.includes(panic.by) && { panic };
    },
    {
      about: 'A user of dlpi_open_zone() keeps working or gets an error; it never takes the machine down.',
      cites: ['OS-2782 (dlpi_open_zone)', 'OS-8627'],
    },
  );
}

export function haltCompletes(zones: readonly ZoneName[]): Property<Zones> {
  return reachable('halt can complete', (s) => zones.every((name) => s[name].matches('dead')), {
    about: 'There is a run in which every zone becomes DEAD.',
    cites: ['OS-406'],
  });
}

export function haltRecoverable(zones: readonly ZoneName[]): Property<Zones> {
  return recoverable(
    'halt can always still complete',
    (s) => zones.every((name) => s[name].matches('dead')),
    {
      about: 'Whatever has happened, there is a way for every zone to become DEAD, without a reboot.',
      cites: ['OS-8627 (halt hangs)', 'IPD 3, zones stuck in "down"'],
    },
  );
}

export function haltEnds(
  zones: readonly { readonly zone: ZoneName; readonly zoneadmd: ZoneadmdName }[],
): Property<Zones & Zoneadmds>[] {
  return zones.map(({ zone: name, zoneadmd: daemon }) =>
    leadsTo(
      `a halt of ${name} that was asked for ends`,
      (s) => haltPhases.some((phase) => s[daemon].matches(phase)),
      (s) => s[name].matches('dead'),
      {
        about:
          'Fair: zoneadmd, the kernel, the end of killed processes and of ioctls; a halt that failed is asked for ' +
          'again. Not fair: observers need never exit.',
        cites: ['OS-8627 (vmadm halt hangs)'],
      },
    ),
  );
}

const haltPhases = [
  'shutdown',
  'callbacks',
  'observers',
  'deleting',
  'inDelete',
  'destroying',
  'failed',
] as const;
