import { to } from '../../../../checker/index.ts';
import type { Deliveries, NamedStep, StepDetails } from '../../../../checker/index.ts';
import type { LinkName, ZoneId, ZoneName } from '../../names.ts';
import { cacheOf, confOf, isNextId, isUp, NAME, recordOf, runs } from '../actors.ts';
import type { Actors, Cast, Make, State } from '../actors.ts';
import type { CreateRequest } from '../machines/dladm.ts';
import type { LinkRecord } from '../machines/dlmgmtd.ts';
import { fileOf, isTaken, linkByName } from '../rules/tables.ts';
import { lineOf } from './boot.ts';
import { deleteLink, forget } from './delete.ts';
import { all } from './moves.ts';

/** Administrators: create and delete, in the global zone and in zones that have sys_dl_config. */
export function dladmSteps(step: Make, cast: Cast): NamedStep<Actors>[] {
  const zones: readonly ZoneId[] = ['global', ...(cast.settings.ownLinks ? cast.zones : [])];
  return [
    ...zones.flatMap((zone) => kindsOf(cast, zone).flatMap((kind) => create(step, cast, zone, kind))),
    ...cast.links.flatMap((link) => [
      ...zones.map((zone) => destroy(step, cast, zone, link)),
      ...(cast.settings.qualified ? cast.zones.map((zone) => destroyIn(step, cast, zone, link)) : []),
      ...(cast.settings.splitDladm ? [destroyId(step, cast, link)] : []),
    ]),
    ...(cast.settings.splitDladm ? [finishCreate(step), killed(step)] : []),
    ...(cast.settings.reboots > 0 ? cast.links.map((link) => up(step, link)) : []),
  ];
}

type Kind = Pick<CreateRequest, 'persist' | 'kind'>;

/** What can be created in a zone. */
function kindsOf({ settings }: Cast, zone: ZoneId): Kind[] {
  const temporary: Kind = { persist: false, kind: 'vnic' };
  const persistent: Kind = { persist: true, kind: 'vnic' };
  const mayPersist = zone === 'global' || settings.persistentInZone;
  return [
    ...(settings.persistence !== 'persistent' || !mayPersist ? [temporary] : []),
    ...(settings.persistence !== 'temporary' && mayPersist ? [persistent] : []),
    ...(zone !== 'global' && settings.otherClass ? [{ persist: false, kind: 'other' } as const] : []),
  ];
}

function create(step: Make, cast: Cast, zone: ZoneId, kind: Kind): NamedStep<Actors>[] {
  const { settings } = cast;
  const command = `create-${kind.kind === 'vnic' ? 'vnic' : 'simnet'}${kind.persist ? '' : ' -t'} ${NAME}`;
  const where = zone === 'global' ? '' : ` in ${zone}`;
  return cast.links.map((link) =>
    step(
      settings.splitDladm
        ? `dladm${where}: ${command} (${link}), CREATE_LINKID`
        : `dladm${where}: ${command} (${link})`,
      {
        by: zone === 'global' ? 'dladm' : zone,
        at: 'dlmgmt_door.c: dlmgmt_createid; dls_mgmt.c: dls_devnet_create',
      },
      (s) => {
        if (!runs(s) || !isUp(s) || !s.dladm.matches('idle')) return null;
        if (zone !== 'global' && !s[zone].matches('running')) return null;
        if (isTaken(settings, s.dlmgmtd.context, NAME, zone) || !isNextId(s, cast, link)) return null;
        const transient =
          zone !== 'global' && settings.transientFlag && settings.autoTransient && !kind.persist;
        const request: CreateRequest = { link, zone, ...kind, transient };
        return settings.splitDladm
          ? all(registered(cast, request), { dladm: { type: 'create', request } })
          : all(registered(cast, request), made(request));
      },
    ),
  );
}

/** CREATE_LINKID: the record, the zone's list, the cache line. */
function registered(
  { settings }: Cast,
  { link, zone, persist, transient }: CreateRequest,
): Deliveries<Actors> {
  const record: LinkRecord = { link, name: NAME, zone, onLoan: false, transient, persist, active: true };
  return all(
    { dlmgmtd: { type: 'createLinkid', record } },
    zone === 'global' ? {} : to(zone, { type: 'addDatalink', link }),
    to(cacheOf(fileOf(settings, record)), { type: 'write', line: lineOf(record) }),
  );
}

/** The ioctl: `dls_devnet_create`; and the line in datalink.conf. */
function made({ link, zone, persist, transient, kind }: CreateRequest): Deliveries<Actors> {
  return all(
    to(link, { type: 'create', zone, transient, kind }),
    persist ? to(confOf(zone), { type: 'write', name: NAME, link }) : {},
  );
}

