import { to } from '../../../../checker/index.ts';
import type { Deliveries, NamedStep, StepDetails } from '../../../../checker/index.ts';
import type { LinkName, ZoneName } from '../../names.ts';
import { cacheOf, isUp, recordOf, runs, zoneadmdOf } from '../actors.ts';
import type { Actors, Cast, Make, State } from '../actors.ts';
import { deleteLabels, deleteLink, forget } from './delete.ts';
import type { DeleteLabel } from './delete.ts';
import { zonehalt } from './halt.ts';
import { all, giveBack, outcomes, returnLabels } from './moves.ts';
import type { Outcome, ReturnLabel } from './moves.ts';

/** Halt, from DOWN on: phases 4 to 6 of `vplat_teardown` (vplat.c). */
export function teardownSteps(step: Make, cast: Cast): NamedStep<Actors>[] {
  return cast.zones.flatMap((zone) => [
    ...deleteTransient(step, cast, zone),
    ...recover(step, cast, zone),
    ...forgetZone(step, cast, zone),
    ...destroy(step, cast, zone),
  ]);
}

/** 4a. `delete_transient_links`: the kernel's list of the zone, of which dlmgmtd says what is transient. */
function deleteTransient(step: Make, cast: Cast, zone: ZoneName): NamedStep<Actors>[] {
  const { settings } = cast;
  const zoneadmd = zoneadmdOf(zone);
  const details: StepDetails = { by: zoneadmd, at: 'vplat.c: delete_transient_links' };
  const inDelete = (s: State): boolean => runs(s) && s[zoneadmd].matches('deleting');
  const attempt = (s: State, link: LinkName): Outcome<DeleteLabel> | null => {
    if (!inDelete(s) || s[zoneadmd].context.todo[0] !== link) return null;
    const done = to(zoneadmd, { type: 'linkDone' });
    const fails = settings.deleteFailure === 'abort' ? to(zoneadmd, { type: 'abort' }) : done;
    if (!settings.transientFlag) return { label: 'not transient', does: done };
    if (!isUp(s)) return { label: 'dlmgmtd is not there', does: fails };
    const record = recordOf(s, link);
    if (record === undefined) return { label: 'dlmgmtd does not know it', does: fails };
    if (!record.transient) return { label: 'not transient', does: done };
    if (s[link].context.kind === 'other') return { label: 'unhandled class for transient link', does: fails };
    const { label, does } = deleteLink(s, cast, link);
    if (label === 'deleted') return { label, does: all(does, to(zoneadmd, { type: 'deleted' })) };
    return { label, does: all(does, fails) };
  };
  return [
    ...cast.links.flatMap((link) =>
      outcomes(step, `delete_transient_links(${zone}, ${link})`, details, deleteLabels, (s) =>
        attempt(s, link),
      ),
    ),
    ...cast.links.map((link) =>
      step(
        `DESTROY_LINKID(${link}) for ${zone}`,
        {
          by: zoneadmd,
          at: 'libdlvnic.c: dladm_vnic_delete; dlmgmt_door.c: dlmgmt_destroyid',
          about: 'Its result is ignored.',
        },
        (s) =>
          runs(s) && s[zoneadmd].matches('forgetting') && s[zoneadmd].context.todo[0] === link
            ? all(to(zoneadmd, { type: 'linkDone' }), forget(s, cast, link))
            : null,
      ),
    ),
    ...(settings.recover
      ? [
          step(`delete_transient_links(${zone}) is done`, details, (s) =>
            inDelete(s) && s[zoneadmd].context.todo.length === 0
              ? to(zoneadmd, { type: 'next', todo: [...s[zone].context.datalinks] })
              : null,
          ),
        ]
      : []),
  ];
}

