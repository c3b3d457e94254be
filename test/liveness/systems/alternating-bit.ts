import { assign, setup } from 'xstate';
import { defineSystem } from '../../../checker/index.ts';
import type { Fairness } from '../../../checker/index.ts';

interface Bit {
  readonly bit: 0 | 1;
}

const flipped = (bit: 0 | 1): 0 | 1 => (bit === 0 ? 1 : 0);

/** Sends the message numbered `bit` until its acknowledgement comes. */
const sender = setup({
  types: { context: {} as Bit, events: {} as { type: 'send' } | ({ type: 'acknowledged' } & Bit) },
  guards: { isMine: ({ context, event }) => event.type === 'acknowledged' && event.bit === context.bit },
}).createMachine({
  id: 'sender',
  context: { bit: 0 },
  initial: 'sending',
  states: {
    sending: {
      on: {
        send: 'sending',
        acknowledged: [
          {
            guard: 'isMine',
            target: 'sending',
            actions: assign({ bit: ({ context }) => flipped(context.bit) }),
          },
          { target: 'sending' },
        ],
      },
    },
  },
});

/** Accepts a message once, and acknowledges what it accepted last again and again. */
const receiver = setup({
  types: { context: {} as Bit, events: {} as { type: 'acknowledge' } | ({ type: 'message' } & Bit) },
  guards: { isNew: ({ context, event }) => event.type === 'message' && event.bit === context.bit },
}).createMachine({
  id: 'receiver',
  // The bit that it waits for.
  context: { bit: 0 },
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        acknowledge: 'waiting',
        message: [
          {
            guard: 'isNew',
            target: 'waiting',
            actions: assign({ bit: ({ context }) => flipped(context.bit) }),
          },
          { target: 'waiting' },
        ],
      },
    },
  },
});

const channel = setup({
  types: { context: {} as Bit, events: {} as ({ type: 'put' } & Bit) | { type: 'take' } },
}).createMachine({
  id: 'channel',
  context: { bit: 0 },
  initial: 'empty',
  states: {
    empty: { on: { put: { target: 'full', actions: assign({ bit: ({ event }) => event.bit }) } } },
    full: { on: { take: { target: 'empty', actions: assign({ bit: () => 0 as const }) } } },
  },
});

/**
 * The alternating bit protocol (Bartlett, Scantlebury, Wilkinson 1969) over channels of one place that may lose what is
 * in them. `deliver`: how fair the channels are.
 */
export function alternatingBit(deliver: { readonly messages: Fairness; readonly answers: Fairness }) {
  return defineSystem({
    actors: { sender, receiver, messages: channel, answers: channel },
    steps: {
      send: {
        fairness: 'weak',
        deliver: (state) => ({
          sender: { type: 'send' },
          messages: { type: 'put', bit: state.sender.context.bit },
        }),
      },
      'message arrives': {
        fairness: deliver.messages,
        deliver: (state) => ({
          messages: { type: 'take' },
          receiver: { type: 'message', bit: state.messages.context.bit },
        }),
      },
      'message is lost': () => ({ messages: { type: 'take' } }),
      acknowledge: {
        fairness: 'weak',
        deliver: (state) => ({
          receiver: { type: 'acknowledge' },
          answers: { type: 'put', bit: flipped(state.receiver.context.bit) },
        }),
      },
      'answer arrives': {
        fairness: deliver.answers,
        deliver: (state) => ({
          answers: { type: 'take' },
          sender: { type: 'acknowledged', bit: state.answers.context.bit },
        }),
      },
      'answer is lost': () => ({ answers: { type: 'take' } }),
    },
  });
}
