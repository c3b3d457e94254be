import { setup } from 'xstate';

/** The vmm module: its device can be opened from `mod_install` to `mod_remove`. */
export const vmmModule = setup({
  types: {
    context: {} as { loaded: boolean },
    input: {} as { loaded: boolean },
    events: {} as { type: 'init' } | { type: 'install' } | { type: 'remove' } | { type: 'fini' },
  },
  guards: { loaded: ({ context }) => context.loaded },
}).createMachine({
  id: 'vmmModule',
  context: ({ input }) => ({ loaded: input.loaded }),
  initial: 'made',
  states: {
    made: { always: [{ guard: 'loaded', target: 'usable' }, { target: 'unloaded' }] },
    unloaded: { on: { init: 'loading' } },
    loading: { on: { install: 'usable' } },
    usable: { on: { remove: 'unloading' } },
    unloading: { on: { fini: 'unloaded' } },
  },
});
