import { assign, setup } from 'xstate';

/** A zone's life. `lending` and `returning` last while the daemon moves its links. */
export const zone = setup({
  types: {
    events: {} as {
      type: 'serve' | 'served' | 'boot' | 'shutDown' | 'lastProcessExits' | 'uninstall';
    },
  },
}).createMachine({
  id: 'zone',
  initial: 'installed',
  states: {
    installed: { on: { serve: 'lending' } },
    lending: { on: { served: 'ready' } },
    ready: { on: { boot: 'running' } },
    running: { on: { shutDown: 'shuttingDown' } },
    shuttingDown: { on: { lastProcessExits: 'empty' } },
    empty: { on: { serve: 'returning' } },
    returning: { on: { served: 'down' } },
    down: { on: { uninstall: 'installed' } },
  },
});

/** A link: whose it is, and how many streams are open on it. It moves only while there are none. */
export const link = setup({
  types: {
    context: {} as { streams: number },
    events: {} as { type: 'hold' | 'release' | 'lend' | 'takeBack' },
  },
  guards: { unused: ({ context }) => context.streams === 0 },
  actions: {
    count: assign({ streams: ({ context }) => context.streams + 1 }),
    discount: assign({ streams: ({ context }) => context.streams - 1 }),
  },
}).createMachine({
  id: 'link',
  context: { streams: 0 },
  initial: 'inGlobalZone',
  on: { hold: { actions: 'count' }, release: { actions: 'discount' } },
  states: {
    inGlobalZone: { on: { lend: { guard: 'unused', target: 'inZone' } } },
    inZone: { on: { takeBack: { guard: 'unused', target: 'inGlobalZone' } } },
  },
});

/** Opens a link, goes through the stages of a stream (attach, bind, promiscuous, …) and closes it at any of them. */
export const observer = setup({
  types: {
    context: {} as { link: string | null; stage: number; stages: number },
    events: {} as { type: 'open'; link: string } | { type: 'advance' } | { type: 'close' },
    input: {} as { stages: number },
  },
  guards: { more: ({ context }) => context.stage < context.stages },
}).createMachine({
  id: 'observer',
  context: ({ input }) => ({ link: null, stage: 0, stages: input.stages }),
  initial: 'closed',
  states: {
    closed: {
      on: { open: { target: 'open', actions: assign({ link: ({ event }) => event.link, stage: 1 }) } },
    },
    open: {
      on: {
        advance: { guard: 'more', actions: assign({ stage: ({ context }) => context.stage + 1 }) },
        close: { target: 'closed', actions: assign({ link: null, stage: 0 }) },
      },
    },
  },
});

/** Serves one zone at a time. */
export const daemon = setup({
  types: { events: {} as { type: 'begin' | 'end' } },
}).createMachine({
  id: 'daemon',
  initial: 'idle',
  states: { idle: { on: { begin: 'busy' } }, busy: { on: { end: 'idle' } } },
});
