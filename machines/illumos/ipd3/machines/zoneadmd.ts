import { assign, setup } from 'xstate';
import type { LinkName } from '../../names.ts';

export interface ZoneadmdContext {
  /** Links that the phase at hand still has to deal with, and the one it is in the middle of. */
  todo: readonly LinkName[];
  /** The link that it gave the zone when it was last booted. Kept only where reboots are possible. */
  last: LinkName | null;
}

const rest = { todo: [] } satisfies Partial<ZoneadmdContext>;

/**
 * zoneadmd of one zone. Boot (zoneadmd.c: zone_ready, zone_bootup), then the teardown in the order of `vplat_teardown`
 * (vplat.c). When a phase fails the teardown is aborted: the zone stays where it is, and only another halt tries again,
 * from the first phase.
 */
export const zoneadmd = setup({
  types: {
    context: {} as ZoneadmdContext,
    events: {} as
      | { type: 'boot'; configured: boolean }
      /** The link that was given to the zone. */
      | { type: 'linked'; link: LinkName; remember: boolean }
      | { type: 'booted' }
      | { type: 'bootFails' }
      | { type: 'halt' }
      /** The phase is over; links for the next one. */
      | { type: 'next'; todo: readonly LinkName[] }
      /** `zone_shutdown` has something to do. */
      | { type: 'enter' }
      /** `zone_shutdown` comes to `pool_lock_intr`. */
      | { type: 'wait' }
      /** `zone_shutdown` on a zone that is DOWN: returns at once, without callbacks. */
      | { type: 'skipCallbacks'; todo: readonly LinkName[] }
      | { type: 'skipReturn' }
      | { type: 'linkDone' }
      /** The kernel has deleted the first link; DESTROY_LINKID comes next. */
      | { type: 'deleted' }
      | { type: 'abort' }
      | { type: 'machineReboots' },
  },
  actions: {
    take: assign({ todo: ({ event }) => ('todo' in event ? event.todo : []) }),
    drop: assign({ todo: ({ context }) => context.todo.slice(1) }),
    clear: assign({ todo: [] }),
  },
}).createMachine({
  id: 'zoneadmd',
  context: { ...rest, last: null },
  initial: 'installed',
  on: { machineReboots: { target: '.installed', actions: assign(rest) } },
  states: {
    installed: {
      on: {
        boot: [{ guard: ({ event }) => event.configured, target: 'configuring' }, { target: 'booting' }],
      },
    },
    /** `configure_exclusive_network_interfaces`, or the brand hook. */
    configuring: {
      on: {
        linked: {
          target: 'booting',
          actions: assign({
            last: ({ context, event }) => (event.remember ? event.link : context.last),
          }),
        },
        bootFails: 'cleaning',
      },
    },
    /** `dladm_zone_boot`, `zone_boot`. */
    booting: {
      on: { booted: 'up', bootFails: 'cleaning' },
    },
    up: { on: { halt: 'protect' } },
    /** After a boot that failed: ZONEHALT first, in illumos. */
    cleaning: { on: { next: 'protect' } },
    /** 1. `remove_datalink_pool`, `remove_datalink_protect`. */
    protect: { on: { next: 'shutdown', abort: 'failed' } },
    /** 2. `zone_shutdown(2)`: only here it looks whether the zone is DOWN already. */
    shutdown: {
      on: {
        enter: 'emptying',
        next: { target: 'callbacks', actions: 'take' },
        wait: 'locking',
        skipCallbacks: { target: 'deleting', actions: 'take' },
      },
    },
    /** Still `zone_shutdown(2)`: `zone_empty`. */
    emptying: { on: { next: { target: 'callbacks', actions: 'take' }, wait: 'locking' } },
    /** Still `zone_shutdown(2)`: `pool_lock_intr`, which a signal may end. */
    locking: { on: { next: { target: 'callbacks', actions: 'take' }, abort: 'failed' } },
    /** Still `zone_shutdown(2)`: `dls_stack_shutdown`. */
    callbacks: {
      on: {
        linkDone: { target: 'callbacks', actions: 'drop' },
        next: { target: 'deleting', actions: 'take' },
        abort: { target: 'failed', actions: 'clear' },
      },
    },
    /** 4a. `delete_transient_links`. */
    deleting: {
      on: {
        deleted: 'forgetting',
        linkDone: { target: 'deleting', actions: 'drop' },
        abort: { target: 'failed', actions: 'clear' },
        next: { target: 'returning', actions: 'take' },
        /** Without a retry: nothing remains. */
        skipReturn: 'zonehalt',
      },
    },
    /** Still 4a: DESTROY_LINKID for the link that the kernel has deleted. */
    forgetting: { on: { linkDone: { target: 'deleting', actions: 'drop' } } },
    /** 4b. `unconfigure_exclusive_network_interfaces`. */
    returning: {
      on: {
        linkDone: { target: 'returning', actions: 'drop' },
        next: 'zonehalt',
        abort: { target: 'failed', actions: 'clear' },
      },
    },
    /** 4c. `dladm_zone_halt`. */
    zonehalt: { on: { next: 'destroying', abort: 'failed' } },
    /** 6. `zone_destroy(2)`. */
    destroying: { on: { next: 'installed' } },
    /** The teardown was aborted. */
    failed: { on: { halt: 'protect' } },
  },
});

/** Phases in which nothing is under way. */
export const restPhases = ['installed', 'up', 'failed'] as const;
