import { always, never, onStep } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import type { ZoneId } from '../../../machines/illumos/names.ts';
import { isSettled, recordOf } from './actors.ts';
import type {
  Administrator,
  Caches,
  Confs,
  Daemon,
  Kernel,
  Links,
  Names,
  Zoneadmds,
  Zones,
} from './actors.ts';

type Everybody = Administrator & Links & Daemon & Zones & Zoneadmds;

const filesOf = ({ zones }: Names): readonly ZoneId[] => ['global', ...zones];

/** I14. */
export function oneLinePerRecord(names: Names): Property<Everybody & Caches> {
  return always(
    'every active record has exactly one cache line',
    names.links.map((link) => (s) => {
      if (!isSettled(s, names, link)) return true;
      const record = recordOf(s, link);
      const lines = filesOf(names).flatMap((zone) =>
        s[`cache_${zone}`].context.lines.filter((line) => line.link === link).map(() => zone),
      );
      const expected = record?.active === true ? 1 : 0;
      return (
        lines.length === expected || {
          link,
          record: record === undefined ? 'none' : `${record.name} in ${record.zone}`,
          'lines in the cache of': lines.join() || 'none',
        }
      );
    }),
    {
      about: 'A link that dlmgmtd has as active is found again at its next start, and no other is.',
      cites: ['OS-6280', 'cache lines keyed by name (derived)'],
    },
  );
}

/** I15. */
export function definitionsSurvive(): Property<Confs> {
  return always(
    'every persistent definition is in datalink.conf',
    (s) => {
      const { lines, defined } = s.conf_global.context;
      const lost = defined.filter((link) => !Object.values(lines).includes(link));
      return lost.length === 0 || { lost: lost.join(), 'datalink.conf': lines };
    },
    {
      about: 'A name stands for one definition; a persistent link on loan keeps its name reserved.',
      cites: ['IPD 3, link persistence'],
    },
  );
}

/** I15, seen from a zone. */
export function sameLinkAfterReboot(names: Names): Property<Zoneadmds & Confs & Links> {
  return onStep(
    'a zone gets the link that it had before',
    /^set_zone\(.*: lent$/,
    names.zones.map((zone) => ({ before, after }) => {
      const had = before[`zoneadmd_${zone}`].context.last;
      const has = after[`zoneadmd_${zone}`].context.last;
      const stillDefined = had !== null && before.conf_global.context.defined.includes(had);
      return !stillDefined || had === has || { zone, before: had, now: has };
    }),
    {
      about: 'As long as the persistent link that a zone was given is defined, the zone is given that one.',
      cites: ['IPD 3, link persistence'],
    },
  );
}

/** I16. */
export function noPersistentInZone(names: Names): Property<Daemon & Kernel> {
  return never(
    'no zone owns persistent links',
    names.links.map((link) => (s) => {
      const record = recordOf(s, link);
      return (
        record?.persist === true && record.zone !== 'global' && !record.onLoan && { link, zone: record.zone }
      );
    }),
    {
      about: 'Persistent links that are created in a zone do not come back when it boots again.',
      cites: ['IPD 3, links created within zones', 'illumos 15167 (TEMPONLY)'],
    },
  );
}
