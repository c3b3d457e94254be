import { assign, setup } from 'xstate';

/** The kernel as a whole: it runs until a VERIFY fails. Nothing moves after that, until the machine is rebooted. */
export const kernel = setup({
  types: {
    context: {} as { panic: { verify: string; in: string; by: string } | null },
    events: {} as { type: 'panic'; verify: string; in: string; by: string } | { type: 'machineReboots' },
    tags: {} as 'panicked',
  },
}).createMachine({
  id: 'kernel',
  context: { panic: null },
  initial: 'running',
  on: { machineReboots: { target: '.running', actions: assign({ panic: null }) } },
  states: {
    running: {
      on: {
        panic: {
          target: 'panicked',
          actions: assign({ panic: ({ event }) => ({ verify: event.verify, in: event.in, by: event.by }) }),
        },
      },
    },
    panicked: { tags: 'panicked' },
  },
});
