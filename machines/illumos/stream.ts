import { assign, setup } from 'xstate';

/**
 * What lies behind a pointer, seen from the stream that keeps it: the object it attached to, free memory, or an
 * object that was allocated there since. Streams cannot tell; this is for properties and readers. (A generation
 * number would say the same, and would grow without end when a halt is retried.)
 */
export type PointsAt = 'object' | 'freed' | 'recycled';

export interface Stream {
  /** The link it was opened by name. */
  link: string | null;
  /** `ds_ddh`: the piece of memory, by the name of its actor. */
  pointer: string | null;
  pointsAt: PointsAt;
}

const detached: Stream = { link: null, pointer: null, pointsAt: 'object' };

/**
 * An open of a datalink (dld_str.c): `dld_str_attach` keeps a pointer to the `dls_devnet_t`, `dld_str_detach`
 * releases through it. Used for the IP stack of a zone and for observers in the global zone (`snoop -z`).
 *
 * `exiting`: its process was killed, its exit has not closed the stream yet.
 */
export const stream = setup({
  types: {
    context: {} as Stream,
    events: {} as
      | { type: 'attach'; link: string; pointer: string }
      | { type: 'detach' }
      | { type: 'kill' }
      /** The memory behind the pointer was freed. */
      | { type: 'freed' }
      /** The memory behind the pointer was allocated again. */
      | { type: 'recycled' },
  },
  actions: {
    notice: assign({ pointsAt: ({ event }) => (event.type === 'freed' ? 'freed' : 'recycled') }),
  },
}).createMachine({
  id: 'stream',
  context: detached,
  initial: 'closed',
  states: {
    closed: {
      on: {
        attach: {
          target: 'attached',
          actions: assign(({ event }) => ({ link: event.link, pointer: event.pointer })),
        },
      },
    },
    attached: {
      on: {
        detach: { target: 'closed', actions: assign(() => detached) },
        kill: 'exiting',
        freed: { actions: 'notice' },
        recycled: { actions: 'notice' },
      },
    },
    exiting: {
      on: {
        detach: { target: 'closed', actions: assign(() => detached) },
        freed: { actions: 'notice' },
        recycled: { actions: 'notice' },
      },
    },
  },
});
