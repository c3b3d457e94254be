import { assign, setup } from 'xstate';
import type { LinkName } from '../../names.ts';

export interface ConfFile {
  /** What is defined under a name. */
  lines: Readonly<Record<string, LinkName>>;
  /** Links that were defined here and not deleted since. (For properties: what an administrator expects to find.) */
  defined: readonly LinkName[];
}

/** `datalink.conf` of one zone, which outlives everything: one line per name, and the last writer wins. */
export const confFile = setup({
  types: {
    context: {} as ConfFile,
    input: {} as { lines: Readonly<Record<string, LinkName>> },
    events: {} as
      { type: 'write'; name: string; link: LinkName } | { type: 'delete'; name: string; link: LinkName },
  },
}).createMachine({
  id: 'confFile',
  context: ({ input }) => ({ lines: input.lines, defined: Object.values(input.lines) }),
  on: {
    write: {
      actions: assign(({ context, event }) => ({
        lines: { ...context.lines, [event.name]: event.link },
        defined: [...context.defined.filter((link) => link !== event.link), event.link].sort(),
      })),
    },
    delete: {
      actions: assign(({ context, event }) => ({
        lines: Object.fromEntries(Object.entries(context.lines).filter(([name]) => name !== event.name)),
        defined: context.defined.filter((link) => link !== event.link),
      })),
    },
  },
});
