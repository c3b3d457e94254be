import { assign, setup } from 'xstate';
import type { LinkName, ZoneId } from '../../names.ts';

/** A line of an active (cache) file. `zone` and `transient` are attributes that older versions do not write. */
export interface CacheLine {
  readonly name: string;
  readonly link: LinkName;
  readonly zone: ZoneId;
  readonly transient: boolean;
}

/**
 * The cache file of one zone, in its /etc/svc/volatile: it outlives the daemon, not the zone, and not the machine.
 * `process_db_write` (dlmgmt_db.c) goes by name only: it replaces or deletes the first line of that name, and appends where
 * there is none.
 */
export const cacheFile = setup({
  types: {
    context: {} as { lines: readonly CacheLine[] },
    events: {} as
      | { type: 'write'; line: CacheLine }
      /** A line of a name of its own that was then renamed in place: lines of one name may stand side by side. */
      | { type: 'append'; line: CacheLine }
      | { type: 'delete'; name: string }
      | { type: 'vanish' }
      | { type: 'machineReboots' },
  },
}).createMachine({
  id: 'cacheFile',
  context: { lines: [] },
  on: {
    write: {
      actions: assign({ lines: ({ context, event }) => written(context.lines, event.line) }),
    },
    append: { actions: assign({ lines: ({ context, event }) => [...context.lines, event.line] }) },
    delete: {
      actions: assign({
        lines: ({ context, event }) => {
          const first = context.lines.findIndex(({ name }) => name === event.name);
          return context.lines.filter((_, i) => i !== first);
        },
      }),
    },
    vanish: { actions: assign({ lines: [] }) },
    machineReboots: { actions: assign({ lines: [] }) },
  },
});

function written(lines: readonly CacheLine[], line: CacheLine): CacheLine[] {
  const first = lines.findIndex((one) => one.name === line.name);
  return first === -1 ? [...lines, line] : lines.map((one, i) => (i === first ? line : one));
}
