import { assign, setup } from 'xstate';
import type { LinkName } from '../names.ts';

/**
 * A zone as its administrator sees it. `down`: its halt was aborted because a link did not go back ("datalinks remain in
 * zone after shutdown"); only another halt tries again.
 */
export const zoneRun = setup({
  types: {
    context: {} as { link: LinkName | null },
    events: {} as { type: 'boot'; link: LinkName } | { type: 'stuck' } | { type: 'halted' },
  },
}).createMachine({
  id: 'zoneRun',
  context: { link: null },
  initial: 'installed',
  states: {
    installed: { on: { boot: { target: 'running', actions: assign({ link: ({ event }) => event.link }) } } },
    running: {
      on: { stuck: 'down', halted: { target: 'installed', actions: assign({ link: null }) } },
    },
    down: {
      on: {
        stuck: { target: 'down' },
        halted: { target: 'installed', actions: assign({ link: null }) },
      },
    },
  },
});
