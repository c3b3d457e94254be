import { assign, createMachine } from 'xstate';
import { actor, defineSystem, numbered } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';

/** Counts up to `top`, and stops there; `reset` takes it back. */
const token = createMachine({
  id: 'token',
  types: {} as { context: { at: number; top: number } },
  context: ({ input }) => ({ at: 0, top: (input as { top: number } | undefined)?.top ?? 1 }),
  on: {
    up: {
      guard: ({ context }) => context.at < context.top,
      actions: assign({ at: ({ context }) => context.at + 1 }),
    },
    reset: { actions: assign({ at: 0 }) },
  },
});

/** A system of tokens a, b, c … that go up to these numbers; where a token is, by name. */
export type At = (name: string) => number;

/** A step of tokens: which of them move (`up`, `reset`), and when. */
export type Moves = Readonly<Record<string, (at: At) => Readonly<Record<string, 'up' | 'reset'>> | null>>;

/** `ends`: where the system may stop. */
export function tokens(
  tops: Readonly<Record<string, number>>,
  moves: Moves,
  ends: (at: At) => boolean = () => false,
): System {
  const atIn =
    (state: Readonly<Record<string, unknown>>): At =>
    (name) =>
      where(state, name);
  return defineSystem({
    ends: (state) => ends(atIn(state)),
    actors: Object.fromEntries(
      Object.entries(tops).map(([name, top]) => [name, actor(token, { input: { top } })]),
    ),
    steps: (step) =>
      Object.entries(moves).map(([name, move]) =>
        step(name, (state) => {
          const moved = move(atIn(state));
          return moved && Object.fromEntries(Object.entries(moved).map(([one, type]) => [one, { type }]));
        }),
      ),
  });
}

/** N tokens that go up to K, each by itself: (K + 1)^N states. */
export function independent(count: number, top: number): System {
  const names = numbered('t', count);
  return tokens(
    Object.fromEntries(names.map((name) => [name, top])),
    Object.fromEntries(names.map((name) => [name, () => ({ [name]: 'up' })])),
  );
}

/** Where a token is, for predicates. */
export function where(state: Readonly<Record<string, unknown>>, name: string): number {
  return (state[name] as { context: { at: number } }).context.at;
}
