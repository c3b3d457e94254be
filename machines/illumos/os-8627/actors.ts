import { actor, family, numbered } from '../../../checker/index.ts';
import type { MachinesOf, StepMaker, View } from '../../../checker/index.ts';
import { datalink } from '../datalink.ts';
import { deleter } from '../deleter.ts';
import { devnet } from '../devnet.ts';
import { kernel } from '../kernel.ts';
import { zoneNames } from '../names.ts';
import type {
  IpName,
  LinkName,
  ObjectName,
  ObserverName,
  StreamName,
  ZoneadmdName,
  ZoneName,
} from '../names.ts';
import { stream } from '../stream.ts';
import { tmpHolder } from '../tmpHolder.ts';
import { vnic } from '../vnic.ts';
import { zone } from '../zone.ts';
import { zoneadmd } from '../zoneadmd.ts';
import type { Settings } from './options.ts';

/** A zone with what belongs to it. */
export interface ZoneBlock {
  readonly zone: ZoneName;
  readonly zoneadmd: ZoneadmdName;
  readonly links: readonly { readonly link: LinkName; readonly ip: IpName }[];
}

/** The names of all actors of a scenario, by what they are. */
export interface Cast {
  readonly zones: readonly ZoneBlock[];
  readonly observers: readonly ObserverName[];
  /** Pieces of memory for `dls_devnet_t`: enough for every link, and for what observers may keep from being freed. */
  readonly objects: readonly ObjectName[];
  readonly streams: readonly StreamName[];
}

export function makeCast(settings: Settings): Cast {
  const links = numbered('net', settings.zones * settings.links);
  const zones = zoneNames.slice(0, settings.zones).map((name, i) => ({
    zone: name,
    zoneadmd: `zoneadmd_${name}` as const,
    links: links
      .slice(i * settings.links, (i + 1) * settings.links)
      .map((link) => ({ link, ip: `ip_${link}` as const })),
  }));
  const observers = numbered('snoop', settings.observers);
  const streams = [...zones.flatMap((block) => block.links.map(({ ip }) => ip)), ...observers];
  return { zones, observers, objects: numbered('ddp', links.length + settings.observers), streams };
}

export function makeActors(cast: Cast, settings: Settings) {
  const links = cast.zones.flatMap((block) => block.links);
  return {
    kernel,
    vnic,
    dladm: deleter,
    ioctl: tmpHolder,
    ...family(
      cast.zones.map((block) => block.zone),
      () => zone,
    ),
    ...family(
      cast.zones.map((block) => block.zoneadmd),
      () => actor(zoneadmd, { input: { links: settings.links } }),
    ),
    ...family(
      links.map(({ link }) => link),
      () => datalink,
    ),
    ...family(cast.objects, () => devnet),
    ...family(
      links.map(({ ip }) => ip),
      () => stream,
    ),
    ...family(cast.observers, () => stream),
  };
}

export type Actors = MachinesOf<ReturnType<typeof makeActors>>;
export type State = View<Actors>;
export type Make = StepMaker<Actors>;

/** The object that the hashes have for a link. */
export function hashed(state: State, cast: Cast, link: LinkName): ObjectName | undefined {
  return cast.objects.find(
    (object) => state[object].matches('visible') && state[object].context.link === link,
  );
}

/** Streams whose pointer goes to this piece of memory. */
export function streamsAt(state: State, cast: Cast, object: ObjectName): StreamName[] {
  return cast.streams.filter((name) => state[name].context.pointer === object);
}
