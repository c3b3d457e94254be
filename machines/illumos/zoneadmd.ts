import { assign, setup } from 'xstate';

/**
 * zoneadmd of one zone: boot, then halt in the order of `vplat_teardown` (vplat.c), as far as links and zone status
 * are concerned. `links` of the zone are worked on one after the other; `next` counts them.
 *
 * On failure the teardown is aborted and the zone stays where it is; only another halt tries again, from the start.
 */
export const zoneadmd = setup({
  types: {
    context: {} as { links: number; next: number },
    input: {} as { links: number },
    events: {} as
      | { type: 'created' }
      | { type: 'linked' }
      | { type: 'booted' }
      | { type: 'halt' }
      /** One link is dealt with in the phase at hand. */
      | { type: 'linkDone' }
      /** All that the phase waits for has happened. */
      | { type: 'phaseDone' }
      /** The zone is down already: `zone_shutdown` returns at once and runs no callbacks. */
      | { type: 'alreadyDown' }
      | { type: 'call' }
      | { type: 'returned' }
      | { type: 'failed' },
  },
  guards: { lastLink: ({ context }) => context.next === context.links - 1 },
  actions: {
    nextLink: assign({ next: ({ context }) => context.next + 1 }),
    firstLink: assign({ next: 0 }),
  },
}).createMachine({
  id: 'zoneadmd',
  context: ({ input }) => ({ links: input.links, next: 0 }),
  initial: 'installed',
  states: {
    installed: { on: { created: 'readying' } },
    /** Brand hook: VNICs are created and given to the zone. */
    readying: {
      on: {
        linked: [
          { guard: 'lastLink', target: 'ready', actions: 'firstLink' },
          { actions: 'nextLink', target: 'readying' },
        ],
      },
    },
    ready: { on: { booted: 'up' } },
    up: { on: { halt: 'shutdown' } },
    /** `zone_shutdown(2)`: processes are killed; then the SHUTDOWN callbacks, `dls_stack_shutdown` last. */
    shutdown: { on: { phaseDone: 'callbacks', alreadyDown: 'observers' } },
    callbacks: {
      on: {
        linkDone: { actions: 'nextLink', target: 'callbacks' },
        phaseDone: { target: 'observers', actions: 'firstLink' },
      },
    },
    /** Candidates of OS-8627: deal with observers in the global zone before links go. Today: nothing. */
    observers: { on: { phaseDone: 'deleting' } },
    /** `delete_transient_vnics` */
    deleting: {
      on: {
        call: 'inDelete',
        linkDone: { actions: 'nextLink', target: 'deleting' },
        failed: { target: 'failed', actions: 'firstLink' },
        phaseDone: { target: 'destroying', actions: 'firstLink' },
      },
    },
    inDelete: {
      on: {
        returned: { target: 'deleting', actions: 'nextLink' },
        failed: { target: 'failed', actions: 'firstLink' },
      },
    },
    /** `zone_destroy(2)` */
    destroying: { on: { phaseDone: 'halted' } },
    /** "unable to …": the zone is left down. */
    failed: { on: { halt: 'shutdown' } },
    halted: {},
  },
});
