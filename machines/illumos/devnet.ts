import { assign, setup } from 'xstate';
import type { ZoneId } from './names.ts';

/** A `dls_devnet_t` as long as it is allocated. */
export interface Devnet {
  /** The link it stands for; null while the memory is free. */
  link: string | null;
  /** 1 for existence, 1 for a loan to a non-global zone, 1 per open. */
  ddRef: number;
  /** Holds of short kernel operations. */
  ddTref: number;
  /** The zone the link is in. */
  ddZid: ZoneId;
  /** The zone that created it. */
  ddOwnerZid: ZoneId;
  /** Delete at zone halt, instead of returning it to the global zone. */
  ddTransient: boolean;
}

/** References that a link holds on itself: it exists; and it is on loan, if it is not where it was created. */
export function ownReferences(object: Devnet): number {
  return object.ddOwnerZid === 'global' && object.ddZid !== 'global' ? 2 : 1;
}

const unused: Devnet = {
  link: null,
  ddRef: 0,
  ddTref: 0,
  ddZid: 'global',
  ddOwnerZid: 'global',
  ddTransient: false,
};

/**
 * One piece of memory of the `dls_devnet_t` cache (dls_mgmt.c). Streams hold pointers to it, not to links: what
 * they release is whatever lives here now.
 *
 * `visible`: in the hashes. `condemned`: DD_CONDEMNED, out of the hashes, not yet freed.
 */
export const devnet = setup({
  types: {
    context: {} as Devnet,
    events: {} as
      /** `dls_devnet_set`: allocates for a link; dd_ref goes from 0 to 1. */
      | { type: 'set'; link: string; zone: ZoneId; transient: boolean }
      /** `dls_devnet_hold*`, for an open. */
      | { type: 'hold' }
      /** `dls_devnet_rele`: VERIFYs dd_ref > 1, whatever lives here. */
      | { type: 'rele' }
      | { type: 'holdTmp' }
      | { type: 'releTmp' }
      /** `dls_devnet_setzid`, global to non-global: a hold of its own. */
      | { type: 'loan'; zone: ZoneId; transient: boolean }
      /** `dls_devnet_setzid`, non-global to global. */
      | { type: 'giveBack' }
      /** `dls_devnet_unset`: `keep` references are still out when the object leaves the hashes. */
      | { type: 'unset'; keep: number }
      /** Back to the cache. */
      | { type: 'free' },
  },
  guards: { referenced: ({ context }) => context.ddRef > 1 },
  actions: {
    hold: assign({ ddRef: ({ context }) => context.ddRef + 1 }),
    rele: assign({ ddRef: ({ context }) => context.ddRef - 1 }),
    holdTmp: assign({ ddTref: ({ context }) => context.ddTref + 1 }),
    releTmp: assign({ ddTref: ({ context }) => context.ddTref - 1 }),
  },
}).createMachine({
  id: 'devnet',
  context: unused,
  initial: 'free',
  states: {
    free: {
      on: {
        set: {
          target: 'visible',
          actions: assign(({ event }) => ({
            link: event.link,
            ddRef: 1,
            ddZid: event.zone,
            ddOwnerZid: event.zone,
            ddTransient: event.transient,
          })),
        },
      },
    },
    visible: {
      on: {
        hold: { actions: 'hold' },
        rele: { guard: 'referenced', actions: 'rele' },
        holdTmp: { actions: 'holdTmp' },
        releTmp: { actions: 'releTmp' },
        loan: {
          actions: [
            'hold',
            assign({ ddZid: ({ event }) => event.zone, ddTransient: ({ event }) => event.transient }),
          ],
        },
        giveBack: {
          guard: 'referenced',
          actions: ['rele', assign({ ddZid: 'global' as const, ddTransient: false })],
        },
        unset: {
          target: 'condemned',
          actions: assign({
            ddRef: ({ event }) => event.keep,
            ddZid: 'global' as const,
            ddTransient: false,
          }),
        },
      },
    },
    condemned: {
      on: {
        rele: { actions: 'rele' },
        releTmp: { actions: 'releTmp' },
        free: { target: 'free', actions: assign(() => unused) },
      },
    },
  },
});
