import { family, numbered, to } from '../../../checker/index.ts';
import type { MachinesOf, StepMaker, View } from '../../../checker/index.ts';
import { zoneNames } from '../names.ts';
import type { LinkName, ZoneName } from '../names.ts';
import { cache } from './cache.ts';
import { dlmgmtd } from './dlmgmtd.ts';
import type { LinkRecord } from './dlmgmtd.ts';
import { kernelLink } from './kernelLink.ts';
import type { Settings } from './options.ts';
import { createOutcome, moveOutcome } from './rules.ts';
import { zoneRun } from './zoneRun.ts';

/** The name that every zone is configured with. */
const NAME = 'vnic0';

export function namesOf(settings: Settings): { zones: readonly ZoneName[]; links: readonly LinkName[] } {
  return { zones: zoneNames.slice(0, settings.zones), links: numbered('net', settings.links) };
}

export function makeActors(settings: Settings) {
  const { zones, links } = namesOf(settings);
  return { dlmgmtd, cache, ...family(zones, () => zoneRun), ...family(links, () => kernelLink) };
}

export type Actors = MachinesOf<ReturnType<typeof makeActors>>;
type Make = StepMaker<Actors>;
type State = View<Actors>;

export function linkNameSteps(step: Make, settings: Settings) {
  const { zones, links } = namesOf(settings);
  return [
    ...links.flatMap((link) => administrator(step, settings, link)),
    ...zones.flatMap((zone) =>
      links.flatMap((link) => [...boot(step, settings, zone, link), ...halt(step, settings, zone, link)]),
    ),
    ...(settings.restart ? [restart(step, settings)] : []),
  ];
}

const isUp = (s: State): boolean => s.dlmgmtd.matches('up');

/** `dladm create-vnic` and `delete-vnic` in the global zone. */
function administrator(step: Make, settings: Settings, link: LinkName) {
  return [
    step(
      `dladm: create-vnic ${NAME} as ${link}`,
      { by: 'dladm', at: 'dlmgmt_door.c: dlmgmt_createid' },
      (s) =>
        isUp(s) &&
        s[link].matches('absent') &&
        createOutcome(settings, s.dlmgmtd.context.records, NAME) === 'ok'
          ? {
              ...to(link, { type: 'create', name: NAME }),
              dlmgmtd: { type: 'create', link, name: NAME },
              cache: { type: 'write', name: NAME, link },
            }
          : null,
    ),
    step(`dladm: delete-vnic ${link}`, { by: 'dladm', at: 'dlmgmt_door.c: dlmgmt_destroyid' }, (s) => {
      const record = recordOf(s, link);
      if (!isUp(s) || record?.zone !== 'global' || s[link].context.ddZid !== 'global') return null;
      return {
        ...to(link, { type: 'destroy' }),
        dlmgmtd: { type: 'destroy', link },
        cache: { type: 'delete', name: record.name },
      };
    }),
  ];
}

function recordOf(s: State, link: LinkName): LinkRecord | undefined {
  return s.dlmgmtd.context.records.find((record) => record.link === link);
}

/** Boot: zoneadmd looks the configured name up in the global zone and lends the link. */
function boot(step: Make, settings: Settings, zone: ZoneName, link: LinkName) {
  const outcome = (s: State) => {
    const record = recordOf(s, link);
    if (!isUp(s) || !s[zone].matches('installed') || record?.zone !== 'global' || record.name !== NAME)
      return null;
    return moveOutcome(settings, s.dlmgmtd.context.records, link, zone);
  };
  const details = { by: zone, at: 'dlmgmt_door.c: dlmgmt_setzoneid' };
  return [
    step(`zoneadm boot ${zone}: ${link} is lent`, details, (s) =>
      outcome(s) === 'ok'
        ? {
            ...to(zone, { type: 'boot', link }),
            ...to(link, { type: 'move', zone }),
            dlmgmtd: { type: 'move', link, zone },
          }
        : null,
    ),
    step(`zoneadm boot ${zone}: dlmgmtd aborts on ${link}`, details, (s) =>
      outcome(s) === 'abort' ? { dlmgmtd: { type: 'abort' } } : null,
    ),
  ];
}

/** Halt: the DLS callback, or zoneadmd's retry, returns the link; what fails is ignored, and found out afterwards. */
function halt(step: Make, settings: Settings, zone: ZoneName, link: LinkName) {
  const inZone = (s: State): boolean => !s[zone].matches('installed') && s[zone].context.link === link;
  const outcome = (s: State) => {
    if (!inZone(s) || !isUp(s)) return null;
    if (recordOf(s, link)?.zone !== zone) return 'ENOENT';
    return moveOutcome(settings, s.dlmgmtd.context.records, link, 'global');
  };
  const details = { by: zone, at: 'dls_mgmt.c: dls_devnet_setzid' };
  const stuck = to(zone, { type: 'stuck' });
  return [
    step(`zoneadm halt ${zone}: ${link} goes back`, details, (s) =>
      outcome(s) === 'ok'
        ? {
            ...to(zone, { type: 'halted' }),
            ...to(link, { type: 'move', zone: 'global' }),
            dlmgmtd: { type: 'move', link, zone: 'global' },
          }
        : null,
    ),
    step(`zoneadm halt ${zone}: EEXIST, ${link} remains`, details, (s) =>
      outcome(s) === 'EEXIST'
        ? { ...stuck, ...(settings.dropAtHalt ? { dlmgmtd: { type: 'drop', zone } as const } : {}) }
        : null,
    ),
    step(`zoneadm halt ${zone}: dlmgmtd does not know ${link}, it remains`, details, (s) =>
      outcome(s) === 'ENOENT' ? stuck : null,
    ),
    step(`zoneadm halt ${zone}: dlmgmtd aborts on ${link}, which remains`, details, (s) =>
      outcome(s) === 'abort' ? { ...stuck, dlmgmtd: { type: 'abort' } } : null,
    ),
    step(`zoneadm halt ${zone}: dlmgmtd is gone, ${link} remains`, details, (s) =>
      inZone(s) && s.dlmgmtd.matches('aborted') ? stuck : null,
    ),
  ];
}

/** `dlmgmt_zone_init`: reads the cache; `link_activate` asks the kernel in which zone each link is. */
function restart(step: Make, settings: Settings) {
  const { links } = namesOf(settings);
  return step(
    'SMF starts dlmgmtd again',
    { by: 'dlmgmtd', at: 'dlmgmt_db.c: process_db_read', fairness: 'weak' },
    (s) => {
      if (!s.dlmgmtd.matches('aborted')) return null;
      const records = Object.entries(s.cache.context.lines).flatMap(([name, link]): LinkRecord[] => {
        if (!links.includes(link) || !s[link].matches('present')) return [];
        const zone = s[link].context.ddZid;
        return [{ link, name, zone, onLoan: zone !== 'global' }];
      });
      return { dlmgmtd: { type: 'start', records } };
    },
  );
}
