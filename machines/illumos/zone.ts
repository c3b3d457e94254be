import { setup } from 'xstate';

/**
 * `zone_status_t` (sys/zone.h): ten values, and `zone_status_set` asserts that they never decrease.
 * Who sets which is a matter of the steps (os/zone.c).
 */
export const zone = setup({
  types: {
    events: {} as
      | { type: 'create' }
      | { type: 'ready' }
      | { type: 'boot' }
      | { type: 'run' }
      | { type: 'shutDown' }
      | { type: 'empty' }
      | { type: 'down' }
      | { type: 'destroy' }
      | { type: 'die' },
  },
}).createMachine({
  id: 'zone',
  initial: 'uninitialized',
  states: {
    uninitialized: { on: { create: 'initialized' } },
    initialized: { on: { ready: 'ready' } },
    ready: { on: { boot: 'booting', shutDown: 'shuttingDown' } },
    booting: { on: { run: 'running', shutDown: 'shuttingDown' } },
    running: { on: { shutDown: 'shuttingDown' } },
    shuttingDown: { on: { empty: 'empty', down: 'down' } },
    empty: { on: { down: 'down' } },
    down: { on: { destroy: 'dying' } },
    dying: { on: { die: 'dead' } },
    dead: {},
  },
});

/** The ten statuses in the order in which they may follow each other. */
export const zoneStatuses = [
  'uninitialized',
  'initialized',
  'ready',
  'booting',
  'running',
  'shuttingDown',
  'empty',
  'down',
  'dying',
  'dead',
] as const;

export type ZoneStatus = (typeof zoneStatuses)[number];

/** Whether a status is `least` or later. */
export function atLeast(status: ZoneStatus, least: ZoneStatus): boolean {
  return zoneStatuses.indexOf(status) >= zoneStatuses.indexOf(least);
}

/**
 * `zone_find_by_id` and `zone_find_by_name` return a zone only from READY to DOWN; `zone_add_datalink` and
 * `zone_remove_datalink` want one of these, too.
 */
export function isFound(status: ZoneStatus): boolean {
  return atLeast(status, 'ready') && !atLeast(status, 'dying');
}
