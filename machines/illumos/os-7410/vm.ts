import { assign, setup } from 'xstate';

/** A virtual machine (`vmm_softc_t`). It holds its zone from its creation to its end. */
export const vm = setup({
  types: {
    /** Whether `vmm_zsd` points at the zone's data, which has it in its list. */
    context: {} as { linked: boolean },
    events: {} as { type: 'create' } | { type: 'link' } | { type: 'created' } | { type: 'destroy' },
  },
}).createMachine({
  id: 'vm',
  context: { linked: false },
  initial: 'none',
  states: {
    none: { on: { create: 'creating' } },
    creating: {
      on: { link: { actions: assign({ linked: true }) }, created: 'live', destroy: 'destroyed' },
    },
    live: { on: { destroy: { target: 'destroyed', actions: assign({ linked: false }) } } },
    destroyed: {},
  },
});
