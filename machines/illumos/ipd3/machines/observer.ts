import { assign, setup } from 'xstate';
import type { LinkName } from '../../names.ts';

/**
 * A process in the global zone that has a link open (`snoop`, with `-z` through `dlpi_open_zone`). Its stream keeps a
 * pointer to the `dls_devnet_t`. `stale`: the object was freed under it; its exit releases whatever lives there.
 */
export const observer = setup({
  types: {
    context: {} as { link: LinkName | null },
    events: {} as
      { type: 'open'; link: LinkName } | { type: 'close' } | { type: 'freed' } | { type: 'machineReboots' },
  },
}).createMachine({
  id: 'observer',
  context: { link: null },
  initial: 'closed',
  on: { machineReboots: { target: '.closed', actions: assign({ link: null }) } },
  states: {
    closed: { on: { open: { target: 'open', actions: assign({ link: ({ event }) => event.link }) } } },
    open: { on: { close: { target: 'closed', actions: assign({ link: null }) }, freed: 'stale' } },
    stale: { on: { close: { target: 'closed', actions: assign({ link: null }) } } },
  },
});
