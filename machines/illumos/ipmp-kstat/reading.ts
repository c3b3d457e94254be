import { assign, setup } from 'xstate';

/** What one read of the kstat has added up: the copy of `gr_kstats0`, and what the underlying interface counts itself. */
export const reading = setup({
  types: {
    context: {} as { base: number; live: number },
    events: {} as { type: 'base'; value: number } | { type: 'live' } | { type: 'end' },
  },
}).createMachine({
  id: 'reading',
  context: { base: 0, live: 0 },
  initial: 'going',
  states: {
    going: {
      on: {
        base: { target: 'going', actions: assign({ base: ({ event }) => event.value }) },
        live: { actions: assign({ live: 1 }) },
        end: 'ended',
      },
    },
    ended: {},
  },
});
