import { setup } from 'xstate';

/** An administrator in the global zone: `dladm delete-vnic` on a link that is in a zone, once at a time. */
export const deleter = setup({
  types: { events: {} as { type: 'call' } | { type: 'returned' } | { type: 'failed' } },
}).createMachine({
  id: 'deleter',
  initial: 'idle',
  states: { idle: { on: { call: 'inDelete' } }, inDelete: { on: { returned: 'idle', failed: 'idle' } } },
});
