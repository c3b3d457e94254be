import { assign, setup } from 'xstate';
import type { LinkName } from '../../names.ts';

export interface ZoneContext {
  /** `zone_dl_list`, by link, in the order of their names. Only dlmgmtd edits it. */
  datalinks: readonly LinkName[];
  /** Kernel threads of the zone. */
  kthreads: boolean;
  /** Whether the SHUTDOWN callbacks have run. (Nobody in the kernel reads this; properties do.) */
  callbacks: boolean;
}

const fresh = { datalinks: [], callbacks: false } satisfies Partial<ZoneContext>;

/**
 * A zone in the kernel (os/zone.c): ten statuses, and the list of its datalinks. A zone that is booted again is a new
 * `zone_t`, with a new id. Processes (`ntasks` above 1) exist from BOOTING to SHUTTING_DOWN.
 */
export const zone = setup({
  types: {
    context: {} as ZoneContext,
    input: {} as { kthreads: boolean },
    events: {} as
      | { type: 'create' }
      | { type: 'ready' }
      | { type: 'boot' }
      | { type: 'run' }
      | { type: 'shutDown' }
      | { type: 'empty' }
      | { type: 'down' }
      /** The SHUTDOWN callbacks have run; DOWN already. */
      | { type: 'calledBack' }
      /** They have run, and DOWN comes next. */
      | { type: 'finished' }
      | { type: 'kthreadsGone' }
      | { type: 'destroy' }
      | { type: 'die' }
      /** `zone_add_datalink`, `zone_remove_datalink`: for READY to DOWN. */
      | { type: 'addDatalink'; link: LinkName }
      | { type: 'removeDatalink'; link: LinkName }
      /** Several at once: ZONEHALT. */
      | { type: 'removeDatalinks'; left: LinkName[] }
      | { type: 'machineReboots' },
  },
  actions: {
    add: assign({
      datalinks: ({ context, event }) =>
        event.type === 'addDatalink' ? [...context.datalinks, event.link].sort() : context.datalinks,
    }),
    remove: assign({
      datalinks: ({ context, event }) =>
        event.type === 'removeDatalink'
          ? context.datalinks.filter((link) => link !== event.link)
          : context.datalinks,
    }),
    removeAll: assign({
      datalinks: ({ context, event }) => (event.type === 'removeDatalinks' ? event.left : context.datalinks),
    }),
  },
  guards: {
    threaded: ({ context }) => context.kthreads,
  },
}).createMachine({
  id: 'zone',
  context: ({ input }) => ({ ...fresh, kthreads: input.kthreads }),
  initial: 'uninitialized',
  on: { machineReboots: { target: '.uninitialized', actions: assign(fresh) } },
  states: {
    uninitialized: { on: { create: 'initialized' } },
    initialized: { on: { ready: 'ready' } },
    ready: {
      on: {
        boot: 'booting',
        empty: 'empty',
        down: 'down',
        addDatalink: { actions: 'add' },
        removeDatalink: { actions: 'remove' },
        removeDatalinks: { actions: 'removeAll' },
      },
    },
    booting: {
      on: {
        run: 'running',
        shutDown: 'shuttingDown',
        addDatalink: { actions: 'add' },
        removeDatalink: { actions: 'remove' },
        removeDatalinks: { actions: 'removeAll' },
      },
    },
    running: {
      on: {
        shutDown: 'shuttingDown',
        addDatalink: { actions: 'add' },
        removeDatalink: { actions: 'remove' },
        removeDatalinks: { actions: 'removeAll' },
      },
    },
    shuttingDown: {
      on: {
        empty: 'empty',
        addDatalink: { actions: 'add' },
        removeDatalink: { actions: 'remove' },
        removeDatalinks: { actions: 'removeAll' },
      },
    },
    empty: {
      on: {
        /** `zthread_exit`: the last one sets DOWN. */
        kthreadsGone: { guard: 'threaded', target: 'down' },
        finished: { target: 'down', actions: assign({ callbacks: true }) },
        addDatalink: { actions: 'add' },
        removeDatalink: { actions: 'remove' },
        removeDatalinks: { actions: 'removeAll' },
      },
    },
    down: {
      on: {
        calledBack: { actions: assign({ callbacks: true }), target: 'down' },
        destroy: 'dying',
        addDatalink: { actions: 'add' },
        removeDatalink: { actions: 'remove' },
        removeDatalinks: { actions: 'removeAll' },
      },
    },
    dying: { on: { die: 'dead' } },
    /** Out of `zone_active` and freed with its last reference; nobody in this model looks in between. */
    dead: { always: { target: 'uninitialized', actions: assign(fresh) } },
  },
});
