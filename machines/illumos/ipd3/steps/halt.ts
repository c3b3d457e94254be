import { to } from '../../../../checker/index.ts';
import type { Deliveries, NamedStep, StepDetails } from '../../../../checker/index.ts';
import type { LinkName, ZoneName } from '../../names.ts';
import { atLeast } from '../../zone.ts';
import { isUp, runs, zoneadmdOf } from '../actors.ts';
import type { Actors, Cast, Make, State } from '../actors.ts';
import { all, giveBack, outcomes, returnLabels } from './moves.ts';
import type { Outcome, ReturnLabel } from './moves.ts';

/** Halt, up to DOWN: phases 1 and 2 of `vplat_teardown`, and what `zone_shutdown` does in the kernel. */
export function haltSteps(step: Make, cast: Cast): NamedStep<Actors>[] {
  return cast.zones.flatMap((zone) => [
    ...ask(step, zone),
    ...prepare(step, cast, zone),
    ...shutdown(step, cast, zone),
    ...callbacks(step, cast, zone),
  ]);
}

function ask(step: Make, zone: ZoneName): NamedStep<Actors>[] {
  const zoneadmd = zoneadmdOf(zone);
  return [
    step(`zoneadm halt ${zone}`, { by: 'zoneadm', at: 'zoneadmd.c: zone_halt' }, (s) =>
      runs(s) && s[zoneadmd].matches('up') ? to(zoneadmd, { type: 'halt' }) : null,
    ),
    step(
      `zoneadm halt ${zone}, again`,
      { by: 'zoneadm', at: 'zoneadmd.c: zone_halt', fairness: 'weak', about: 'From the first phase.' },
      (s) => (runs(s) && s[zoneadmd].matches('failed') ? to(zoneadmd, { type: 'halt' }) : null),
    ),
  ];
}

/** ZONEHALT after a boot that failed, in illumos; then `remove_datalink_protect`, for which dlmgmtd is asked per link. */
function prepare(step: Make, { settings }: Cast, zone: ZoneName): NamedStep<Actors>[] {
  const zoneadmd = zoneadmdOf(zone);
  const next = to(zoneadmd, { type: 'next', todo: [] });
  const isCleaning = (s: State): boolean => runs(s) && s[zoneadmd].matches('cleaning');
  const isProtect = (s: State): boolean => runs(s) && s[zoneadmd].matches('protect');
  const cannotAsk = (s: State): boolean =>
    settings.protectFatal && !isUp(s) && s[zone].context.datalinks.length > 0;
  const cleaning: StepDetails = {
    by: zoneadmd,
    at: 'zoneadmd.c: zone_bootup',
    about: 'The label for failures calls dladm_zone_halt before the zone is shut down (OS-3494).',
  };
  const protect: StepDetails = { by: zoneadmd, at: 'vplat.c: remove_datalink_protect' };
  return [
    step(`boot of ${zone} failed: ZONEHALT`, cleaning, (s) =>
      isCleaning(s) && settings.bootFailureHalt && isUp(s) ? all(next, zonehalt(s, zone)) : null,
    ),
    step(`boot of ${zone} failed: teardown`, { ...cleaning, about: 'Without ZONEHALT.' }, (s) =>
      isCleaning(s) && !(settings.bootFailureHalt && isUp(s)) ? next : null,
    ),
    step(`vplat_teardown(${zone}): link protection removed, or logged`, protect, (s) =>
      isProtect(s) && !cannotAsk(s) ? next : null,
    ),
    step(`vplat_teardown(${zone}): dlmgmtd cannot be asked, the halt is aborted`, protect, (s) =>
      isProtect(s) && cannotAsk(s) ? to(zoneadmd, { type: 'abort' }) : null,
    ),
  ];
}

/** ZONEHALT (`dlmgmt_db_fini`): every record of the zone goes, and what was in the zone's list because of it. */
export function zonehalt(s: State, zone: ZoneName): Deliveries<Actors> {
  const gone = s.dlmgmtd.context.records.filter((record) => record.zone === zone).map(({ link }) => link);
  const left = s[zone].context.datalinks.filter((link) => !gone.includes(link));
  return all(
    { dlmgmtd: { type: 'zonehalt', zone } },
    left.length === s[zone].context.datalinks.length
      ? {}
      : to(zone, { type: 'removeDatalinks', left: [...left] }),
  );
}

