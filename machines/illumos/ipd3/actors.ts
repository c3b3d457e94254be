import { actor, family, numbered } from '../../../checker/index.ts';
import type { MachinesOf, StepMaker, View } from '../../../checker/index.ts';
import { kernel } from '../kernel.ts';
import { zoneNames } from '../names.ts';
import type { LinkName, ZoneadmdName, ZoneId, ZoneName } from '../names.ts';
import { cacheFile } from './machines/cacheFile.ts';
import { confFile } from './machines/confFile.ts';
import { dladm } from './machines/dladm.ts';
import { dlmgmtd } from './machines/dlmgmtd.ts';
import type { LinkRecord } from './machines/dlmgmtd.ts';
import { faults } from './machines/faults.ts';
import { kernelLink } from './machines/kernelLink.ts';
import { memory } from './machines/memory.ts';
import { observer } from './machines/observer.ts';
import { zone } from './machines/zone.ts';
import { zoneadmd } from './machines/zoneadmd.ts';
import type { Settings } from './options.ts';

/** The name that every zone wants its link to have. */
export const NAME = 'vnic0';

export type CacheName = `cache_${ZoneId}`;
export type ConfName = `conf_${ZoneId}`;

/** The names of all actors, by what they are. */
export interface Cast {
  readonly zones: readonly ZoneName[];
  readonly links: readonly LinkName[];
  readonly settings: Settings;
}

export function makeCast(settings: Settings): Cast {
  return { zones: zoneNames.slice(0, settings.zones), links: numbered('net', settings.links), settings };
}

export const zoneadmdOf = (name: ZoneName): ZoneadmdName => `zoneadmd_${name}`;
export const cacheOf = (name: ZoneId): CacheName => `cache_${name}`;
export const confOf = (name: ZoneId): ConfName => `conf_${name}`;

export function makeActors({ zones, links, settings }: Cast) {
  const all: readonly ZoneId[] = ['global', ...zones];
  return {
    kernel,
    dlmgmtd,
    dladm,
    snoop: observer,
    memory,
    faults: actor(faults, { input: { crashes: settings.crashes, reboots: settings.reboots } }),
    ...family(zones, () => actor(zone, { input: { kthreads: settings.kernelThreads } })),
    ...family(zones.map(zoneadmdOf), () => zoneadmd),
    ...family(links, () => kernelLink),
    ...family(all.map(cacheOf), () => cacheFile),
    ...family(all.map(confOf), (_, i) =>
      actor(confFile, { input: { lines: i > 0 && settings.oldConf ? { [NAME]: links.at(-1)! } : {} } }),
    ),
  };
}

export type Actors = MachinesOf<ReturnType<typeof makeActors>>;
export type State = View<Actors>;
export type Make = StepMaker<Actors>;

export const runs = (s: State): boolean => s.kernel.matches('running');
export const isUp = (s: State): boolean => s.dlmgmtd.matches('up');

export function recordOf(s: Pick<State, 'dlmgmtd'>, link: LinkName): LinkRecord | undefined {
  return s.dlmgmtd.context.records.find((record) => record.link === link);
}

/** The zone that has the link in its datalink list (`zone_check_datalink` with ALL_ZONES). */
export function listedIn(s: State, { zones }: Cast, link: LinkName): ZoneName | undefined {
  return zones.find((name) => s[name].context.datalinks.includes(link));
}

/**
 * The link id that a new link gets: the first that nothing mentions any more. (Ids stand for each other, so that one
 * choice is as good as another.)
 */
export function isNextId(s: State, cast: Cast, link: LinkName): boolean {
  return cast.links.find((one) => isUnused(s, cast, one)) === link;
}

function isUnused(s: State, { zones }: Cast, link: LinkName): boolean {
  return (
    s[link].matches('absent') &&
    recordOf(s, link) === undefined &&
    s.dladm.context.create?.link !== link &&
    s.dladm.context.link !== link &&
    (['global', ...zones] as const).every(
      (name) =>
        !s[cacheOf(name)].context.lines.some((line) => line.link === link) &&
        !s[confOf(name)].context.defined.includes(link),
    ) &&
    zones.every(
      (name) => !s[name].context.datalinks.includes(link) && !s[zoneadmdOf(name)].context.todo.includes(link),
    )
  );
}
