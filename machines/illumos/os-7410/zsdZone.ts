import { assign, setup } from 'xstate';

/**
 * A zone as zone-specific data sees it: `zone_status_t` from READY on, whether its processes were told to die, and
 * whether it is in `zone_active` (os/zone.c). Unlike in a halt by the book, `zone_shutdown` may skip ahead: a zone with
 * one task (zsched) and no kernel thread goes from READY to DOWN.
 */
export const zsdZone = setup({
  types: {
    context: {} as { booted: boolean; killed: boolean; listed: boolean },
    input: {} as { booted: boolean },
    events: {} as
      | { type: 'shutDown' }
      | { type: 'killall' }
      | { type: 'empty' }
      | { type: 'down' }
      | { type: 'destroy' }
      | { type: 'die' }
      | { type: 'unlist' },
  },
  guards: { booted: ({ context }) => context.booted },
}).createMachine({
  id: 'zsdZone',
  context: ({ input }) => ({ booted: input.booted, killed: false, listed: true }),
  initial: 'created',
  states: {
    created: { always: [{ guard: 'booted', target: 'running' }, { target: 'ready' }] },
    ready: { on: { empty: 'empty', down: 'down' } },
    running: { on: { shutDown: 'shuttingDown', empty: 'empty', down: 'down' } },
    shuttingDown: {
      on: { shutDown: 'shuttingDown', killall: { actions: assign({ killed: true }) }, empty: 'empty' },
    },
    empty: { on: { down: 'down' } },
    down: { on: { destroy: 'dying' } },
    dying: { on: { die: 'dead' } },
    dead: { on: { unlist: { actions: assign({ listed: false }) } } },
  },
});