/** `zone_shutdown(2)` until the callbacks. */
function shutdown(step: Make, { settings }: Cast, zone: ZoneName): NamedStep<Actors>[] {
  const zoneadmd = zoneadmdOf(zone);
  const enters = (s: State): boolean => runs(s) && s[zoneadmd].matches('shutdown');
  const empties = (s: State): boolean => runs(s) && s[zoneadmd].matches('emptying');
  const details: StepDetails = { by: zoneadmd, at: 'zone.c: zone_shutdown' };
  const empty: StepDetails = { ...details, at: 'zone.c: zone_empty' };
  const walk = (s: State): Deliveries<Actors> =>
    to(zoneadmd, { type: 'next', todo: [...s[zone].context.datalinks] });
  const goesOn = (s: State): Deliveries<Actors> =>
    settings.interrupts ? to(zoneadmd, { type: 'wait' }) : walk(s);
  return [
    step(`zone_shutdown(${zone}): SHUTTING_DOWN`, details, (s) =>
      enters(s) && s[zone].matches('running')
        ? { ...to(zone, { type: 'shutDown' }), ...to(zoneadmd, { type: 'enter' }) }
        : null,
    ),
    step(`zone_shutdown(${zone}): no processes, EMPTY`, details, (s) =>
      enters(s) && s[zone].matches('ready') && s[zone].context.kthreads
        ? { ...to(zone, { type: 'empty' }), ...to(zoneadmd, { type: 'enter' }) }
        : null,
    ),
    step(
      `zone_shutdown(${zone}): no processes and no kernel threads, DOWN`,
      { ...details, about: 'A zone with one task is DOWN before the callbacks have run.' },
      (s) =>
        enters(s) && s[zone].matches('ready') && !s[zone].context.kthreads
          ? all(to(zone, { type: 'down' }), goesOn(s))
          : null,
    ),
    step(`zone_shutdown(${zone}), again: goes on`, details, (s) =>
      enters(s) && (s[zone].matches('shuttingDown') || s[zone].matches('empty'))
        ? to(zoneadmd, { type: 'enter' })
        : null,
    ),
    step(
      `zone_shutdown(${zone}): is DOWN already, returns at once`,
      { ...details, about: 'Without callbacks.' },
      (s) =>
        enters(s) && s[zone].matches('down')
          ? to(zoneadmd, {
              type: 'skipCallbacks',
              todo: settings.transientFlag ? [...s[zone].context.datalinks] : [],
            })
          : null,
    ),
    step(`zone_shutdown(${zone}): all processes are killed, EMPTY`, empty, (s) =>
      // Without kernel threads nothing can come between EMPTY and what follows.
      empties(s) && s[zone].matches('shuttingDown')
        ? all(to(zone, { type: 'empty' }), settings.kernelThreads ? {} : goesOn(s))
        : null,
    ),
    step(`zone_shutdown(${zone}): the zone is empty`, empty, (s) =>
      empties(s) && (s[zone].matches('empty') || s[zone].matches('down')) ? goesOn(s) : null,
    ),
    ...(settings.interrupts ? poolLock(step, zone, walk) : []),
    step(
      `last kernel thread of ${zone} ends`,
      { by: zone, at: 'zone.c: zthread_exit', fairness: 'weak', about: 'At EMPTY it sets DOWN.' },
      (s) => (runs(s) ? to(zone, { type: 'kthreadsGone' }) : null),
    ),
  ];
}

/** `pool_lock_intr` comes before the callbacks, and a signal may end it. */
function poolLock(step: Make, zone: ZoneName, walk: (s: State) => Deliveries<Actors>): NamedStep<Actors>[] {
  const zoneadmd = zoneadmdOf(zone);
  const isIn = (s: State): boolean => runs(s) && s[zoneadmd].matches('locking');
  return [
    step(
      `zone_shutdown(${zone}): pool_lock_intr`,
      {
        by: zoneadmd,
        at: 'zone.c: zone_shutdown',
        fairness: 'strong',
        about: 'Strongly fair: not every attempt is interrupted.',
      },
      (s) => (isIn(s) ? walk(s) : null),
    ),
    step(
      `zone_shutdown(${zone}): EINTR in pool_lock_intr`,
      { by: 'signal', at: 'zone.c: zone_shutdown' },
      (s) => (isIn(s) ? to(zoneadmd, { type: 'abort' }) : null),
    ),
  ];
}

/** SHUTDOWN callbacks of the netstack: IP closes its streams, then `dls_stack_shutdown` walks the zone's links. */
function callbacks(step: Make, cast: Cast, zone: ZoneName): NamedStep<Actors>[] {
  const zoneadmd = zoneadmdOf(zone);
  const inCallbacks = (s: State): boolean => runs(s) && s[zoneadmd].matches('callbacks');
  const unplumbed = (s: State): boolean =>
    !cast.settings.plumbing ||
    cast.links.every((link) => !s[link].context.plumbed || s[link].context.ddZid !== zone);
  const remove = (s: State, link: LinkName): Outcome<ReturnLabel> | null => {
    if (!inCallbacks(s) || s[zoneadmd].context.todo[0] !== link || !unplumbed(s)) return null;
    const done = to(zoneadmd, { type: 'linkDone' });
    if (cast.settings.transientFlag && s[link].context.ddTransient && s[link].context.ddZid === zone) {
      return { label: 'transient, skipped', does: done };
    }
    const { label, does } = giveBack(s, cast, zone, link);
    return { label, does: all(does, done) };
  };
  return [
    ...(cast.settings.plumbing
      ? cast.links.map((link) =>
          step(
            `netstack shutdown(${zone}): IP closes ${link}`,
            { by: zoneadmd, at: 'ip_if.c; dls_mgmt.c: dls_devnet_rele' },
            (s) =>
              inCallbacks(s) && s[link].context.plumbed && s[link].context.ddZid === zone
                ? to(link, { type: 'unplumb' })
                : null,
          ),
        )
      : []),
    ...cast.links.flatMap((link) =>
      outcomes(
        step,
        `dls_zone_remove(${link}) for ${zone}`,
        { by: zoneadmd, at: 'dls_mgmt.c: dls_zone_remove' },
        returnLabels,
        (s) => remove(s, link),
      ),
    ),
    step(`zone_shutdown(${zone}): DOWN`, { by: zoneadmd, at: 'zone.c: zone_shutdown' }, (s) => {
      if (!inCallbacks(s) || s[zoneadmd].context.todo.length > 0 || !unplumbed(s)) return null;
      const todo = cast.settings.transientFlag ? [...s[zone].context.datalinks] : [];
      const links = to(zoneadmd, { type: 'next', todo });
      if (atLeast(s[zone].value, 'down')) return all(links, to(zone, { type: 'calledBack' }));
      if (s[zone].context.kthreads) return null;
      return all(links, to(zone, { type: 'finished' }));
    }),
  ];
}
