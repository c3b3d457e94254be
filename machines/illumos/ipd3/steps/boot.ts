import { to } from '../../../../checker/index.ts';
import type { Deliveries, NamedStep } from '../../../../checker/index.ts';
import type { LinkName, ZoneName } from '../../names.ts';
import { cacheOf, confOf, isNextId, isUp, listedIn, NAME, recordOf, runs, zoneadmdOf } from '../actors.ts';
import type { Actors, Cast, Make, State } from '../actors.ts';
import type { CacheLine } from '../machines/cacheFile.ts';
import type { LinkRecord } from '../machines/dlmgmtd.ts';
import { readFiles } from '../rules/start.ts';
import { linkByName } from '../rules/tables.ts';
import { all, ask, goes, outcomes, told } from './moves.ts';
import type { Outcome } from './moves.ts';

/** zoneadmd boots a zone, with a link in its configuration or without (zoneadmd.c: zone_ready, zone_bootup). */
export function bootSteps(step: Make, cast: Cast): NamedStep<Actors>[] {
  return cast.zones.flatMap((zone) => [
    ...begin(step, cast, zone),
    ...configure(step, cast, zone),
    ...run(step, cast, zone),
  ]);
}

function begin(step: Make, { settings }: Cast, zone: ZoneName): NamedStep<Actors>[] {
  const zoneadmd = zoneadmdOf(zone);
  const ways = [
    ...(settings.lent || settings.hook ? [{ configured: true, how: `with ${NAME}` }] : []),
    ...(settings.ownLinks ? [{ configured: false, how: 'without a link' }] : []),
  ];
  return [
    ...ways.map(({ configured, how }) =>
      step(
        `zoneadm boot ${zone}, ${how}: zone_create`,
        { by: 'zoneadm', at: 'zoneadmd.c: zone_ready' },
        (s) =>
          runs(s) ? { ...to(zone, { type: 'create' }), ...to(zoneadmd, { type: 'boot', configured }) } : null,
      ),
    ),
    step(`zsched(${zone}): READY`, { by: zone, at: 'zone.c: zsched', fairness: 'weak' }, (s) =>
      runs(s) ? to(zone, { type: 'ready' }) : null,
    ),
  ];
}

const lendLabels = [
  'lent',
  'no such link, the boot fails',
  'dlmgmtd is not there, the boot fails',
  'dlmgmtd refuses, the boot fails',
  'dlmgmtd aborts, the boot fails',
  'in use, the boot fails',
] as const;

/** `configure_exclusive_network_interfaces`, or the brand hook with a link of its own. */
function configure(step: Make, cast: Cast, zone: ZoneName): NamedStep<Actors>[] {
  const zoneadmd = zoneadmdOf(zone);
  const isNext = (s: State): boolean =>
    runs(s) && s[zoneadmd].matches('configuring') && s[zone].matches('ready');
  const lend = (s: State): Outcome<(typeof lendLabels)[number]> | null => {
    if (!isNext(s)) return null;
    const fails = to(zoneadmd, { type: 'bootFails' });
    if (!isUp(s)) return { label: 'dlmgmtd is not there, the boot fails', does: fails };
    const link = linkByName(s.dlmgmtd.context, NAME, 'global')?.link;
    if (link === undefined) return { label: 'no such link, the boot fails', does: fails };
    return lendLink(s, cast, zone, link, fails);
  };
  return [
    ...(cast.settings.lent
      ? outcomes(
          step,
          `set_zone(${NAME}, ${zone})`,
          {
            by: zoneadmd,
            at: 'vplat.c: configure_exclusive_network_interfaces; dls_mgmt.c: dls_devnet_setzid',
          },
          lendLabels,
          lend,
        )
      : []),
    ...(cast.settings.hook ? cast.links.map((link) => hook(step, cast, zone, link)) : []),
  ];
}

function lendLink(
  s: State,
  { settings, ...cast }: Cast,
  zone: ZoneName,
  link: LinkName,
  fails: Deliveries<Actors>,
): Outcome<(typeof lendLabels)[number]> {
  const zoneadmd = zoneadmdOf(zone);
  const record = recordOf(s, link)!;
  const { ddZid, observed } = s[link].context;
  // Known to the daemon as something else than to the kernel: dladm_set_linkprop fails.
  if (!s[link].matches('present') || ddZid !== 'global' || record.zone !== 'global') {
    return { label: 'no such link, the boot fails', does: fails };
  }
  const transient = settings.lendTemporary === 'transient' && !record.persist;
  const move = ask(s, { settings, ...cast }, link, zone, transient);
  if (move === 'EBADF') return { label: 'dlmgmtd is not there, the boot fails', does: fails };
  if (move.result === 'abort') {
    return { label: 'dlmgmtd aborts, the boot fails', does: all(fails, told(s, link, zone, move)) };
  }
  if (move.result !== 'ok') return { label: 'dlmgmtd refuses, the boot fails', does: fails };
  // A link of the global zone that a process there has open is in use by "its" zone.
  if (observed) return { label: 'in use, the boot fails', does: fails };
  return {
    label: 'lent',
    does: all(
      told(s, link, zone, move),
      to(link, { type: 'lend', zone, transient }),
      to(zoneadmd, { type: 'linked', link, remember: settings.reboots > 0 }),
    ),
  };
}

