import { assign, setup } from 'xstate';
import type { LockMeta } from '../../../checker/index.ts';

/** The three callbacks of a key, which are also the kinds of flags of an entry. */
export type Kind = 'create' | 'shutdown' | 'destroy';

/** `ZSD_*_NEEDED`, `_INPROGRESS`, `_COMPLETED`, or none of them (sys/zone.h). */
type Flag = 'none' | 'needed' | 'inprogress' | 'completed';

export interface ZsdEntryContext {
  create: Flag;
  shutdown: Flag;
  destroy: Flag;
  /** How often each callback was called for this entry; 2 stands for more as well. */
  calls: { create: number; shutdown: number; destroy: number };
  /** The thread whose turn it is: it runs a callback, or it has to run the first one. */
  busy: string | null;
}

type ZsdEntryEvent =
  | { type: 'insert'; by: string }
  | { type: 'mark'; shutdown: boolean; destroy: boolean }
  | { type: 'begin'; kind: Kind; by: string }
  | { type: 'end'; kind: Kind }
  | { type: 'pass'; kind: Kind }
  | { type: 'remove' };

const marked = (flag: Flag, mark: boolean): Flag => (mark && flag === 'none' ? 'needed' : flag);

/** Nobody runs a callback, and none waits for the creator (`zsd_wait_for_creator`, `zsd_wait_for_inprogress`). */
const settled = ({ create, shutdown, destroy }: ZsdEntryContext): boolean =>
  create !== 'needed' && [create, shutdown, destroy].every((flag) => flag !== 'inprogress');

const initial: ZsdEntryContext = {
  create: 'none',
  shutdown: 'none',
  destroy: 'none',
  calls: { create: 0, shutdown: 0, destroy: 0 },
  busy: null,
};

/** `zsd_entry` of one zone and one key (os/zone.c): it exists while it is in the zone's list. */
export const zsdEntry = setup({
  types: {
    context: {} as ZsdEntryContext,
    input: {} as { present: boolean },
    events: {} as ZsdEntryEvent,
    meta: {} as LockMeta<ZsdEntryContext>,
  },
  guards: {
    present: ({ context }) => context.create === 'completed',
    mayBegin: ({ context, event }) =>
      event.type === 'begin' &&
      context[event.kind] === 'needed' &&
      (event.kind === 'create' || settled(context)),
    mayPass: ({ context, event }) =>
      event.type === 'pass' && context[event.kind] !== 'needed' && settled(context),
  },
}).createMachine({
  id: 'zsdEntry',
  meta: { lock: { held: { busy: '' } } },
  context: ({ input }) =>
    input.present
      ? { ...initial, create: 'completed', calls: { create: 1, shutdown: 0, destroy: 0 } }
      : initial,
  initial: 'made',
  states: {
    made: { always: [{ guard: 'present', target: 'listed' }, { target: 'absent' }] },
    absent: {
      on: {
        insert: {
          target: 'listed',
          actions: assign(({ event }) => ({ ...initial, create: 'needed', busy: event.by })),
        },
      },
    },
    listed: {
      on: {
        mark: {
          target: 'listed',
          actions: assign(({ context, event }) => ({
            shutdown: marked(context.shutdown, event.shutdown),
            destroy: marked(context.destroy, event.destroy),
          })),
        },
        begin: {
          guard: 'mayBegin',
          actions: assign(({ context, event }) => ({
            [event.kind]: 'inprogress',
            calls: { ...context.calls, [event.kind]: Math.min(2, context.calls[event.kind] + 1) },
            busy: event.by,
          })),
        },
        end: { actions: assign(({ event }) => ({ [event.kind]: 'completed', busy: null })) },
        pass: { guard: 'mayPass', target: 'listed' },
        remove: { target: 'absent', actions: assign(initial) },
      },
    },
  },
});
