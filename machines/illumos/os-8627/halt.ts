import { to } from '../../../checker/index.ts';
import { atLeast } from '../zone.ts';
import { hashed } from './actors.ts';
import type { Cast, Make, State, ZoneBlock } from './actors.ts';
import type { Settings } from './options.ts';
import { detach } from './streams.ts';

/** `vplat_teardown` of each zone, up to and after the deletion of its links. */
export function haltSteps(step: Make, cast: Cast, settings: Settings) {
  return cast.zones.flatMap((block) => [
    ...halt(step, cast, settings, block),
    ...shutdown(step, block),
    ...callbacks(step, cast, settings, block),
    ...observers(step, cast, settings, block),
    ...destroy(step, block),
  ]);
}

/** The first halt is up to the administrator; one that failed is asked for again. */
function halt(step: Make, cast: Cast, settings: Settings, { zone, zoneadmd, links }: ZoneBlock) {
  const inOrder = (s: State): boolean =>
    settings.script === 'free' ||
    (links.every(({ ip }) => s[ip].matches('attached')) &&
      cast.observers.every((observer) => s[observer].matches('attached')));
  const details = { by: 'vmadm', at: 'zoneadmd.c: zone_halt' };
  return [
    step(`vmadm halt ${zone}`, details, (s) =>
      s.kernel.matches('running') && s[zoneadmd].matches('up') && s[zone].matches('running') && inOrder(s)
        ? to(zoneadmd, { type: 'halt' })
        : null,
    ),
    step(`vmadm halt ${zone}, again`, { ...details, fairness: 'weak' }, (s) =>
      s.kernel.matches('running') && s[zoneadmd].matches('failed') ? to(zoneadmd, { type: 'halt' }) : null,
    ),
  ];
}

function shutdown(step: Make, { zone, zoneadmd }: ZoneBlock) {
  const inShutdown = (s: State): boolean => s.kernel.matches('running') && s[zoneadmd].matches('shutdown');
  const details = { by: zoneadmd, at: 'zone.c: zone_shutdown', fairness: 'weak' } as const;
  return [
    step(`zone_shutdown(${zone}): SHUTTING_DOWN`, details, (s) =>
      inShutdown(s) && s[zone].matches('running') ? to(zone, { type: 'shutDown' }) : null,
    ),
    step(
      `zone_shutdown(${zone}): all processes are killed, EMPTY`,
      { ...details, at: 'zone.c: zone_empty' },
      (s) =>
        inShutdown(s) ? { ...to(zone, { type: 'empty' }), ...to(zoneadmd, { type: 'phaseDone' }) } : null,
    ),
    step(`zone_shutdown(${zone}): is DOWN already, returns at once`, details, (s) =>
      inShutdown(s) && atLeast(s[zone].value, 'down') ? to(zoneadmd, { type: 'alreadyDown' }) : null,
    ),
  ];
}

/** SHUTDOWN callbacks of the netstack: IP closes its streams, then `dls_stack_shutdown` returns links. */
function callbacks(step: Make, cast: Cast, settings: Settings, { zone, zoneadmd, links }: ZoneBlock) {
  const inCallbacks = (s: State): boolean => s.kernel.matches('running') && s[zoneadmd].matches('callbacks');
  const unplumbed = (s: State): boolean => links.every(({ ip }) => s[ip].matches('closed'));
  return [
    ...links.map(({ link, ip }) =>
      step(
        `netstack shutdown(${zone}): close ${link}, dls_devnet_rele`,
        { by: ip, at: 'dls_mgmt.c: dls_devnet_rele', fairness: 'weak' },
        (s) => (inCallbacks(s) && s[ip].matches('attached') ? detach(s, settings, ip) : null),
      ),
    ),
    ...links.map(({ link }, i) =>
      step(
        `dls_zone_remove(${link})`,
        {
          by: zoneadmd,
          at: 'dls_mgmt.c: dls_zone_remove',
          about: 'A transient link is skipped; any other returns to the global zone.',
          fairness: 'weak',
        },
        (s) => {
          if (!inCallbacks(s) || s[zoneadmd].context.next !== i || !unplumbed(s)) return null;
          const done = to(zoneadmd, { type: 'linkDone' });
          const object = hashed(s, cast, link);
          if (object === undefined) return s.vnic.matches('idle') ? done : null;
          const { ddTransient, ddZid } = s[object].context;
          if (ddTransient || ddZid !== zone || s[link].context.dlZoneRef > 0) return done;
          return {
            ...done,
            ...to(object, { type: 'giveBack' }),
            ...to(link, { type: 'takeBack', upcall: true }),
          };
        },
      ),
    ),
    step(
      `zone_shutdown(${zone}): DOWN`,
      { by: zoneadmd, at: 'zone.c: zone_shutdown', fairness: 'weak' },
      (s) =>
        inCallbacks(s) && s[zoneadmd].context.next === links.length
          ? { ...to(zone, { type: 'down' }), ...to(zoneadmd, { type: 'phaseDone' }) }
          : null,
    ),
  ];
}

