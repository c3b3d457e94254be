import { to } from '../../../../checker/index.ts';
import type { NamedStep } from '../../../../checker/index.ts';
import type { LinkName } from '../../names.ts';
import { isUp, recordOf, runs } from '../actors.ts';
import type { Actors, Cast, Make } from '../actors.ts';

/** Opens of links: IP in a zone, and a process in the global zone. */
export function streamSteps(step: Make, cast: Cast): NamedStep<Actors>[] {
  const { settings } = cast;
  return [
    ...(settings.plumbing ? cast.links.flatMap((link) => plumb(step, cast, link)) : []),
    ...(settings.observer ? cast.links.flatMap((link) => watch(step, cast, link)) : []),
    ...(settings.observer ? [stale(step)] : []),
  ];
}

function plumb(step: Make, { zones }: Cast, link: LinkName): NamedStep<Actors>[] {
  return zones.map((zone) =>
    step(
      `IP in ${zone} opens ${link}`,
      { by: zone, at: 'dld_str.c: dld_str_attach', about: 'dd_ref +1, dl_zone_ref 1.' },
      (s) =>
        runs(s) && s[zone].matches('running') && s[link].context.ddZid === zone && !s[link].context.plumbed
          ? to(link, { type: 'plumb' })
          : null,
    ),
  );
}

function watch(step: Make, { settings }: Cast, link: LinkName): NamedStep<Actors>[] {
  return [
    step(
      `snoop opens ${link}`,
      {
        by: 'snoop',
        at: 'dld_str.c: dld_str_attach',
        about: 'The global zone sees its own links and those on loan; with dladm -z, those of any zone.',
      },
      (s) => {
        const record = recordOf(s, link);
        if (!runs(s) || !isUp(s) || !s[link].matches('present') || record === undefined) return null;
        const visible = record.zone === 'global' || record.onLoan || settings.qualified;
        return visible ? { snoop: { type: 'open', link }, ...to(link, { type: 'observe' }) } : null;
      },
    ),
    step(
      `snoop exits, dls_devnet_rele(${link})`,
      { by: 'snoop', at: 'dls_mgmt.c: dls_devnet_rele', about: 'When it likes, if ever.' },
      (s) =>
        runs(s) && s.snoop.matches('open') && s.snoop.context.link === link
          ? { snoop: { type: 'close' }, ...to(link, { type: 'unobserve' }) }
          : null,
    ),
  ];
}

/** The object was freed under it; whatever lives there, it has no reference of this stream. */
function stale(step: Make): NamedStep<Actors> {
  return step(
    'snoop exits, dls_devnet_rele of an object that was freed',
    { by: 'snoop', at: 'dls_mgmt.c: dls_devnet_rele' },
    (s) =>
      runs(s) && s.snoop.matches('stale')
        ? {
            snoop: { type: 'close' },
            kernel: { type: 'panic', verify: 'ddp->dd_ref > 1', in: 'dls_devnet_rele', by: 'snoop' },
          }
        : null,
  );
}
