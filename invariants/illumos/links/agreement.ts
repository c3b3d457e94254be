import { always } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import { isSettled, recordOf } from './actors.ts';
import type { Administrator, Daemon, Links, Names, Zoneadmds, Zones } from './actors.ts';

type Everybody = Administrator & Links & Daemon & Zones & Zoneadmds;

/** I8. */
export function everybodyAgrees(names: Names): Property<Everybody> {
  return always(
    'kernel, daemon and zone lists agree where a link is',
    names.links.map((link) => (s) => {
      if (!isSettled(s, names, link) || !s[link].matches('present')) return true;
      const { ddZid } = s[link].context;
      const zone = recordOf(s, link)?.zone ?? 'no record';
      const lists = names.zones.filter((name) => s[name].context.datalinks.includes(link));
      const expected = ddZid === 'global' ? '' : ddZid;
      return (
        (ddZid === zone && lists.join() === expected) || {
          link,
          dd_zid: ddZid,
          ll_zoneid: zone,
          'in the list of': lists.join() || 'no zone',
        }
      );
    }),
    {
      about:
        'dd_zid is ll_zoneid, and the link is in the datalink list of exactly that zone (of none for the global).',
      cites: ['OS-3494', 'OS-6274', 'OS-8627', 'dlmgmtd down at halt (IPD 3)'],
    },
  );
}

/** I21. */
export function recordsHaveLinks(names: Names): Property<Everybody> {
  return always(
    'what failed or was cancelled leaves nothing behind',
    names.links.map((link) => (s) => {
      if (!isSettled(s, names, link) || s[link].matches('present')) return true;
      const record = recordOf(s, link);
      const list = names.zones.find((name) => s[name].context.datalinks.includes(link));
      if (record?.active !== true && list === undefined) return true;
      return { link, 'in the kernel': 'no', 'record in': record?.zone ?? 'none', 'list of': list ?? 'none' };
    }),
    {
      about: 'No active record and no entry in a zone list without the link in the kernel.',
      cites: ['boot failure path (OS-3494)', 'dls_devnet_set failing (SmartOS 2021, derived)'],
    },
  );
}

/** I11. */
export function noLinkInDeadZone(names: Names): Property<Links> {
  return always(
    'no link is in a zone that is gone',
    names.links.map((link) => (s) => s[link].context.ddZid !== 'gone' || { link }),
    {
      about: 'dd_zid is never the id of a zone that does not exist any more.',
      cites: ['OS-3494', 'illumos 15407', '"clear orphaned datalink"'],
    },
  );
}
