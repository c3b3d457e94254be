import { assign, setup } from 'xstate';
import type { LockMeta } from '../../checker/index.ts';

export interface KstatContext {
  /** `e_owner` */
  owner: string | null;
}

/**
 * Ownership of a kstat (os/kstat_fr.c): `kstat_hold` waits for the owner to release it, and knows no recursion: an owner
 * that holds again waits for itself. A reader owns it over its update callback; `kstat_delete` owns it before it goes.
 */
export const kstat = setup({
  types: {
    context: {} as KstatContext,
    events: {} as
      { type: 'hold'; by: string } | { type: 'rele'; by: string } | { type: 'delete'; by: string },
    meta: {} as LockMeta<KstatContext>,
  },
  guards: {
    free: ({ context }) => context.owner === null,
    isOwner: ({ context, event }) => context.owner === event.by,
  },
}).createMachine({
  id: 'kstat',
  meta: { lock: { held: { owner: '' } } },
  context: { owner: null },
  initial: 'installed',
  states: {
    installed: {
      on: {
        hold: { guard: 'free', actions: assign({ owner: ({ event }) => event.by }) },
        rele: { guard: 'isOwner', actions: assign({ owner: null }) },
        delete: { guard: 'isOwner', target: 'deleted', actions: assign({ owner: null }) },
      },
    },
    deleted: {},
  },
});
