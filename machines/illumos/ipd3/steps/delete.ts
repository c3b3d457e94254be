import { to } from '../../../../checker/index.ts';
import type { Deliveries } from '../../../../checker/index.ts';
import type { LinkName } from '../../names.ts';
import { atLeast, isFound } from '../../zone.ts';
import { cacheOf, confOf, isUp, recordOf } from '../actors.ts';
import type { Actors, Cast, State } from '../actors.ts';
import { fileOf, isEnterable } from '../rules/tables.ts';
import { all } from './moves.ts';
import type { Outcome } from './moves.ts';

export const deleteLabels = [
  'deleted',
  'not transient',
  'dlmgmtd is not there',
  'dlmgmtd does not know it',
  'no such link in the kernel',
  'unhandled class for transient link',
  'EBUSY',
  'EBUSY, made anew in the global zone',
] as const;

export type DeleteLabel = (typeof deleteLabels)[number];

/**
 * `vnic_dev_delete` (vnic_dev.c) as one step: what it may be split into is the subject of the scenario os-8627.
 * `dls_devnet_unset` wants dd_ref 1, or forces it where the link is in a zone that is gone, or is transient in a zone that
 * is going down; then `mac_disable` wants nobody to have the MAC open.
 */
export function deleteLink(s: State, cast: Cast, link: LinkName): Outcome<DeleteLabel> {
  if (!s[link].matches('present')) return { label: 'no such link in the kernel', does: {} };
  const { ddRef, observed, plumbed } = s[link].context;
  if (ddRef !== 1 && !isForced(s, cast, link)) return { label: 'EBUSY', does: {} };
  const stale = observed ? { snoop: { type: 'freed' } as const } : {};
  if (observed || plumbed) {
    return {
      label: 'EBUSY, made anew in the global zone',
      does: all(to(link, { type: 'recreate' }), stale),
    };
  }
  return { label: 'deleted', does: to(link, { type: 'delete' }) };
}

/** The shortcut of OS-406, in illumos since 15167. Before that there is none. */
export function isForced(s: State, { settings }: Cast, link: LinkName): boolean {
  const { ddRef, ddZid, ddTransient } = s[link].context;
  if (settings.refCheck === 'assert' || ddRef <= 1 || ddZid === 'global') return false;
  if (ddZid === 'gone' || !isFound(s[ddZid].value)) return true;
  return ddTransient && atLeast(s[ddZid].value, 'shuttingDown');
}

/**
 * DESTROY_LINKID (dlmgmt_door.c: dlmgmt_destroyid): the cache line goes first, and if its file cannot be written the record
 * stays. Nothing happens without the daemon.
 */
export function forget(s: State, cast: Cast, link: LinkName): Deliveries<Actors> {
  const record = recordOf(s, link);
  if (!isUp(s) || record === undefined) return {};
  const file = fileOf(cast.settings, record);
  if (record.active && file !== 'global' && !isEnterable(s[file].value)) return {};
  const { zone } = record;
  return all(
    { dlmgmtd: { type: 'destroyLinkid', link } },
    record.active ? to(cacheOf(file), { type: 'delete', name: record.name }) : {},
    record.persist
      ? to(confOf(record.onLoan ? 'global' : zone), { type: 'delete', name: record.name, link })
      : {},
    zone !== 'global' && s[zone].context.datalinks.includes(link)
      ? to(zone, { type: 'removeDatalink', link })
      : {},
  );
}
