import { assign, setup } from 'xstate';
import type { LinkName, ZoneId } from '../../names.ts';

/** What `dladm create-vnic` was asked for. */
export interface CreateRequest {
  readonly link: LinkName;
  readonly zone: ZoneId;
  readonly persist: boolean;
  readonly transient: boolean;
  readonly kind: 'vnic' | 'other';
}

/** Administrators at work with dladm, in the global zone or in another: one command at a time. */
export const dladm = setup({
  types: {
    context: {} as { create: CreateRequest | null; link: LinkName | null },
    events: {} as
      | { type: 'create'; request: CreateRequest }
      /** `vnic_dev_delete` went through; DESTROY_LINKID comes next. */
      | { type: 'deleted'; link: LinkName }
      /** The upcall SETZONEID of `i_dls_devnet_setzid` went through; `dls_link_setzid` comes next. */
      | { type: 'told'; link: LinkName }
      | { type: 'done' }
      | { type: 'machineReboots' },
  },
}).createMachine({
  id: 'dladm',
  context: { create: null, link: null },
  initial: 'idle',
  on: { machineReboots: { target: '.idle', actions: assign({ create: null, link: null }) } },
  states: {
    idle: {
      on: {
        create: { target: 'creating', actions: assign({ create: ({ event }) => event.request }) },
        deleted: { target: 'forgetting', actions: assign({ link: ({ event }) => event.link }) },
        told: { target: 'returning', actions: assign({ link: ({ event }) => event.link }) },
      },
    },
    creating: { on: { done: { target: 'idle', actions: assign({ create: null }) } } },
    forgetting: { on: { done: { target: 'idle', actions: assign({ link: null }) } } },
    returning: { on: { done: { target: 'idle', actions: assign({ link: null }) } } },
  },
});
