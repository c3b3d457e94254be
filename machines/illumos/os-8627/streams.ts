import { to } from '../../../checker/index.ts';
import type { LinkName, ObjectName, ObserverName, StreamName } from '../names.ts';
import { isFound } from '../zone.ts';
import { hashed } from './actors.ts';
import type { Cast, Make, State, ZoneBlock } from './actors.ts';
import type { Settings } from './options.ts';

/** Observers in the global zone come and go; a property ioctl holds a link for a moment. */
export function streamSteps(step: Make, cast: Cast, settings: Settings) {
  const opens = cast.zones.flatMap((block) =>
    block.links.flatMap(({ link }) =>
      cast.observers.map((observer) => open(step, cast, settings, block, link, observer)),
    ),
  );
  const exits = cast.observers.flatMap((observer) => [
    step(
      `${observer} exits: close, dls_devnet_rele`,
      { by: observer, at: 'dls_mgmt.c: dls_devnet_rele', about: 'When it likes, if ever.' },
      (s) =>
        s.kernel.matches('running') && s[observer].matches('attached') && mayExit(s, cast, settings)
          ? detach(s, settings, observer)
          : null,
    ),
    ...(settings.observersAtHalt.startsWith('kill') ? [dies(step, settings, observer)] : []),
  ]);
  return [...opens, ...exits, ...(settings.temporaryHolds ? temporaryHolds(step, cast) : [])];
}

function open(
  step: Make,
  cast: Cast,
  settings: Settings,
  { zone }: ZoneBlock,
  link: LinkName,
  observer: ObserverName,
) {
  return step(
    `${observer}: dlpi_open_zone(${zone}, ${link})`,
    {
      by: observer,
      at: 'dld_str.c: dld_str_attach',
      about: 'dd_ref +1; dl_zone_ref stays: the opener is not in the zone.',
    },
    (s) => {
      if (!s.kernel.matches('running') || !s[observer].matches('closed')) return null;
      const status = s[zone].value;
      if (!isFound(status)) return null;
      if (settings.refuseOpens && !['ready', 'booting', 'running'].includes(status)) return null;
      const object = hashed(s, cast, link);
      if (object === undefined || s[object].context.ddZid !== zone) return null;
      return {
        ...to(object, { type: 'hold' }),
        ...to(link, { type: 'open', local: false }),
        ...to(observer, { type: 'attach', link, pointer: object }),
      };
    },
  );
}

/** The exit of a process that was killed comes for sure. */
function dies(step: Make, settings: Settings, observer: ObserverName) {
  return step(
    `${observer} dies of SIGKILL: close, dls_devnet_rele`,
    { by: observer, at: 'dls_mgmt.c: dls_devnet_rele', fairness: 'weak' },
    (s) =>
      s.kernel.matches('running') && s[observer].matches('exiting') ? detach(s, settings, observer) : null,
  );
}

/** In the ticket's script an observer is left alone until the halt has failed. */
function mayExit(s: State, cast: Cast, settings: Settings): boolean {
  return settings.script === 'free' || cast.zones.some((block) => s[block.zoneadmd].matches('failed'));
}

/**
 * `dld_str_detach`: `dls_close` drops dl_ref; then `dls_devnet_rele` goes through the pointer, whatever is there.
 * Its VERIFY wants dd_ref above 1.
 */
export function detach(s: State, settings: Settings, name: StreamName) {
  const { link, pointer } = s[name].context as { link: LinkName; pointer: ObjectName };
  const closed = {
    ...to(link, { type: 'close', local: name.startsWith('ip_') }),
    ...to(name, { type: 'detach' }),
  };
  const { ddRef } = s[pointer].context;
  if (settings.lastRelease && s[pointer].matches('condemned')) {
    const waitedFor = s.vnic.matches('waiting') && s.vnic.context.object === pointer;
    return { ...closed, ...to(pointer, { type: ddRef === 1 && !waitedFor ? 'free' : 'rele' }) };
  }
  if (ddRef > 1) return { ...closed, ...to(pointer, { type: 'rele' }) };
  return { kernel: { type: 'panic', verify: 'ddp->dd_ref > 1', in: 'dls_devnet_rele', by: name } } as const;
}

function temporaryHolds(step: Make, cast: Cast) {
  const links = cast.zones.flatMap((block) => block.links.map(({ link }) => link));
  return [
    ...links.map((link) =>
      step(
        `ioctl: dls_devnet_hold_tmp(${link})`,
        { by: 'ioctl', at: 'dld_drv.c: drv_ioc_prop_common', about: 'dd_tref +1' },
        (s) => {
          if (!s.kernel.matches('running') || !s.ioctl.matches('idle')) return null;
          const object = hashed(s, cast, link);
          return object === undefined
            ? null
            : { ...to(object, { type: 'holdTmp' }), ioctl: { type: 'hold', pointer: object } as const };
        },
      ),
    ),
    step(
      'ioctl: dls_devnet_rele_tmp',
      { by: 'ioctl', at: 'dls_mgmt.c: dls_devnet_rele_tmp', fairness: 'weak' },
      (s) => {
        if (!s.kernel.matches('running') || !s.ioctl.matches('holding')) return null;
        return {
          ...to(s.ioctl.context.pointer as ObjectName, { type: 'releTmp' }),
          ioctl: { type: 'rele' } as const,
        };
      },
    ),
  ];
}
