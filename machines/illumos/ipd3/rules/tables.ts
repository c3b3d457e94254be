import type { LinkName, ZoneId } from '../../names.ts';
import { atLeast, isFound } from '../../zone.ts';
import type { ZoneStatus } from '../../zone.ts';
import type { LinkRecord, Tables } from '../machines/dlmgmtd.ts';
import type { Settings } from '../options.ts';

/** What the daemon sees of a zone in the kernel. */
export interface ZoneView {
  readonly status: ZoneStatus;
  readonly datalinks: readonly LinkName[];
}

/** `link_by_name` (dlmgmt_util.c): the zone's names; for the global zone also names on the loan list. */
export function linkByName(
  tables: Tables,
  name: string,
  zone: ZoneId,
  except?: LinkName,
): LinkRecord | undefined {
  const { records, loans } = tables;
  return (
    records.find((one) => one.link !== except && one.name === name && one.zone === zone) ??
    (zone === 'global'
      ? records.find((one) => one.link !== except && one.name === name && loans.includes(one.link))
      : undefined)
  );
}

/** CREATE_LINKID (dlmgmt_door.c: dlmgmt_create_common): whether the name is refused with EEXIST. */
export function isTaken(settings: Settings, tables: Tables, name: string, zone: ZoneId): boolean {
  switch (settings.createTest) {
    case 'own-names':
      return tables.records.some((one) => one.name === name && one.zone === zone);
    case 'own-and-loaned':
      return linkByName(tables, name, zone) !== undefined;
    case 'everywhere':
      return tables.records.some((one) => one.name === name);
  }
}

/** What SETZONEID comes to. `removed`, `added`: what it had done to the zones' lists when it aborted. */
export type Move =
  | { readonly result: 'ok'; readonly record: LinkRecord; readonly loans: readonly LinkName[] }
  | { readonly result: 'EEXIST' | 'ENOENT' | 'EINVAL' | 'ENXIO' }
  | { readonly result: 'abort'; readonly removed: boolean; readonly added: boolean };

/**
 * SETZONEID (dlmgmt_door.c: dlmgmt_setzoneid), asked by the kernel for the global zone. Writes no file.
 *
 * `zoneOf`: a non-global zone in the kernel. `transient`: the link becomes so by the move.
 */
export function setzoneid(
  settings: Settings,
  tables: Tables,
  zoneOf: (zone: Exclude<ZoneId, 'global'>) => ZoneView,
  link: LinkName,
  to: ZoneId,
  transient = false,
): Move {
  const record = tables.records.find((one) => one.link === link);
  if (record === undefined) return { result: 'ENOENT' };
  if (!record.active) return { result: 'EINVAL' };
  if (record.zone === to) return { result: 'ok', record, loans: tables.loans };
  if (isRefused(settings, tables, record, to)) return { result: 'EEXIST' };
  let { loans } = tables;
  const removed = record.zone !== 'global';
  if (record.zone !== 'global') {
    const from = zoneOf(record.zone);
    if (!isFound(from.status)) return { result: 'EINVAL' };
    if (!from.datalinks.includes(link)) return { result: 'ENXIO' };
    loans = unloan(settings, loans, record);
  }
  const isTransient = to !== 'global' && (record.transient || transient);
  // Since 15167 transient links are not on loan; in SmartOS, which has no loan list, they are.
  const onLoan = to !== 'global' && !(isTransient && settings.loanList === 'by-name');
  const added = to !== 'global';
  if (to !== 'global') {
    if (!isFound(zoneOf(to).status)) return { result: 'ENXIO' };
    if (onLoan && settings.loanList === 'by-name') {
      const names = tables.records.filter((one) => loans.includes(one.link)).map(({ name }) => name);
      if (names.includes(record.name)) return { result: 'abort', removed, added };
      loans = [...loans, link].sort();
    }
  }
  if (tables.records.some((one) => one.link !== link && one.zone === to && one.name === record.name)) {
    return { result: 'abort', removed, added };
  }
  return {
    result: 'ok',
    record: { ...record, zone: to, onLoan, transient: isTransient },
    loans,
  };
}

/** The test of names before a move: dead code in illumos, as it asks about the caller's zone. */
function isRefused(settings: Settings, tables: Tables, record: LinkRecord, to: ZoneId): boolean {
  if (settings.moveTest === 'dead') return false;
  const except = settings.moveTest === 'others' ? record.link : undefined;
  return linkByName(tables, record.name, to, except) !== undefined;
}

/**
 * `avl_remove` from the loan list. Of a record that was never in it (created in a zone), it leaves the tree without its
 * root: the other members are lost (before 15167, derived).
 */
function unloan(settings: Settings, loans: readonly LinkName[], record: LinkRecord): readonly LinkName[] {
  if (loans.includes(record.link)) return loans.filter((link) => link !== record.link);
  return settings.unloan === 'always' && settings.loanList === 'by-name' ? [] : loans;
}

/** `zone_enter` wants a zone from READY to RUNNING: without it, nobody reads or writes files in the zone. */
export function isEnterable(status: ZoneStatus): boolean {
  return atLeast(status, 'ready') && !atLeast(status, 'shuttingDown');
}

/** The zone in whose cache file the line of a record is (dlmgmt_db.c: dlmgmt_db_update). */
export function fileOf(settings: Settings, record: LinkRecord): ZoneId {
  switch (settings.cacheFile) {
    case 'of-zone':
      return record.zone;
    case 'gz-if-on-loan':
      return record.onLoan ? 'global' : record.zone;
    case 'gz-if-transient':
      return record.transient ? 'global' : record.zone;
  }
}
