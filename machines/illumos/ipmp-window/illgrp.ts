import { assign, setup } from 'xstate';

/** `ipmp_illgrp_t`: memory of its own, with the interfaces that are in the group. */
export const illgrp = setup({
  types: {
    /** Length of `ig_if`. */
    context: {} as { members: number },
    events: {} as { type: 'create' } | { type: 'join' } | { type: 'leave' } | { type: 'free' },
  },
}).createMachine({
  id: 'illgrp',
  context: { members: 0 },
  initial: 'none',
  states: {
    none: { on: { create: 'allocated' } },
    allocated: {
      on: {
        join: { actions: assign({ members: ({ context }) => context.members + 1 }) },
        leave: { actions: assign({ members: ({ context }) => context.members - 1 }) },
        free: 'freed',
      },
    },
    freed: {},
  },
});
