import { assign, setup } from 'xstate';
import type { LockMeta } from '../../checker/index.ts';

export interface MutexContext {
  owner: string | null;
}

/** A mutex, or anything else that one thread owns at a time. Taking it waits: the event is refused while it is held. */
export const mutex = setup({
  types: {
    context: {} as MutexContext,
    meta: {} as LockMeta<MutexContext>,
    events: {} as { type: 'acquire'; by: string } | { type: 'release'; by: string },
  },
  guards: {
    isOwner: ({ context, event }) => context.owner === event.by,
  },
}).createMachine({
  id: 'mutex',
  meta: { lock: { held: { owner: '' } } },
  context: { owner: null },
  initial: 'free',
  states: {
    free: { on: { acquire: { target: 'held', actions: assign({ owner: ({ event }) => event.by }) } } },
    held: { on: { release: { guard: 'isOwner', target: 'free', actions: assign({ owner: null }) } } },
  },
});
