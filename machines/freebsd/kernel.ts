import { assign, setup } from 'xstate';

/** The kernel as a whole: it runs until a KASSERT fails, a mutex recurses or a page fault. Nothing moves after that. */
export const kernel = setup({
  types: {
    context: {} as { panic: { why: string; in: string; by: string } | null },
    events: {} as { type: 'panic'; why: string; in: string; by: string },
    tags: {} as 'panicked',
  },
}).createMachine({
  id: 'kernel',
  context: { panic: null },
  initial: 'running',
  states: {
    running: {
      on: {
        panic: {
          target: 'panicked',
          actions: assign({ panic: ({ event }) => ({ why: event.why, in: event.in, by: event.by }) }),
        },
      },
    },
    panicked: { tags: 'panicked' },
  },
});
