import { assign, setup } from 'xstate';
import type { ZoneId } from '../names.ts';

/** A VNIC as the kernel has it: the name it was created with, and the zone it is in (`dd_linkname`, `dd_zid`). */
export const kernelLink = setup({
  types: {
    context: {} as { name: string | null; ddZid: ZoneId },
    events: {} as { type: 'create'; name: string } | { type: 'destroy' } | { type: 'move'; zone: ZoneId },
  },
}).createMachine({
  id: 'kernelLink',
  context: { name: null, ddZid: 'global' },
  initial: 'absent',
  states: {
    absent: { on: { create: { target: 'present', actions: assign({ name: ({ event }) => event.name }) } } },
    present: {
      on: {
        destroy: { target: 'absent', actions: assign({ name: null }) },
        move: { actions: assign({ ddZid: ({ event }) => event.zone }) },
      },
    },
  },
});
