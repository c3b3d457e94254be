import { assign, setup } from 'xstate';

/** `taskqueue_thread`: one thread, one task at a time. `at` is what it does next. */
export const taskqueue = setup({
  types: {
    context: {} as { at: string },
    events: {} as { type: 'go'; to: string } | { type: 'rest'; to: string },
  },
}).createMachine({
  id: 'taskqueue',
  context: { at: 'idle' },
  initial: 'idle',
  states: {
    idle: { on: { go: { target: 'running', actions: assign({ at: ({ event }) => event.to }) } } },
    running: {
      on: {
        go: { actions: assign({ at: ({ event }) => event.to }) },
        rest: { target: 'idle', actions: assign({ at: 'idle' }) },
      },
    },
  },
});
