import { assign, setup } from 'xstate';
import type { LinkName, ZoneId } from '../names.ts';

/** A `dlmgmt_link_t` (dlmgmt_impl.h), as far as names go. `link` stands for the link id. */
export interface LinkRecord {
  readonly link: LinkName;
  readonly name: string;
  /** The zone in whose name space it is now. */
  readonly zone: ZoneId;
  readonly onLoan: boolean;
}

const moved = (record: LinkRecord, zone: ZoneId): LinkRecord => ({
  ...record,
  zone,
  onLoan: zone !== 'global',
});

const byLink = (records: readonly LinkRecord[]): LinkRecord[] =>
  [...records].sort((a, b) => (a.link < b.link ? -1 : 1));

/**
 * The daemon's tables. Whether a command succeeds, fails or makes the daemon abort is told by `rules.ts`; the machine
 * only does what was decided.
 *
 * `aborted`: `avl_add` found a duplicate, which is an assertion also in non-DEBUG builds (illumos 6091).
 */
export const dlmgmtd = setup({
  types: {
    context: {} as { records: readonly LinkRecord[] },
    events: {} as
      | { type: 'create'; link: LinkName; name: string }
      | { type: 'destroy'; link: LinkName }
      | { type: 'move'; link: LinkName; zone: ZoneId }
      /** ZONEHALT: `dlmgmt_db_fini` drops every record of the zone. */
      | { type: 'drop'; zone: ZoneId }
      | { type: 'abort' }
      /** SMF starts it again; it reads its cache and asks the kernel. */
      | { type: 'start'; records: readonly LinkRecord[] },
  },
}).createMachine({
  id: 'dlmgmtd',
  context: { records: [] },
  initial: 'up',
  states: {
    up: {
      on: {
        create: {
          actions: assign({
            records: ({ context, event }) =>
              byLink([
                ...context.records,
                { link: event.link, name: event.name, zone: 'global', onLoan: false },
              ]),
          }),
        },
        destroy: {
          actions: assign({
            records: ({ context, event }) => context.records.filter(({ link }) => link !== event.link),
          }),
        },
        move: {
          actions: assign({
            records: ({ context, event }) =>
              context.records.map((record) =>
                record.link === event.link ? moved(record, event.zone) : record,
              ),
          }),
        },
        drop: {
          target: 'up',
          actions: assign({
            records: ({ context, event }) => context.records.filter(({ zone }) => zone !== event.zone),
          }),
        },
        abort: { target: 'aborted', actions: assign({ records: [] }) },
      },
    },
    aborted: {
      on: { start: { target: 'up', actions: assign({ records: ({ event }) => byLink(event.records) }) } },
    },
  },
});
