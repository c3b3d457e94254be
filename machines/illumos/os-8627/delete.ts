import { to } from '../../../checker/index.ts';
import type { LinkName, ObjectName, ZoneadmdName } from '../names.ts';
import { ownReferences } from '../devnet.ts';
import { hashed, streamsAt } from './actors.ts';
import type { Cast, Make, State, ZoneBlock } from './actors.ts';
import { recycled } from './boot.ts';
import type { Settings } from './options.ts';
import { unsetOutcome } from './shortcut.ts';

type Caller = ZoneadmdName | 'dladm';

/** `vnic_dev_delete`, called by zoneadmd for transient links of a zone that is down, or by an administrator. */
export function deleteSteps(step: Make, cast: Cast, settings: Settings) {
  return cast.zones.flatMap((block) => [
    ...block.links.flatMap(({ link }, i) => calls(step, cast, settings, block, link, i)),
    ...block.links.flatMap(({ link }) => [
      ...unset(step, cast, settings, link),
      release(step, link),
      ...disable(step, cast, link),
    ]),
  ]);
}

const running = (s: State): boolean => s.kernel.matches('running');

function calls(
  step: Make,
  cast: Cast,
  settings: Settings,
  { zone, zoneadmd }: ZoneBlock,
  link: LinkName,
  index: number,
) {
  const isNext = (s: State): boolean =>
    running(s) && s[zoneadmd].matches('deleting') && s[zoneadmd].context.next === index;
  const isListed = (s: State): boolean => settings.kind !== 'on-loan' && s[link].context.record === zone;
  const byAdministrator = step(
    `delete-vnic ${link}`,
    { by: 'dladm', at: 'vnic_dev.c: vnic_dev_delete', about: 'The kernel does not ask whose link it is.' },
    (s) => {
      const object = running(s) && s[link].matches('present') ? hashed(s, cast, link) : undefined;
      if (object === undefined || s[object].context.ddZid !== zone) return null;
      return { dladm: { type: 'call' }, vnic: { type: 'delete', link, caller: 'dladm' } };
    },
  );
  return [
    step(
      `delete_transient_vnics(${zone}): ${link}`,
      { by: zoneadmd, at: 'vplat.c: delete_transient_vnics', fairness: 'weak' },
      (s) =>
        isNext(s) && isListed(s)
          ? { ...to(zoneadmd, { type: 'call' }), vnic: { type: 'delete', link, caller: zoneadmd } }
          : null,
    ),
    step(
      `delete_transient_vnics(${zone}): ${link} is not one`,
      { by: zoneadmd, at: 'vplat.c: delete_transient_vnics', fairness: 'weak' },
      (s) =>
        isNext(s) && s.vnic.matches('idle') && !isListed(s) ? to(zoneadmd, { type: 'linkDone' }) : null,
    ),
    ...(settings.dladmDelete ? [byAdministrator] : []),
  ];
}

