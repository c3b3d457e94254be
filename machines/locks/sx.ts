import { assign, setup } from 'xstate';

/**
 * A shared/exclusive lock as sx(9) of FreeBSD: an exclusive owner may downgrade, the only sharer may upgrade. Which of
 * several waiters gets it is open. That a waiting writer keeps new readers out is left out: it matters only to a thread
 * that takes the lock shared twice.
 */
export const sx = setup({
  types: {
    context: {} as { exclusive: string | null; sharers: readonly string[] },
    events: {} as
      | { type: 'slock'; by: string }
      | { type: 'xlock'; by: string }
      | { type: 'upgrade'; by: string }
      | { type: 'downgrade'; by: string }
      | { type: 'unlock'; by: string },
  },
  guards: {
    sharable: ({ context }) => context.exclusive === null,
    free: ({ context }) => context.exclusive === null && context.sharers.length === 0,
    onlySharer: ({ context, event }) => context.sharers.length === 1 && context.sharers[0] === event.by,
    isExclusive: ({ context, event }) => context.exclusive === event.by,
    holds: ({ context, event }) => context.exclusive === event.by || context.sharers.includes(event.by),
  },
}).createMachine({
  id: 'sx',
  context: { exclusive: null, sharers: [] },
  on: {
    slock: {
      guard: 'sharable',
      actions: assign({ sharers: ({ context, event }) => [...context.sharers, event.by].sort() }),
    },
    xlock: { guard: 'free', actions: assign({ exclusive: ({ event }) => event.by }) },
    upgrade: {
      guard: 'onlySharer',
      actions: assign(({ event }) => ({ exclusive: event.by, sharers: [] })),
    },
    downgrade: {
      guard: 'isExclusive',
      actions: assign(({ event }) => ({ exclusive: null, sharers: [event.by] })),
    },
    unlock: {
      guard: 'holds',
      actions: assign(({ context, event }) => ({
        exclusive: context.exclusive === event.by ? null : context.exclusive,
        sharers: context.sharers.filter((one) => one !== event.by),
      })),
    },
  },
});
