import { assign, setup } from 'xstate';

/** How many crashes of dlmgmtd and reboots of the machine may still happen. */
export const faults = setup({
  types: {
    context: {} as { crashes: number; reboots: number },
    input: {} as { crashes: number; reboots: number },
    events: {} as { type: 'crash' } | { type: 'reboot' },
  },
  guards: {
    crashLeft: ({ context }) => context.crashes > 0,
    rebootLeft: ({ context }) => context.reboots > 0,
  },
}).createMachine({
  id: 'faults',
  context: ({ input }) => input,
  on: {
    crash: { guard: 'crashLeft', actions: assign({ crashes: ({ context }) => context.crashes - 1 }) },
    reboot: { guard: 'rebootLeft', actions: assign({ reboots: ({ context }) => context.reboots - 1 }) },
  },
});
