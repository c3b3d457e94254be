import { assign, setup } from 'xstate';
import type { LockMeta } from '../../checker/index.ts';

export interface RwlockContext {
  writer: string | null;
  readers: readonly string[];
  wanted: readonly string[];
}

export type RwlockEvent =
  | { type: 'read'; by: string }
  | { type: 'want'; by: string }
  | { type: 'write'; by: string }
  | { type: 'release'; by: string };

/**
 * A readers-writer lock with preference for writers, as krwlock_t and rwlock_t are: once a writer wants it, no new reader
 * gets it. A writer first says `want`, then `write`.
 */
export const rwlock = setup({
  types: {
    context: {} as RwlockContext,
    events: {} as RwlockEvent,
    meta: {} as LockMeta<RwlockContext, RwlockEvent['type']>,
  },
  guards: {
    readable: ({ context }) => context.writer === null && context.wanted.length === 0,
    writable: ({ context, event }) =>
      context.writer === null && context.readers.length === 0 && context.wanted.includes(event.by),
    holds: ({ context, event }) => context.writer === event.by || context.readers.includes(event.by),
  },
}).createMachine({
  id: 'rwlock',
  meta: {
    lock: {
      held: { writer: 'W', readers: 'R' },
      wanted: { wanted: 'W' },
      blockedBy: { read: ['writer', 'wanted'], write: ['writer', 'readers'] },
    },
  },
  context: { writer: null, readers: [], wanted: [] },
  on: {
    read: {
      guard: 'readable',
      actions: assign({ readers: ({ context, event }) => [...context.readers, event.by].sort() }),
    },
    want: { actions: assign({ wanted: ({ context, event }) => [...context.wanted, event.by].sort() }) },
    write: {
      guard: 'writable',
      actions: assign(({ context, event }) => ({
        writer: event.by,
        wanted: context.wanted.filter((one) => one !== event.by),
      })),
    },
    release: {
      guard: 'holds',
      actions: assign(({ context, event }) => ({
        writer: context.writer === event.by ? null : context.writer,
        readers: context.readers.filter((one) => one !== event.by),
      })),
    },
  },
});
