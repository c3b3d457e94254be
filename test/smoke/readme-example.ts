import { setup } from 'xstate';
import { defineSystem, never } from 'refhold';
import type { ActorsOf } from 'refhold';

const link = setup({ types: { events: {} as { type: 'open' | 'close' | 'free' } } }).createMachine({
  initial: 'unused',
  states: {
    unused: { on: { open: 'used', free: 'freed' } },
    used: { on: { close: 'unused', free: 'freedInUse' } },
    freed: {},
    freedInUse: {},
  },
});

const reaper = setup({ types: { events: {} as { type: 'sawUnused' | 'freed' } } }).createMachine({
  initial: 'idle',
  states: { idle: { on: { sawUnused: 'sure' } }, sure: { on: { freed: 'done' } }, done: {} },
});

export const system = defineSystem({
  actors: { link, reaper },
  steps: {
    'reader: open': () => ({ link: { type: 'open' } }),
    'reader: close': () => ({ link: { type: 'close' } }),
    'reaper: look': (s) => s.link.matches('unused') && { reaper: { type: 'sawUnused' } },
    'reaper: free': () => ({ reaper: { type: 'freed' }, link: { type: 'free' } }),
  },
  ends: (s) => s.reaper.matches('done'),
});

export const properties = [
  never<ActorsOf<typeof system>>('the link is freed in use', (s) => s.link.matches('freedInUse')),
];
