import { assign, setup } from 'xstate';

/**
 * A thread of which only the place matters. What it does there is what the steps of the system say; `at` is in words,
 * for traces: what it has done last.
 */
export const thread = setup({
  types: {
    context: {} as { at: string },
    events: {} as { type: 'go'; to: string } | { type: 'end' },
  },
}).createMachine({
  id: 'thread',
  context: { at: 'start' },
  initial: 'running',
  states: {
    running: {
      on: {
        go: { actions: assign({ at: ({ event }) => event.to }) },
        end: { target: 'done', actions: assign({ at: 'end' }) },
      },
    },
    done: {},
  },
});