/** Candidates of the ticket: kill observers of the zone's links, wait for them, or both. */
function observers(step: Make, cast: Cast, settings: Settings, { zone, zoneadmd, links }: ZoneBlock) {
  const policy = settings.observersAtHalt;
  const names = links.map(({ link }) => link as string);
  const watches = (s: State, observer: Cast['observers'][number]): boolean =>
    !s[observer].matches('closed') && names.includes(s[observer].context.link ?? '');
  const inPhase = (s: State): boolean => s.kernel.matches('running') && s[zoneadmd].matches('observers');
  const settled = (s: State): boolean =>
    policy === 'leave' ||
    cast.observers.every(
      (observer) => !watches(s, observer) || (policy === 'kill' && s[observer].matches('exiting')),
    );
  const kills = policy === 'kill' || policy === 'kill-and-wait' ? cast.observers : [];
  return [
    ...kills.map((observer) =>
      step(
        `SIGKILL ${observer} for ${zone}`,
        { by: zoneadmd, about: 'Candidate 2 of OS-8627.', fairness: 'weak' },
        (s) => (inPhase(s) && watches(s, observer) ? to(observer, { type: 'kill' }) : null),
      ),
    ),
    step(
      policy === 'leave' ? `zone_shutdown(${zone}) has returned` : `observers of ${zone} are dealt with`,
      { by: zoneadmd, at: 'vplat.c: vplat_teardown', fairness: 'weak' },
      (s) => (inPhase(s) && settled(s) ? to(zoneadmd, { type: 'phaseDone' }) : null),
    ),
  ];
}

function destroy(step: Make, { zone, zoneadmd, links }: ZoneBlock) {
  const deleted = (s: State): boolean =>
    s.kernel.matches('running') &&
    s[zoneadmd].matches('deleting') &&
    s[zoneadmd].context.next === links.length;
  const remains = (s: State): boolean => links.some(({ link }) => s[link].context.record === zone);
  const details = { by: zoneadmd, at: 'vplat.c: vplat_teardown', fairness: 'weak' } as const;
  return [
    step(`vplat_teardown(${zone}): no link remains`, details, (s) =>
      deleted(s) && !remains(s) ? to(zoneadmd, { type: 'phaseDone' }) : null,
    ),
    step(`vplat_teardown(${zone}): datalinks remain in zone after shutdown`, details, (s) =>
      deleted(s) && remains(s) ? to(zoneadmd, { type: 'failed' }) : null,
    ),
    step(`zone_destroy(${zone}): DYING`, { ...details, at: 'zone.c: zone_destroy' }, (s) =>
      s.kernel.matches('running') && s[zoneadmd].matches('destroying') ? to(zone, { type: 'destroy' }) : null,
    ),
    step(`zone_destroy(${zone}): DEAD`, { ...details, at: 'zone.c: zone_destroy' }, (s) =>
      s.kernel.matches('running')
        ? { ...to(zone, { type: 'die' }), ...to(zoneadmd, { type: 'phaseDone' }) }
        : null,
    ),
  ];
}
