import type { View } from '../../../checker/index.ts';
import type { LinkName, ZoneadmdName, ZoneId, ZoneName } from '../../../machines/illumos/names.ts';
import { recordOf } from '../../../machines/illumos/ipd3/actors.ts';
import type { cacheFile } from '../../../machines/illumos/ipd3/machines/cacheFile.ts';
import type { confFile } from '../../../machines/illumos/ipd3/machines/confFile.ts';
import type { dladm } from '../../../machines/illumos/ipd3/machines/dladm.ts';
import type { dlmgmtd } from '../../../machines/illumos/ipd3/machines/dlmgmtd.ts';
import type { kernelLink } from '../../../machines/illumos/ipd3/machines/kernelLink.ts';
import type { memory } from '../../../machines/illumos/ipd3/machines/memory.ts';
import type { observer } from '../../../machines/illumos/ipd3/machines/observer.ts';
import type { zone } from '../../../machines/illumos/ipd3/machines/zone.ts';
import { restPhases } from '../../../machines/illumos/ipd3/machines/zoneadmd.ts';
import type { zoneadmd } from '../../../machines/illumos/ipd3/machines/zoneadmd.ts';
import type { kernel } from '../../../machines/illumos/kernel.ts';

/** Actors that these properties are about, by what they are. A system has those that a property names. */
export type Kernel = Record<'kernel', typeof kernel>;
export type Daemon = Record<'dlmgmtd', typeof dlmgmtd>;
export type Administrator = Record<'dladm', typeof dladm>;
export type Memory = Record<'memory', typeof memory>;
export type Snoop = Record<'snoop', typeof observer>;
export type Links = Record<LinkName, typeof kernelLink>;
export type Zones = Record<ZoneName, typeof zone>;
export type Zoneadmds = Record<ZoneadmdName, typeof zoneadmd>;
export type Caches = Record<`cache_${ZoneId}`, typeof cacheFile>;
export type Confs = Record<`conf_${ZoneId}`, typeof confFile>;

export interface Names {
  readonly zones: readonly ZoneName[];
  readonly links: readonly LinkName[];
}

export { recordOf };

/** Nothing is under way in a zone: zoneadmd has booted it, halted it, or given up. */
export function atRest(s: View<Zoneadmds>, zone: ZoneName): boolean {
  return restPhases.some((phase) => s[`zoneadmd_${zone}`].matches(phase));
}

/**
 * Nothing is under way that is about this link: the daemon is up, no dladm command works on it, and the zones that
 * anybody says it is in are at rest.
 */
export function isSettled(
  s: View<Administrator & Links & Daemon & Zones & Zoneadmds>,
  { zones }: Names,
  link: LinkName,
): boolean {
  const { create, link: other } = s.dladm.context;
  if (create?.link === link || other === link) return false;
  const { ddZid } = s[link].context;
  if (ddZid !== 'global' && ddZid !== 'gone' && !atRest(s, ddZid)) return false;
  if (zones.some((zone) => s[zone].context.datalinks.includes(link) && !atRest(s, zone))) return false;
  if (!s.dlmgmtd.matches('up')) return false;
  const zone = recordOf(s, link)?.zone;
  return zone === undefined || zone === 'global' || atRest(s, zone);
}
