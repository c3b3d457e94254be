import { assign, setup } from 'xstate';

/** `pr_state` of 2021; before that it is implied by the counts. */
export type PrisonState = 'implied' | 'INVALID' | 'ALIVE' | 'DYING';

/**
 * A `struct prison` (jail.h): its two counts, which are plain int until 2021 and may go below 0, its flags, and whether it
 * is in `allprison` (`linked`). `task`: its `pr_task` waits in the taskqueue. One that does not exist at first has no
 * references.
 */
export const prison = setup({
  types: {
    context: {} as {
      ref: number;
      uref: number;
      persist: boolean;
      /** PR_REMOVE */
      remove: boolean;
      /** PR_COMPLETE_PROC */
      complete: boolean;
      task: boolean;
      /** A second task, for last exits alone; no version has it. */
      exitTask: boolean;
      state: PrisonState;
    },
    input: {} as { ref: number; uref: number; state?: PrisonState },
    events: {} as
      | { type: 'create'; ref: number; uref: number; state: PrisonState }
      | { type: 'ref'; by: 1 | -1; also?: 'persist' | 'no persist' | 'PR_REMOVE' }
      | { type: 'uref'; by: 1 | -1; also?: 'persist' | 'no persist' }
      | { type: 'mark'; remove?: boolean; complete?: boolean; state?: PrisonState }
      | { type: 'enqueue'; exit?: boolean }
      | { type: 'dequeue'; exit?: boolean }
      | { type: 'unlink' },
    tags: {} as 'corrupted',
  },
  actions: {
    ref: assign(({ context, event }) =>
      event.type !== 'ref'
        ? {}
        : {
            ref: context.ref + event.by,
            persist: event.also === 'persist' || (context.persist && event.also !== 'no persist'),
            remove: context.remove || event.also === 'PR_REMOVE',
          },
    ),
    uref: assign(({ context, event }) =>
      event.type !== 'uref'
        ? {}
        : {
            uref: context.uref + event.by,
            persist: event.also === 'persist' || (context.persist && event.also !== 'no persist'),
          },
    ),
    mark: assign(({ context, event }) =>
      event.type !== 'mark'
        ? {}
        : {
            remove: event.remove ?? context.remove,
            complete: event.complete ?? context.complete,
            state: event.state ?? context.state,
          },
    ),
    enqueue: assign(({ event }) =>
      event.type === 'enqueue' && event.exit === true ? { exitTask: true } : { task: true },
    ),
    dequeue: assign(({ event }) =>
      event.type === 'dequeue' && event.exit === true ? { exitTask: false } : { task: false },
    ),
    create: assign(({ event }) =>
      event.type !== 'create' ? {} : { ref: event.ref, uref: event.uref, state: event.state },
    ),
    forget: assign(({ context }) => ({
      ref: 0,
      uref: 0,
      persist: false,
      remove: false,
      complete: false,
      task: false,
      exitTask: false,
      state: context.state === 'implied' ? ('implied' as const) : ('INVALID' as const),
    })),
  },
}).createMachine({
  id: 'prison',
  context: ({ input }) => ({
    ref: input.ref,
    uref: input.uref,
    persist: false,
    remove: false,
    complete: false,
    task: false,
    exitTask: false,
    state: input.state ?? 'implied',
  }),
  initial: 'booted',
  states: {
    booted: { always: [{ guard: ({ context }) => context.ref > 0, target: 'linked' }, { target: 'absent' }] },
    absent: { on: { create: { target: 'linked', actions: 'create' } } },
    linked: {
      on: {
        ref: { actions: 'ref' },
        uref: { actions: 'uref' },
        mark: { actions: 'mark' },
        enqueue: { actions: 'enqueue' },
        dequeue: { actions: 'dequeue' },
        unlink: { target: 'freed', actions: 'forget' },
      },
    },
    /** Out of every list, and freed. Whoever still counts on it writes to memory of others. */
    freed: { on: { ref: 'corrupted', uref: 'corrupted', mark: 'corrupted', enqueue: 'corrupted' } },
    corrupted: { tags: 'corrupted' },
  },
});
