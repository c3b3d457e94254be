import type { LinkName, ZoneId } from '../names.ts';
import type { LinkRecord } from './dlmgmtd.ts';
import type { Settings } from './options.ts';

type Records = readonly LinkRecord[];

/** What a door call comes to. */
export type Outcome = 'ok' | 'EEXIST' | 'abort';

/** `link_by_name` (dlmgmt_util.c): the zone's names; for the global zone also the names of links on loan, if there is a list. */
function linkByName(
  settings: Settings,
  records: Records,
  name: string,
  zone: ZoneId,
): LinkRecord | undefined {
  return (
    records.find((record) => record.name === name && record.zone === zone) ??
    (zone === 'global' && settings.loanList === 'by-name'
      ? records.find((record) => record.name === name && record.onLoan)
      : undefined)
  );
}

/** CREATE_LINKID in the global zone (dlmgmt_door.c: dlmgmt_create_common). */
export function createOutcome(settings: Settings, records: Records, name: string): Outcome {
  const taken =
    settings.createTest === 'own-names'
      ? records.some((record) => record.name === name && record.zone === 'global')
      : settings.createTest === 'own-and-loaned'
        ? linkByName(settings, records, name, 'global') !== undefined
        : records.some((record) => record.name === name);
  return taken ? 'EEXIST' : 'ok';
}

/** SETZONEID from the global zone (dlmgmt_door.c: dlmgmt_setzoneid). */
export function moveOutcome(settings: Settings, records: Records, link: LinkName, zone: ZoneId): Outcome {
  const record = records.find((one) => one.link === link)!;
  const { name } = record;
  if (settings.moveTest && linkByName(settings, records, name, zone) !== undefined) return 'EEXIST';
  const others = records.filter((one) => one.link !== link);
  const leavesTwoOnLoan =
    settings.loanList === 'by-name' &&
    zone !== 'global' &&
    others.some((one) => one.onLoan && one.name === name);
  const leavesTwoInZone = others.some((one) => one.zone === zone && one.name === name);
  return leavesTwoOnLoan || leavesTwoInZone ? 'abort' : 'ok';
}
