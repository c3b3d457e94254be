import type { LinkName, ZoneId, ZoneName } from '../../names.ts';
import { isFound } from '../../zone.ts';
import type { ZoneStatus } from '../../zone.ts';
import type { CacheLine } from '../machines/cacheFile.ts';
import type { LinkRecord, Tables } from '../machines/dlmgmtd.ts';
import type { Settings } from '../options.ts';
import { linkByName } from './tables.ts';

/** What there is outside the daemon while it reads a zone's files. */
export interface World {
  readonly settings: Settings;
  /** The zone that has a link in its list. */
  readonly listedIn: (link: LinkName) => ZoneName | undefined;
  readonly statusOf: (zone: ZoneName) => ZoneStatus;
}

export interface Reading {
  readonly tables: Tables;
  /** Links that were added to their zone's list. */
  readonly added: readonly { readonly zone: ZoneName; readonly link: LinkName }[];
  /** A second link on loan under the same name, or an assertion of `link_activate`. */
  readonly aborts: boolean;
}

/** `dlmgmt_db_init` of a zone (dlmgmt_db.c): its active cache, then its datalink.conf. */
export function readFiles(
  world: World,
  tables: Tables,
  file: ZoneId,
  cache: readonly CacheLine[],
  conf: Readonly<Record<string, LinkName>>,
): Reading {
  let reading: Reading = { tables, added: [], aborts: false };
  for (const line of cache) reading = readCacheLine(world, reading, file, line);
  // A line without a zone counts as one of the global zone.
  if (world.settings.confAssert && file !== 'global' && Object.keys(conf).length > 0) {
    return { ...reading, aborts: true };
  }
  for (const [name, link] of Object.entries(conf)) {
    reading = { ...reading, tables: readConfLine(reading.tables, file, name, link) };
  }
  return reading;
}

/** `process_db_read` of an active line, and `link_activate`. */
function readCacheLine(world: World, reading: Reading, file: ZoneId, line: CacheLine): Reading {
  const { settings } = world;
  const { tables } = reading;
  const { zone, name } = placeOf(world, file, line);
  const isDuplicate = tables.records.some(
    (one) => one.link === line.link || (one.zone === zone && one.name === name),
  );
  if (isDuplicate) return reading;
  const record: LinkRecord = {
    link: line.link,
    name,
    zone,
    onLoan: false,
    transient: line.transient && settings.cacheFile !== 'of-zone',
    persist: false,
    active: true,
  };
  const holder = world.listedIn(line.link);
  if (holder === undefined || holder === zone) {
    if (zone === 'global' || holder === zone) return withRecord(reading, record);
    // Not in any list: it is added to that of its zone, if there still is one to add it to.
    if (!isFound(world.statusOf(zone))) return reading;
    return { ...withRecord(reading, record), added: [...reading.added, { zone, link: line.link }] };
  }
  if (zone !== 'global' || (record.transient && settings.cacheFile === 'gz-if-transient')) {
    return { ...reading, aborts: true };
  }
  if (tables.records.some((one) => one.zone === holder && one.name === name)) return reading;
  return lent(world, reading, { ...record, zone: holder, onLoan: true });
}

/** A link of the global zone that the kernel says is in a zone: on loan. */
function lent({ settings }: World, reading: Reading, record: LinkRecord): Reading {
  const { tables } = reading;
  if (settings.loanList === 'none') {
    // SmartOS: what is on loan and not known as persistent is transient, and conf is read later (OS-6278; derived).
    const transient = settings.lendTemporary === 'transient' && !record.persist;
    return withRecord(reading, { ...record, transient });
  }
  const sameName = tables.records.some((one) => tables.loans.includes(one.link) && one.name === record.name);
  if (sameName) return { ...reading, aborts: true };
  const withIt = withRecord(reading, record);
  return {
    ...withIt,
    tables: { ...withIt.tables, loans: [...tables.loans, record.link].sort() },
  };
}

/** Zone and name of a line: its own zone attribute, if the version has one and the zone still exists. */
function placeOf(world: World, file: ZoneId, line: CacheLine): { zone: ZoneId; name: string } {
  if (world.settings.cacheFile === 'of-zone' || file !== 'global' || line.zone === 'global') {
    return { zone: file, name: line.name };
  }
  const exists = world.statusOf(line.zone) !== 'uninitialized';
  return exists ? { zone: line.zone, name: line.name } : { zone: 'global', name: `SUNWorphan_${line.link}` };
}

function withRecord(reading: Reading, record: LinkRecord): Reading {
  return { ...reading, tables: { ...reading.tables, records: [...reading.tables.records, record] } };
}

/** A persistent line: a flag more for a record of that name, or a record that the kernel knows nothing of. */
function readConfLine(tables: Tables, zone: ZoneId, name: string, link: LinkName): Tables {
  const known = linkByName(tables, name, zone);
  if (known !== undefined) {
    const records = tables.records.map((one) => (one === known ? { ...one, persist: true } : one));
    return { ...tables, records };
  }
  if (tables.records.some((one) => one.link === link)) return tables;
  const record: LinkRecord = {
    link,
    name,
    zone,
    onLoan: false,
    transient: false,
    persist: true,
    active: false,
  };
  return { ...tables, records: [...tables.records, record] };
}
