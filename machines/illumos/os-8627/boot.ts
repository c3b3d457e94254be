import { to } from '../../../checker/index.ts';
import type { LinkName, ObjectName } from '../names.ts';
import type { Cast, Make, State, ZoneBlock } from './actors.ts';
import { hashed, streamsAt } from './actors.ts';
import type { Settings } from './options.ts';

/** Boot: the zone gets its links, then runs, and IP in it opens them. */
export function bootSteps(step: Make, cast: Cast, settings: Settings) {
  return cast.zones.flatMap((block) => [
    ...statusSteps(step, settings, block),
    ...block.links.flatMap(({ link }, i) => linkSteps(step, cast, settings, block, link, i)),
    ...block.links.map(({ link, ip }) => plumb(step, cast, block, link, ip)),
  ]);
}

function statusSteps(step: Make, settings: Settings, { zone, zoneadmd, links }: ZoneBlock) {
  const running = (s: State): boolean => s.kernel.matches('running');
  // Links on loan are configured before the zone is booted; without them the boot would fail.
  const configured = (s: State): boolean =>
    settings.kind !== 'on-loan' || links.every(({ link }) => s[link].matches('present'));
  return [
    step(`zone_create(${zone})`, { by: zoneadmd, at: 'zone.c: zone_create' }, (s) =>
      running(s) && s[zone].matches('uninitialized') && configured(s) ? to(zone, { type: 'create' }) : null,
    ),
    step(`zsched(${zone}): READY`, { by: zone, at: 'zone.c: zsched' }, (s) =>
      running(s) ? { ...to(zone, { type: 'ready' }), ...to(zoneadmd, { type: 'created' }) } : null,
    ),
    step(`zone_boot(${zone})`, { by: zoneadmd, at: 'zone.c: zone_boot' }, (s) =>
      running(s) ? { ...to(zoneadmd, { type: 'booted' }), ...to(zone, { type: 'boot' }) } : null,
    ),
    step(`zone_start_init(${zone}): RUNNING`, { by: zone, at: 'zone.c: zone_start_init' }, (s) =>
      running(s) && s[zone].matches('booting') ? to(zone, { type: 'run' }) : null,
    ),
  ];
}

function linkSteps(
  step: Make,
  cast: Cast,
  settings: Settings,
  { zone, zoneadmd }: ZoneBlock,
  link: LinkName,
  index: number,
) {
  const isNext = (s: State): boolean => s[zoneadmd].matches('readying') && s[zoneadmd].context.next === index;
  const free = (s: State): boolean =>
    s.kernel.matches('running') && s.vnic.matches('idle') && s[link].matches('absent');
  if (settings.kind === 'created-in-zone') {
    return [
      step(`zone_ready(${zone}): no ${link} to give`, { by: zoneadmd, at: 'zoneadmd.c: zone_ready' }, (s) =>
        s.kernel.matches('running') && isNext(s) ? to(zoneadmd, { type: 'linked' }) : null,
      ),
      ...cast.objects.map((object) =>
        step(
          `dladm in ${zone}: create-vnic ${link} at ${object}`,
          {
            by: zone,
            at: 'dls_mgmt.c: dls_devnet_create',
            about: 'dd_ref 1: it exists. No loan: it was made where it is.',
          },
          (s) =>
            free(s) && s[zone].matches('running') && s[object].matches('free')
              ? {
                  ...to(object, { type: 'set', link, zone, transient: true }),
                  ...to(link, { type: 'create', zone }),
                  ...recycled(s, cast, object),
                }
              : null,
        ),
      ),
    ];
  }
  const onLoan = settings.kind === 'on-loan';
  const who = onLoan ? 'dladm' : zoneadmd;
  return [
    ...cast.objects.map((object) =>
      step(
        `${onLoan ? 'create-vnic' : 'brand hook: create-vnic -t'} ${link} at ${object}`,
        { by: who, at: 'dls_mgmt.c: dls_devnet_create', about: 'dd_ref 1: it exists.' },
        (s) =>
          free(s) && (onLoan ? s[zone].matches('uninitialized') : isNext(s)) && s[object].matches('free')
            ? {
                ...to(object, { type: 'set', link, zone: 'global', transient: false }),
                ...to(link, { type: 'create', zone: 'global' }),
                ...recycled(s, cast, object),
              }
            : null,
      ),
    ),
    step(
      `dls_devnet_setzid(${link}, ${zone})`,
      { by: zoneadmd, at: 'dls_mgmt.c: dls_devnet_setzid', about: 'dd_ref 2: it exists, and it is on loan.' },
      (s) => {
        if (!s.kernel.matches('running') || !isNext(s) || !s.vnic.matches('idle')) return null;
        const object = hashed(s, cast, link);
        if (object === undefined) return null;
        return {
          ...to(object, { type: 'loan', zone, transient: !onLoan }),
          ...to(link, { type: 'lend', zone }),
          ...to(zoneadmd, { type: 'linked' }),
        };
      },
    ),
  ];
}

/** Tells streams that still point at this memory that something else lives there now. */
export function recycled(s: State, cast: Cast, object: ObjectName) {
  return Object.assign(
    {},
    ...streamsAt(s, cast, object).map((name) => to(name, { type: 'recycled' })),
  ) as object;
}

function plumb(
  step: Make,
  cast: Cast,
  { zone }: ZoneBlock,
  link: LinkName,
  ip: ZoneBlock['links'][number]['ip'],
) {
  return step(
    `plumb(${link})`,
    { by: ip, at: 'dls_mgmt.c: dls_devnet_hold_by_dev', about: 'dd_ref +1, dl_zone_ref +1.' },
    (s) => {
      if (!s.kernel.matches('running') || !s[zone].matches('running') || !s[ip].matches('closed'))
        return null;
      const object = hashed(s, cast, link);
      if (object === undefined || s[object].context.ddZid !== zone) return null;
      return {
        ...to(object, { type: 'hold' }),
        ...to(link, { type: 'open', local: true }),
        ...to(ip, { type: 'attach', link, pointer: object }),
      };
    },
  );
}
