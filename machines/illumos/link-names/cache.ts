import { assign, setup } from 'xstate';
import type { LinkName } from '../names.ts';

/**
 * The daemon's cache file of the global zone: one line per name, whoever wrote it last. `process_db_write` matches lines by
 * name only, and SETZONEID writes nothing. It outlives the daemon.
 */
export const cache = setup({
  types: {
    context: {} as { lines: Readonly<Record<string, LinkName>> },
    events: {} as { type: 'write'; name: string; link: LinkName } | { type: 'delete'; name: string },
  },
}).createMachine({
  id: 'cache',
  context: { lines: {} },
  on: {
    write: {
      actions: assign({ lines: ({ context, event }) => ({ ...context.lines, [event.name]: event.link }) }),
    },
    delete: {
      actions: assign({
        lines: ({ context, event }) =>
          Object.fromEntries(Object.entries(context.lines).filter(([name]) => name !== event.name)),
      }),
    },
  },
});
