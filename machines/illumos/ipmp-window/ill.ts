import { assign, setup } from 'xstate';
import type { LockMeta } from '../../../checker/index.ts';

export interface IllContext {
  /** `PHYI_IPMP`: what `IS_IPMP` asks. */
  ipmp: boolean;
  /** In the lists that `ill_g_lock` protects. */
  visible: boolean;
  /** `ILL_CONDEMNED`: not found by look-ups any more. */
  condemned: boolean;
  /** Whether `ill_grp` is not NULL. */
  illGrp: boolean;
  /** Between I_PLINK and I_PUNLINK. */
  linked: boolean;
  /** Who has a reference. */
  refs: readonly string[];
}

/** The `ill_t` of an IPMP interface. */
export const ill = setup({
  types: {
    context: {} as IllContext,
    events: {} as
      | { type: 'set'; field: 'ipmp' | 'visible' | 'condemned' | 'illGrp' | 'linked' }
      | { type: 'clear'; field: 'visible' | 'illGrp' | 'linked' }
      | { type: 'refhold'; by: string }
      | { type: 'refrele'; by: string }
      | { type: 'quiet' },
    meta: {} as LockMeta<IllContext>,
  },
  guards: { unheld: ({ context }) => context.refs.length === 0 },
}).createMachine({
  id: 'ill',
  meta: { lock: { held: { refs: '' } } },
  context: { ipmp: false, visible: false, condemned: false, illGrp: false, linked: false, refs: [] },
  initial: 'allocated',
  states: {
    allocated: {
      on: {
        set: { actions: assign(({ event }) => ({ [event.field]: true })) },
        clear: { actions: assign(({ event }) => ({ [event.field]: false })) },
        refhold: { actions: assign({ refs: ({ context, event }) => [...context.refs, event.by].sort() }) },
        refrele: {
          actions: assign({ refs: ({ context, event }) => context.refs.filter((one) => one !== event.by) }),
        },
        quiet: { guard: 'unheld', target: 'allocated' },
      },
    },
  },
});