/** The outcome of `dls_devnet_unset`, all of it under `i_dls_devnet_lock` and `dd_mutex`; then the wait for dd_tref. */
function unset(step: Make, cast: Cast, settings: Settings, link: LinkName) {
  const at = 'dls_mgmt.c: dls_devnet_unset';
  const found = (s: State): ObjectName | undefined =>
    running(s) && s.vnic.matches('deleting') && s.vnic.context.link === link
      ? hashed(s, cast, link)
      : undefined;
  const outcome = (s: State, object: ObjectName) => {
    const { context } = s[object];
    const status = context.ddZid === 'global' ? undefined : s[context.ddZid].value;
    return unsetOutcome(settings, context, status);
  };
  const gone = (s: State, object: ObjectName, keep: number) => {
    const moves = s[object].context.ddZid !== 'global' && s[link].context.dlZoneRef === 0;
    return {
      ...to(object, { type: 'unset', keep }),
      vnic: { type: 'unset', object } as const,
      ...(moves ? to(link, { type: 'takeBack', upcall: false }) : {}),
    };
  };
  return [
    step(`dls_devnet_unset(${link}): EBUSY`, { by: 'vnic', at, fairness: 'weak' }, (s) => {
      const object = found(s);
      if (object === undefined || outcome(s, object) !== 'busy') return null;
      return { vnic: { type: 'finish' }, ...to(s.vnic.context.caller as Caller, { type: 'failed' }) };
    }),
    step(`dls_devnet_unset(${link}): dd_ref is 1, condemned`, { by: 'vnic', at, fairness: 'weak' }, (s) => {
      const object = found(s);
      return object !== undefined && outcome(s, object) === 'last' ? gone(s, object, 0) : null;
    }),
    step(
      settings.lastRelease
        ? `dls_devnet_unset(${link}): shortcut, own references dropped, condemned`
        : `dls_devnet_unset(${link}): shortcut, dd_ref := 1, condemned`,
      {
        by: 'vnic',
        at,
        fairness: 'weak',
        about: settings.lastRelease
          ? 'dd_ref keeps the references of others.'
          : 'dd_ref is set to 1 whatever it was, then to 0. Every other reference is forgotten.',
      },
      (s) => {
        const object = found(s);
        if (object === undefined || outcome(s, object) !== 'forced') return null;
        const { context } = s[object];
        return gone(s, object, settings.lastRelease ? context.ddRef - ownReferences(context) : 0);
      },
    ),
    step(
      `dls_devnet_unset(${link}): no temporary hold is left`,
      {
        by: 'vnic',
        at: 'dls_mgmt.c: dls_devnet_unset',
        about: 'The object goes back to the kmem cache.',
        fairness: 'weak',
      },
      (s) => {
        if (!running(s) || !s.vnic.matches('waiting') || s.vnic.context.link !== link) return null;
        const object = s.vnic.context.object as ObjectName;
        const { ddRef, ddTref } = s[object].context;
        if (ddTref > 0) return null;
        if (ddRef > 0) return { vnic: { type: 'freed' } };
        return { ...to(object, { type: 'free' }), vnic: { type: 'freed' }, ...freed(s, cast, object) };
      },
    ),
  ];
}

/** Tells streams that still point at this memory that nothing lives there any more. */
function freed(s: State, cast: Cast, object: ObjectName) {
  return Object.assign(
    {},
    ...streamsAt(s, cast, object).map((name) => to(name, { type: 'freed' })),
  ) as object;
}

function release(step: Make, link: LinkName) {
  return step(
    `dls_link_rele_by_name(${link})`,
    { by: 'vnic', at: 'dls_mgmt.c: dls_devnet_destroy', fairness: 'weak' },
    (s) =>
      running(s) && s.vnic.matches('unhashed') && s.vnic.context.link === link
        ? { ...to(link, { type: 'releByName' }), vnic: { type: 'released' } }
        : null,
  );
}

/** `mac_disable` does not wait: while anybody has the link open it says EBUSY, and the devnet is made anew. */
function disable(step: Make, cast: Cast, link: LinkName) {
  const isHere = (s: State): boolean =>
    running(s) && s.vnic.matches('disabling') && s.vnic.context.link === link;
  return [
    step(
      `mac_disable(${link}): the VNIC is gone`,
      { by: 'vnic', at: 'vnic_dev.c: vnic_dev_delete', fairness: 'weak' },
      (s) =>
        isHere(s)
          ? {
              ...to(link, { type: 'destroy' }),
              vnic: { type: 'finish' },
              ...to(s.vnic.context.caller as Caller, { type: 'returned' }),
            }
          : null,
    ),
    ...cast.objects.map((object) =>
      step(
        `mac_disable(${link}): EBUSY, dls_devnet_create at ${object}`,
        {
          by: 'vnic',
          at: 'vnic_dev.c: vnic_dev_delete',
          about:
            'A new object for the same link: dd_ref 1, in the global zone, not transient. The delete fails.',
          fairness: 'weak',
        },
        (s) =>
          isHere(s) && s[link].context.dlRef > 0 && s[object].matches('free')
            ? {
                ...to(object, { type: 'set', link, zone: 'global', transient: false }),
                ...to(link, { type: 'holdCreate' }),
                vnic: { type: 'finish' },
                ...to(s.vnic.context.caller as Caller, { type: 'failed' }),
                ...recycled(s, cast, object),
              }
            : null,
      ),
    ),
  ];
}
