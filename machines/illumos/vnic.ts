import { assign, setup } from 'xstate';

/** A `vnic_dev_delete` under way. */
export interface VnicDelete {
  link: string | null;
  /** The actor that asked for it. */
  caller: string | null;
  /** The object that is going away. */
  object: string | null;
}

const nothing: VnicDelete = { link: null, caller: null, object: null };

/**
 * `vnic_dev_delete` (vnic_dev.c), one at a time: `vnic_lock` is held as writer from its first line to its last,
 * also while it waits for `dd_tref`.
 */
export const vnic = setup({
  types: {
    context: {} as VnicDelete,
    events: {} as
      | { type: 'delete'; link: string; caller: string }
      /** `dls_devnet_unset` took the object out of the hashes. */
      | { type: 'unset'; object: string }
      /** `dls_devnet_unset` has waited for `dd_tref` and is done with the object. */
      | { type: 'freed' }
      | { type: 'released' }
      /** Back to the caller, with 0 or EBUSY. */
      | { type: 'finish' },
  },
}).createMachine({
  id: 'vnic',
  context: nothing,
  initial: 'idle',
  states: {
    idle: {
      on: {
        delete: {
          target: 'deleting',
          actions: assign(({ event }) => ({ link: event.link, caller: event.caller })),
        },
      },
    },
    deleting: {
      on: {
        unset: { target: 'waiting', actions: assign({ object: ({ event }) => event.object }) },
        finish: { target: 'idle', actions: assign(() => nothing) },
      },
    },
    waiting: { on: { freed: 'unhashed' } },
    unhashed: { on: { released: 'disabling' } },
    disabling: { on: { finish: { target: 'idle', actions: assign(() => nothing) } } },
  },
});
