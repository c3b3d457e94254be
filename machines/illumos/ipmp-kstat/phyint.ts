import { assign, setup } from 'xstate';
import type { LockMeta } from '../../../checker/index.ts';

export interface PhyintContext {
  /** Whether `ipsq_phyint` points at it. */
  reachable: boolean;
  /** `ILL_CONDEMNED` of its ill. */
  condemned: boolean;
  /** Who has a reference on its ill. */
  holders: readonly string[];
}

/** The `phyint_t` of an underlying interface, with its only ill; or of none, which nothing points at. */
export const phyint = setup({
  types: {
    context: {} as PhyintContext,
    input: {} as { member: boolean },
    events: {} as
      | { type: 'condemn' }
      | { type: 'hold'; by: string }
      | { type: 'rele'; by: string }
      | { type: 'drained' }
      | { type: 'clear' }
      | { type: 'free' },
    meta: {} as LockMeta<PhyintContext>,
  },
  guards: { unheld: ({ context }) => context.holders.length === 0 },
}).createMachine({
  id: 'phyint',
  meta: { lock: { held: { holders: '' } } },
  context: ({ input }) => ({ reachable: input.member, condemned: false, holders: [] }),
  initial: 'live',
  states: {
    live: {
      on: {
        condemn: { actions: assign({ condemned: true }) },
        hold: { actions: assign({ holders: ({ context, event }) => [...context.holders, event.by] }) },
        rele: {
          actions: assign({
            holders: ({ context, event }) => context.holders.filter((one) => one !== event.by),
          }),
        },
        drained: { guard: 'unheld', target: 'live' },
        clear: { actions: assign({ reachable: false }) },
        free: 'freed',
      },
    },
    freed: {},
  },
});
