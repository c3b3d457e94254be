import { assign, setup } from 'xstate';
import type { PrisonName } from './names.ts';

/**
 * A process, or whatever else runs in the kernel. `at` is what it does next, so that a blocked one shows what it waits
 * for. `prison` is that of its cred.
 *
 * `unborn`: to be forked. `userland`: at rest, and it counts in `pr_uref` of its prison. `kernel`: in a system call or in
 * exit1. `zombie`: exit1 is done, the cred is still held until somebody reaps it
 * (`reaping`).
 */
export const process = setup({
  types: {
    context: {} as { at: string; prison: PrisonName | null; killed: boolean },
    input: {} as { at: string; prison: PrisonName | null },
    events: {} as
      | { type: 'go'; to: string; prison?: PrisonName; killed?: boolean }
      | { type: 'rest'; to: string; prison?: PrisonName; killed?: boolean }
      | { type: 'zombie'; to: string }
      | { type: 'gone' }
      | { type: 'born'; prison: PrisonName; to: string }
      | { type: 'kill' },
  },
  actions: {
    move: assign(({ context, event }) =>
      event.type === 'go' || event.type === 'rest'
        ? {
            at: event.to,
            prison: event.prison ?? context.prison,
            killed: event.killed ?? context.killed,
          }
        : {},
    ),
    exited: assign(({ event }) => (event.type === 'zombie' ? { at: event.to, killed: false } : {})),
  },
}).createMachine({
  id: 'process',
  context: ({ input }) => ({ at: input.at, prison: input.prison, killed: false }),
  initial: 'booted',
  on: { kill: { actions: assign({ killed: true }) } },
  states: {
    booted: {
      always: [{ guard: ({ context }) => context.at === 'unborn', target: 'unborn' }, { target: 'userland' }],
    },
    unborn: {
      on: {
        born: {
          target: 'userland',
          actions: assign({ at: ({ event }) => event.to, prison: ({ event }) => event.prison }),
        },
      },
    },
    userland: {
      on: {
        go: { target: 'kernel', actions: 'move' },
        rest: { target: 'userland', actions: 'move' },
        zombie: { target: 'zombie', actions: 'exited' },
        gone: 'gone',
      },
    },
    kernel: {
      on: {
        go: { target: 'kernel', actions: 'move' },
        rest: { target: 'userland', actions: 'move' },
        zombie: { target: 'zombie', actions: 'exited' },
        gone: 'gone',
      },
    },
    zombie: { on: { go: { target: 'reaping', actions: 'move' }, gone: 'gone' } },
    reaping: { on: { go: { target: 'reaping', actions: 'move' }, gone: 'gone' } },
    gone: { entry: assign({ at: 'end', prison: null, killed: false }) },
  },
});