/**
 * SmartOS (jcommon/statechange): `dladm create-vnic -t` under a temporary name, zone=, `dladm rename-link -z`. One step:
 * nobody else knows the temporary name, and the daemon's crash in between ends in a boot that fails either way.
 */
function hook(step: Make, cast: Cast, zone: ZoneName, link: LinkName): NamedStep<Actors> {
  const zoneadmd = zoneadmdOf(zone);
  return step(
    `brand hook(${zone}): create-vnic -t, zone=${zone}, rename to ${NAME} (${link})`,
    { by: zoneadmd, at: 'jcommon/statechange: setup_net' },
    (s) => {
      if (!runs(s) || !s[zoneadmd].matches('configuring') || !s[zone].matches('ready') || !isUp(s))
        return null;
      if (!isNextId(s, cast, link)) return null;
      const record: LinkRecord = {
        link,
        name: NAME,
        zone,
        // Where there is a loan list, transient links are not on loan (since 15167).
        onLoan: cast.settings.loanList === 'none',
        transient: true,
        persist: false,
        active: true,
      };
      if (s.dlmgmtd.context.records.some((one) => one.zone === zone && one.name === NAME)) return null;
      return {
        dlmgmtd: { type: 'createLinkid', record },
        ...to(zone, { type: 'addDatalink', link }),
        ...to(link, { type: 'hook', zone }),
        // The line of the temporary name was appended, then rewritten in place.
        cache_global: { type: 'append', line: lineOf(record) },
        ...to(zoneadmd, { type: 'linked', link, remember: false }),
      };
    },
  );
}

export function lineOf({ name, link, zone, transient }: LinkRecord): CacheLine {
  return { name, link, zone, transient };
}

const bootLabels = [
  'ZONEBOOT, BOOTING',
  'dlmgmtd is not there, the boot fails',
  'dlmgmtd aborts, the boot fails',
] as const;

/** `dladm_zone_boot`: the daemon reads the zone's files; then `zone_boot`. */
function run(step: Make, cast: Cast, zone: ZoneName): NamedStep<Actors>[] {
  const zoneadmd = zoneadmdOf(zone);
  const isNext = (s: State): boolean => runs(s) && s[zoneadmd].matches('booting') && s[zone].matches('ready');
  const fails = to(zoneadmd, { type: 'bootFails' });
  const zoneboot = (s: State): Outcome<(typeof bootLabels)[number]> | null => {
    if (!isNext(s)) return null;
    if (!isUp(s)) return { label: 'dlmgmtd is not there, the boot fails', does: fails };
    const world = {
      settings: cast.settings,
      listedIn: (link: LinkName) => listedIn(s, cast, link),
      statusOf: (name: ZoneName) => s[name].value,
    };
    const { lines } = s[cacheOf(zone)].context;
    const reading = readFiles(world, s.dlmgmtd.context, zone, lines, s[confOf(zone)].context.lines);
    if (reading.aborts) {
      return { label: 'dlmgmtd aborts, the boot fails', does: all(fails, goes(s, 'abort')) };
    }
    return {
      label: 'ZONEBOOT, BOOTING',
      does: all({ dlmgmtd: { type: 'zoneboot', tables: reading.tables } }, to(zone, { type: 'boot' })),
    };
  };
  return [
    ...outcomes(
      step,
      `zone_bootup(${zone})`,
      { by: zoneadmd, at: 'zoneadmd.c: zone_bootup; dlmgmt_door.c: dlmgmt_zoneboot' },
      bootLabels,
      zoneboot,
    ),
    step(
      `zone_start_init(${zone}): RUNNING`,
      { by: zone, at: 'zone.c: zone_start_init', fairness: 'weak' },
      (s) =>
        runs(s) && s[zoneadmd].matches('booting')
          ? { ...to(zone, { type: 'run' }), ...to(zoneadmd, { type: 'booted' }) }
          : null,
    ),
    ...(cast.settings.bootFailures
      ? [
          step(`zone_boot(${zone}) fails`, { by: zone, at: 'zone.c: zone_boot' }, (s) =>
            isNext(s) && isUp(s) ? fails : null,
          ),
        ]
      : []),
  ];
}
