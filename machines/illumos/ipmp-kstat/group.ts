import { assign, setup } from 'xstate';

/** `ipmp_grp_t`, as far as its statistics go: what the interface that left had counted, in units of that. */
export const group = setup({
  types: {
    context: {} as { grNif: number; grKstats0: number },
    input: {} as { members: number },
    events: {} as { type: 'account' } | { type: 'leave' } | { type: 'free' },
  },
}).createMachine({
  id: 'group',
  context: ({ input }) => ({ grNif: input.members, grKstats0: 0 }),
  initial: 'allocated',
  states: {
    allocated: {
      on: {
        account: { actions: assign({ grKstats0: 1 }) },
        leave: { actions: assign({ grNif: ({ context }) => context.grNif - 1 }) },
        free: 'freed',
      },
    },
    freed: {},
  },
});
