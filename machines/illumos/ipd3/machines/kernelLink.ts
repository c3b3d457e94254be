import { assign, setup } from 'xstate';
import type { ZoneId } from '../../names.ts';

/** `gone`: the id of a zone that does not exist any more. */
export type LinkZone = ZoneId | 'gone';

export interface KernelLink {
  /** 1 for existence, 1 for a loan, 1 per open stream. */
  ddRef: number;
  /** The zone the link is in. */
  ddZid: LinkZone;
  /** The zone that created it. */
  ddOwnerZid: ZoneId;
  ddTransient: boolean;
  /** VNIC, or a class that zoneadmd does not know how to delete. */
  kind: 'vnic' | 'other';
  /** IP in the zone has it open: `dl_zone_ref`. */
  plumbed: boolean;
  /** A process in the global zone has it open. */
  observed: boolean;
}

const absent: KernelLink = {
  ddRef: 0,
  ddZid: 'global',
  ddOwnerZid: 'global',
  ddTransient: false,
  kind: 'vnic',
  plumbed: false,
  observed: false,
};

/**
 * A link in the kernel: `dls_devnet_t` with its counts, `dls_link_t`, MAC and VNIC below it (dls_mgmt.c). The actor stands
 * for one link id; a link that is made anew is another id, and takes the actor only when nothing mentions the old one.
 */
export const kernelLink = setup({
  types: {
    context: {} as KernelLink,
    events: {} as
      /** `dls_devnet_create`: dd_ref 1. In a zone: no loan, it was made where it is. */
      | { type: 'create'; zone: ZoneId; transient: boolean; kind: 'vnic' | 'other' }
      /** Both at once, as the brand hook of SmartOS does it: created, lent as transient. */
      | { type: 'hook'; zone: ZoneId }
      /** `dls_devnet_setzid`, global to non-global: dd_ref + 1. */
      | { type: 'lend'; zone: ZoneId; transient: boolean }
      /** `dls_devnet_setzid`, non-global to global: dd_ref - 1, whether or not there was a loan. */
      | { type: 'giveBack' }
      | { type: 'plumb' }
      | { type: 'unplumb' }
      | { type: 'observe' }
      | { type: 'unobserve' }
      /** `vnic_dev_delete` that went through. */
      | { type: 'delete' }
      /** `vnic_dev_delete` whose `mac_disable` said EBUSY: a new devnet, of the global zone, under the same id. */
      | { type: 'recreate' }
      /** The zone it is in has died. */
      | { type: 'orphan' }
      | { type: 'machineReboots' },
  },
  actions: {
    hold: assign({ ddRef: ({ context }) => context.ddRef + 1 }),
    rele: assign({ ddRef: ({ context }) => context.ddRef - 1 }),
  },
}).createMachine({
  id: 'kernelLink',
  context: absent,
  initial: 'absent',
  on: { machineReboots: { target: '.absent', actions: assign(absent) } },
  states: {
    absent: {
      on: {
        create: {
          target: 'present',
          actions: assign(({ event }) => ({
            ddRef: 1,
            ddZid: event.zone,
            ddOwnerZid: event.zone,
            ddTransient: event.transient,
            kind: event.kind,
          })),
        },
        hook: {
          target: 'present',
          actions: assign({ ddRef: 2, ddZid: ({ event }) => event.zone, ddTransient: true }),
        },
      },
    },
    present: {
      on: {
        lend: {
          actions: [
            'hold',
            assign({ ddZid: ({ event }) => event.zone, ddTransient: ({ event }) => event.transient }),
          ],
        },
        giveBack: { actions: ['rele', assign({ ddZid: 'global' as const, ddTransient: false })] },
        plumb: { actions: ['hold', assign({ plumbed: true })] },
        unplumb: { actions: ['rele', assign({ plumbed: false })] },
        observe: { actions: ['hold', assign({ observed: true })] },
        unobserve: { actions: ['rele', assign({ observed: false })] },
        delete: { target: 'absent', actions: assign(absent) },
        recreate: { actions: assign({ ...absent, ddRef: 1 }) },
        orphan: { actions: assign({ ddZid: 'gone' as const }) },
      },
    },
  },
});