function finishCreate(step: Make): NamedStep<Actors> {
  return step(
    'dladm: the ioctl creates the link, or fails without dlmgmtd',
    { by: 'dladm', at: 'libdlvnic.c: dladm_vnic_create; dls_mgmt.c: dls_devnet_set' },
    (s) => {
      const request = s.dladm.context.create;
      if (!runs(s) || request === null || !lives(s, request.zone)) return null;
      const known = recordOf(s, request.link) !== undefined;
      return all({ dladm: { type: 'done' } }, isUp(s) && known ? made(request) : {});
    },
  );
}

/** Its zone is halted: the process is killed before its ioctl. */
function killed(step: Make): NamedStep<Actors> {
  return step('dladm is killed with its zone, before its ioctl', { by: 'dladm', fairness: 'weak' }, (s) => {
    const request = s.dladm.context.create;
    return runs(s) && request !== null && !lives(s, request.zone) ? { dladm: { type: 'done' } } : null;
  });
}

/** Processes of a zone live until they are killed at SHUTTING_DOWN. */
function lives(s: State, zone: ZoneId): boolean {
  return zone === 'global' || s[zone].matches('running') || s[zone].matches('shuttingDown');
}

const DELETE: Pick<StepDetails, 'at'> = { at: 'vnic_dev.c: vnic_dev_delete' };

/** `dladm delete-vnic vnic0`, of what the name stands for in that zone. */
function destroy(step: Make, cast: Cast, zone: ZoneId, link: LinkName): NamedStep<Actors> {
  const where = zone === 'global' ? '' : ` in ${zone}`;
  return step(
    `dladm${where}: delete-vnic ${NAME} (${link})`,
    { by: zone === 'global' ? 'dladm' : zone, ...DELETE },
    (s) => {
      if (!runs(s) || !isUp(s) || !s.dladm.matches('idle')) return null;
      if (zone !== 'global' && !s[zone].matches('running')) return null;
      if (linkByName(s.dlmgmtd.context, NAME, zone)?.link !== link) return null;
      return deleted(s, cast, link);
    },
  );
}

/** `dladm delete-vnic -z ZONE vnic0`, from the global zone. */
function destroyIn(step: Make, cast: Cast, zone: ZoneName, link: LinkName): NamedStep<Actors> {
  return step(`dladm: delete-vnic -z ${zone} ${NAME} (${link})`, { by: 'dladm', ...DELETE }, (s) => {
    if (!runs(s) || !isUp(s) || !s.dladm.matches('idle')) return null;
    const record = recordOf(s, link);
    if (record?.zone !== zone || record.name !== NAME) return null;
    return deleted(s, cast, link);
  });
}

/** Nothing where the kernel refuses: that changes nothing. */
function deleted(s: State, cast: Cast, link: LinkName): Deliveries<Actors> | null {
  const { label, does } = deleteLink(s, cast, link);
  switch (label) {
    case 'deleted':
      return all(
        does,
        cast.settings.splitDladm ? { dladm: { type: 'deleted', link } } : forget(s, cast, link),
      );
    case 'EBUSY, made anew in the global zone':
      return does;
    default:
      return null;
  }
}

function destroyId(step: Make, cast: Cast, link: LinkName): NamedStep<Actors> {
  return step(
    `dladm: DESTROY_LINKID(${link})`,
    {
      by: 'dladm',
      at: 'libdlvnic.c: dladm_vnic_delete; dlmgmt_door.c: dlmgmt_destroyid',
      fairness: 'weak',
      about: 'Its result is ignored.',
    },
    (s) =>
      runs(s) && s.dladm.matches('forgetting') && s.dladm.context.link === link
        ? all({ dladm: { type: 'done' } }, forget(s, cast, link))
        : null,
  );
}

/** After a reboot: links that only datalink.conf knows are made. */
function up(step: Make, link: LinkName): NamedStep<Actors> {
  return step(
    `dladm up-vnic ${NAME} (${link})`,
    { by: 'dladm', at: 'libdlvnic.c: dladm_vnic_up; dlmgmt_door.c: dlmgmt_upid', fairness: 'weak' },
    (s) => {
      const record = recordOf(s, link);
      if (!runs(s) || !isUp(s) || !s.dladm.matches('idle')) return null;
      if (record === undefined || record.active || record.zone !== 'global') return null;
      return {
        dlmgmtd: { type: 'upLinkid', link },
        ...to(link, { type: 'create', zone: 'global', transient: false, kind: 'vnic' }),
        cache_global: { type: 'write', line: lineOf(record) },
      };
    },
  );
}
