import { assign, setup } from 'xstate';

/**
 * A short kernel operation on a link, such as the property ioctls behind `dladm show-linkprop` (dld_drv.c):
 * `dls_devnet_hold_tmp` … `dls_devnet_rele_tmp`.
 */
export const tmpHolder = setup({
  types: {
    context: {} as { pointer: string | null },
    events: {} as { type: 'hold'; pointer: string } | { type: 'rele' },
  },
}).createMachine({
  id: 'tmpHolder',
  context: { pointer: null },
  initial: 'idle',
  states: {
    idle: { on: { hold: { target: 'holding', actions: assign({ pointer: ({ event }) => event.pointer }) } } },
    holding: { on: { rele: { target: 'idle', actions: assign({ pointer: null }) } } },
  },
});
