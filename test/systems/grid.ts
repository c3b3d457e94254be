import { assign, setup } from 'xstate';
import { actor, defineSystem } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';

const counter = setup({
  types: {
    context: {} as { modulus: number; n: number },
    input: {} as { modulus: number },
    events: {} as { type: 'tick' },
  },
}).createMachine({
  id: 'counter',
  // XState calls this without input, too, for each transition that is asked for; throwing then is slow.
  context: ({ input }) => ({ modulus: (input as { modulus: number } | undefined)?.modulus ?? 1, n: 0 }),
  initial: 'counting',
  states: {
    counting: {
      on: { tick: { actions: assign({ n: ({ context }) => (context.n + 1) % context.modulus }) } },
    },
  },
});

export interface GridOptions {
  /** Actors that never move. They take room in a packed state. */
  readonly idle?: number;
}

/**
 * N + 1 counters modulo K, each ticking by itself: K^(N+1) states, of which the last is (N+1)(K−1) steps away. The
 * idle actors stand between the counters, so that the counters come to lie in different words.
 */
export function grid(n: number, modulus: number, { idle = 0 }: GridOptions = {}): System {
  const counters = Array.from({ length: n + 1 }, (_, i) => `c${i}`);
  const stride = Math.ceil(idle / (n + 1));
  const actors = counters.flatMap((name, i) => [
    [name, actor(counter, { input: { modulus } })] as const,
    ...Array.from(
      { length: stride },
      (__, j) => [`idle${i}_${j}`, actor(counter, { input: { modulus: 1 } })] as const,
    ),
  ]);
  return defineSystem({
    actors: Object.fromEntries(actors),
    steps: (step) => counters.map((name) => step(`${name} ticks`, () => ({ [name]: { type: 'tick' } }))),
  });
}
