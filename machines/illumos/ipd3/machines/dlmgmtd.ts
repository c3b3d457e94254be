import { assign, setup } from 'xstate';
import type { LinkName, ZoneId, ZoneName } from '../../names.ts';

/** A `dlmgmt_link_t` (dlmgmt_impl.h). `link` stands for the link id. */
export interface LinkRecord {
  readonly link: LinkName;
  readonly name: string;
  /** The zone in whose name space it is now (`ll_zoneid`). */
  readonly zone: ZoneId;
  readonly onLoan: boolean;
  readonly transient: boolean;
  readonly persist: boolean;
  /** Not active: read from a datalink.conf, under a fresh id that the kernel does not know. */
  readonly active: boolean;
}

export interface Tables {
  /** `dlmgmt_id_avl` and `dlmgmt_name_avl`, by link. */
  readonly records: readonly LinkRecord[];
  /** `dlmgmt_loan_avl`: links on loan. Keyed by name in the source; empty where there is no such list. */
  readonly loans: readonly LinkName[];
}

export interface Dlmgmtd extends Tables {
  /** Start-up: zones that are read already. */
  readonly read: number;
}

const byLink = (records: readonly LinkRecord[]): LinkRecord[] =>
  [...records].sort((a, b) => (a.link < b.link ? -1 : 1));

const nothing: Dlmgmtd = { records: [], loans: [], read: 0 };

/**
 * The daemon's tables. Whether a command succeeds, fails or makes the daemon abort is decided in `rules/`; the machine
 * does what was decided. Each command holds the table lock from its first line to its last, so it is one step.
 */
export const dlmgmtd = setup({
  types: {
    context: {} as Dlmgmtd,
    events: {} as
      | { type: 'createLinkid'; record: LinkRecord }
      | { type: 'destroyLinkid'; link: LinkName }
      | { type: 'upLinkid'; link: LinkName }
      /** The record as it is after SETZONEID, and the loan list. */
      | { type: 'setzoneid'; record: LinkRecord; loans: readonly LinkName[] }
      | { type: 'zoneboot'; tables: Tables }
      /** `dlmgmt_db_fini`: drops every record of the zone. */
      | { type: 'zonehalt'; zone: ZoneName }
      /** `avl_add` found a duplicate, which is an assertion also in non-DEBUG builds (illumos 6091). */
      | { type: 'abort' }
      | { type: 'crash' }
      | { type: 'start' }
      /** Start-up as one step: all files are read. */
      | { type: 'started'; tables: Tables }
      /** One more zone's files are read. */
      | { type: 'read'; tables: Tables }
      | { type: 'cannotStart' }
      | { type: 'ready' }
      | { type: 'machineReboots' },
  },
  actions: {
    load: assign(({ context, event }) =>
      'tables' in event
        ? { records: byLink(event.tables.records), loans: event.tables.loans }
        : { records: context.records },
    ),
  },
}).createMachine({
  id: 'dlmgmtd',
  context: nothing,
  initial: 'up',
  on: { machineReboots: { target: '.down', actions: assign(nothing) } },
  states: {
    up: {
      on: {
        createLinkid: {
          actions: assign({
            records: ({ context, event }) => byLink([...context.records, event.record]),
          }),
        },
        destroyLinkid: {
          actions: assign(({ context, event }) => ({
            records: context.records.filter(({ link }) => link !== event.link),
            loans: context.loans.filter((link) => link !== event.link),
          })),
        },
        upLinkid: {
          actions: assign({
            records: ({ context, event }) =>
              context.records.map((one) => (one.link === event.link ? { ...one, active: true } : one)),
          }),
        },
        setzoneid: {
          actions: assign(({ context, event }) => ({
            records: context.records.map((one) => (one.link === event.record.link ? event.record : one)),
            loans: event.loans,
          })),
        },
        zoneboot: { target: 'up', actions: 'load' },
        zonehalt: {
          target: 'up',
          actions: assign(({ context, event }) => {
            const records = context.records.filter(({ zone }) => zone !== event.zone);
            return {
              records,
              loans: context.loans.filter((link) => records.some((one) => one.link === link)),
            };
          }),
        },
        abort: { target: 'aborted', actions: assign(nothing) },
        crash: { target: 'down', actions: assign(nothing) },
      },
    },
    down: {
      on: {
        start: 'starting',
        started: { target: 'up', actions: 'load' },
        cannotStart: 'down',
        abort: 'aborted',
      },
    },
    aborted: {
      on: {
        start: 'starting',
        started: { target: 'up', actions: 'load' },
        cannotStart: 'down',
        abort: 'aborted',
      },
    },
    /** `dlmgmt_allzones_init`: the global zone first, then every zone there is. */
    starting: {
      on: {
        read: {
          target: 'starting',
          actions: assign(({ context, event }) => ({
            records: byLink(event.tables.records),
            loans: event.tables.loans,
            read: context.read + 1,
          })),
        },
        cannotStart: { target: 'down', actions: assign(nothing) },
        abort: { target: 'aborted', actions: assign(nothing) },
        ready: { target: 'up', actions: assign({ read: 0 }) },
      },
    },
  },
});
