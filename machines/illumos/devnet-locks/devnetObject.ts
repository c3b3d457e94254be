import { assign, setup } from 'xstate';

/**
 * What of a `dls_devnet_t` its locks are about: whether it can be found, its temporary holds, and its property task
 * (dls_mgmt.c). `dd_ref` is 1 throughout: the delete is a plain one.
 */
export const devnetObject = setup({
  types: {
    context: {} as { ddTref: number; task: 'none' | 'pending' },
    input: {} as { task: boolean },
    events: {} as
      | { type: 'holdTmp' }
      | { type: 'releTmp' }
      | { type: 'taskDone' }
      | { type: 'unhash' }
      | { type: 'free' },
  },
  guards: { quiet: ({ context }) => context.ddTref === 0 && context.task === 'none' },
  actions: {
    hold: assign({ ddTref: ({ context }) => context.ddTref + 1 }),
    rele: assign({ ddTref: ({ context }) => context.ddTref - 1 }),
    taskDone: assign({ task: 'none' as const }),
  },
}).createMachine({
  id: 'devnetObject',
  context: ({ input }) => ({ ddTref: 0, task: input.task ? 'pending' : 'none' }),
  initial: 'hashed',
  states: {
    hashed: {
      on: {
        holdTmp: { actions: 'hold' },
        releTmp: { actions: 'rele' },
        taskDone: { actions: 'taskDone' },
        unhash: 'condemned',
      },
    },
    condemned: {
      on: {
        releTmp: { actions: 'rele' },
        taskDone: { actions: 'taskDone' },
        free: { guard: 'quiet', target: 'freed' },
      },
    },
    freed: {},
  },
});
