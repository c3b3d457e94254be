import { assign, setup } from 'xstate';
import type { ZoneId } from './names.ts';

/** What else stands for a VNIC in the kernel and in dlmgmtd. */
export interface Datalink {
  /** `dl_ref`: 1 for existence, 1 while in a non-global zone, 1 per open. Above 0 it keeps the MAC busy. */
  dlRef: number;
  /** `dl_zone_ref`: opens by the zone the link is in. */
  dlZoneRef: number;
  /** `dl_zid` */
  dlZid: ZoneId;
  /** The zone in whose name space and list dlmgmtd has the link; null where it has no record. */
  record: ZoneId | null;
}

const absent: Datalink = { dlRef: 0, dlZoneRef: 0, dlZid: 'global', record: null };

/**
 * A VNIC below its `dls_devnet_t`: `dls_link_t` with its counts, the MAC (`mi_ref` is above 0 as long as `dl_ref`
 * is, and then `mac_disable` says EBUSY), and dlmgmtd's record of it (dls_link.c, dls.c, mac_provider.c).
 */
export const datalink = setup({
  types: {
    context: {} as Datalink,
    events: {} as
      | { type: 'create'; zone: ZoneId }
      /** `dls_link_setzid` to a non-global zone, and the record with it. */
      | { type: 'lend'; zone: ZoneId }
      /** `dls_link_setzid` to the global zone; the record follows where an upcall told dlmgmtd. */
      | { type: 'takeBack'; upcall: boolean }
      | { type: 'open'; local: boolean }
      | { type: 'close'; local: boolean }
      /** `dls_link_rele_by_name` */
      | { type: 'releByName' }
      /** `dls_link_hold_create`, on the way back from a `mac_disable` that failed. */
      | { type: 'holdCreate' }
      /** `mac_disable`, `mac_unregister`, and DESTROY_LINKID at dlmgmtd. */
      | { type: 'destroy' },
  },
  guards: { idle: ({ context }) => context.dlRef === 0 },
}).createMachine({
  id: 'datalink',
  context: absent,
  initial: 'absent',
  states: {
    absent: {
      on: {
        create: {
          target: 'present',
          actions: assign(({ event }) => ({
            dlRef: event.zone === 'global' ? 1 : 2,
            dlZid: event.zone,
            record: event.zone,
          })),
        },
      },
    },
    present: {
      on: {
        lend: {
          actions: assign(({ context, event }) => ({
            dlRef: context.dlRef + 1,
            dlZid: event.zone,
            record: event.zone,
          })),
        },
        takeBack: {
          actions: assign(({ context, event }) => ({
            dlRef: context.dlRef - 1,
            dlZid: 'global' as const,
            record: event.upcall ? ('global' as const) : context.record,
          })),
        },
        open: {
          actions: assign(({ context, event }) => ({
            dlRef: context.dlRef + 1,
            dlZoneRef: context.dlZoneRef + (event.local ? 1 : 0),
          })),
        },
        close: {
          actions: assign(({ context, event }) => ({
            dlRef: context.dlRef - 1,
            dlZoneRef: context.dlZoneRef - (event.local ? 1 : 0),
          })),
        },
        releByName: { actions: assign({ dlRef: ({ context }) => context.dlRef - 1 }) },
        holdCreate: { actions: assign({ dlRef: ({ context }) => context.dlRef + 1 }) },
        destroy: { guard: 'idle', target: 'absent', actions: assign(() => absent) },
      },
    },
  },
});