/** 4b. `unconfigure_exclusive_network_interfaces`: returns what remains, where there is a retry, and looks again. */
function recover(step: Make, cast: Cast, zone: ZoneName): NamedStep<Actors>[] {
  const { settings } = cast;
  const zoneadmd = zoneadmdOf(zone);
  const details: StepDetails = {
    by: zoneadmd,
    at: 'vplat.c: unconfigure_exclusive_network_interfaces',
  };
  // Without a retry the look at what remains follows the deletes.
  const isIn = (s: State): boolean =>
    runs(s) && s[zoneadmd].matches(settings.recover ? 'returning' : 'deleting');
  const attempt = (s: State, link: LinkName): Outcome<ReturnLabel> | null => {
    if (!isIn(s) || s[zoneadmd].context.todo[0] !== link) return null;
    const done = to(zoneadmd, { type: 'linkDone' });
    if (!isUp(s)) return { label: 'dlmgmtd is not there, it stays', does: done };
    const record = recordOf(s, link);
    if (record === undefined) return { label: 'dlmgmtd refuses, it stays', does: done };
    if (record.transient) return { label: 'transient, skipped', does: done };
    const { label, does } = giveBack(s, cast, zone, link);
    return { label, does: all(does, done) };
  };
  const isDone = (s: State): boolean => isIn(s) && s[zoneadmd].context.todo.length === 0;
  const remains = (s: State): boolean =>
    settings.remaining === 'abort' && s[zone].context.datalinks.length > 0;
  return [
    ...(settings.recover
      ? cast.links.flatMap((link) =>
          outcomes(step, `zoneadmd returns ${link} of ${zone}`, details, returnLabels, (s) =>
            attempt(s, link),
          ),
        )
      : []),
    step(`vplat_teardown(${zone}): datalinks remain in zone after shutdown`, details, (s) =>
      isDone(s) && remains(s) ? to(zoneadmd, { type: 'abort' }) : null,
    ),
    step(`vplat_teardown(${zone}): no datalinks remain, or none is looked for`, details, (s) =>
      isDone(s) && !remains(s)
        ? to(zoneadmd, settings.recover ? { type: 'next', todo: [] } : { type: 'skipReturn' })
        : null,
    ),
  ];
}

/** 4c. `dladm_zone_halt`. */
function forgetZone(step: Make, { settings }: Cast, zone: ZoneName): NamedStep<Actors>[] {
  const zoneadmd = zoneadmdOf(zone);
  const details: StepDetails = {
    by: zoneadmd,
    at: 'vplat.c: vplat_teardown; dlmgmt_door.c: dlmgmt_zonehalt',
  };
  const next = to(zoneadmd, { type: 'next', todo: [] });
  const isIn = (s: State): boolean => runs(s) && s[zoneadmd].matches('zonehalt');
  return [
    step(`ZONEHALT(${zone})`, details, (s) => (isIn(s) && isUp(s) ? all(next, zonehalt(s, zone)) : null)),
    step(
      settings.zonehaltFatal
        ? `ZONEHALT(${zone}) fails, the halt is aborted`
        : `ZONEHALT(${zone}) fails, which is logged`,
      details,
      (s) => {
        if (!isIn(s) || isUp(s)) return null;
        return settings.zonehaltFatal ? to(zoneadmd, { type: 'abort' }) : next;
      },
    ),
  ];
}

/** 6. `zone_destroy(2)`; the zone's /etc/svc/volatile goes with it. */
function destroy(step: Make, cast: Cast, zone: ZoneName): NamedStep<Actors>[] {
  const zoneadmd = zoneadmdOf(zone);
  const details: StepDetails = { by: zoneadmd, at: 'zone.c: zone_destroy' };
  const isIn = (s: State): boolean => runs(s) && s[zoneadmd].matches('destroying');
  const orphans = (s: State): Deliveries<Actors> =>
    all(
      ...cast.links
        .filter((link) => s[link].matches('present') && s[link].context.ddZid === zone)
        .map((link) => to(link, { type: 'orphan' })),
    );
  return [
    step(`zone_destroy(${zone}): DYING`, details, (s) => (isIn(s) ? to(zone, { type: 'destroy' }) : null)),
    step(`zone_destroy(${zone}): DEAD, zone_free`, { ...details, at: 'zone.c: zone_task_rele' }, (s) => {
      if (!isIn(s) || !s[zone].matches('dying')) return null;
      return all(
        to(zone, { type: 'die' }),
        to(zoneadmd, { type: 'next', todo: [] }),
        s[cacheOf(zone)].context.lines.length > 0 ? to(cacheOf(zone), { type: 'vanish' }) : {},
        orphans(s),
      );
    }),
  ];
}
