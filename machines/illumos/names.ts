import type { Numbered } from '../../checker/index.ts';

/** Names of non-global zones, as many as a scenario may have. */
export const zoneNames = ['web', 'db', 'mail'] as const;
export type ZoneName = (typeof zoneNames)[number];

/** A zone id as `dd_zid` and `dl_zid` hold it. */
export type ZoneId = 'global' | ZoneName;

export type ZoneadmdName = `zoneadmd_${ZoneName}`;
/** A VNIC, below its `dls_devnet_t`. */
export type LinkName = Numbered<'net'>;
/** A piece of memory of the `dls_devnet_t` cache. */
export type ObjectName = Numbered<'ddp'>;
/** A process in the global zone with a link of a zone open. */
export type ObserverName = Numbered<'snoop'>;
/** The stream of a zone's IP on a link. */
export type IpName = `ip_${LinkName}`;
export type StreamName = ObserverName | IpName;
