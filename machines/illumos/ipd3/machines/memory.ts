import { assign, setup } from 'xstate';
import type { LinkRecord } from './dlmgmtd.ts';

/** The records that dlmgmtd had when it went. Nobody in the modelled system knows this; a property compares with it. */
export const memory = setup({
  types: {
    context: {} as { records: readonly LinkRecord[] },
    events: {} as
      { type: 'remember'; records: readonly LinkRecord[] } | { type: 'forget' } | { type: 'machineReboots' },
  },
}).createMachine({
  id: 'memory',
  context: { records: [] },
  on: {
    remember: { actions: assign({ records: ({ event }) => event.records }) },
    forget: { actions: assign({ records: [] }) },
    machineReboots: { actions: assign({ records: [] }) },
  },
});
