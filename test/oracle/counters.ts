/**
 * Counters that add, modulo: as XState machines, and as plain arithmetic, which is fast enough for tens of thousands
 * of states. Each counter has many local states, so that packed states are laid out anew in mid-search, and idle
 * actors in between make them wide.
 */
import fc from 'fast-check';
import { assign, createMachine } from 'xstate';
import { actor, defineSystem } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';

interface StepSpec {
  /** Counters that add. */
  readonly who: readonly number[];
  /** How much: so much, plus what this counter stands at. */
  readonly by: number;
  readonly plus: number | undefined;
  /** Only while this counter is below this. */
  readonly when: { readonly counter: number; readonly below: number } | undefined;
}

export interface CountersSpec {
  readonly moduli: readonly number[];
  /** A counter refuses to add when it stands at this. */
  readonly stops: readonly (number | undefined)[];
  readonly steps: readonly StepSpec[];
  readonly idle: number;
}

/** Idle actors with which packed states are one word wide, two, three, and four or five. */
export const WIDTHS = [0, 35, 70, 110] as const;

export const countersSpec = (idle: number): fc.Arbitrary<CountersSpec> =>
  fc
    .constantFrom(
      [40, 70],
      [13, 90],
      [5, 9, 33],
      [6, 6, 6, 17],
      [3, 5, 3, 40],
      [2, 2, 2, 2, 2, 2, 3, 3, 3],
      [300, 7],
    )
    .chain((moduli) => {
      const counter = fc.nat(moduli.length - 1);
      return fc.record({
        moduli: fc.constant(moduli),
        stops: fc.tuple(
          ...moduli.map((modulus) => fc.option(fc.nat(modulus - 1), { nil: undefined, freq: 1 })),
        ),
        steps: fc.array(
          fc.record({
            who: fc.oneof(
              { weight: 4, arbitrary: fc.tuple(counter) },
              { weight: 1, arbitrary: fc.uniqueArray(counter, { minLength: 2, maxLength: 3 }) },
            ),
            by: fc.integer({ min: 1, max: 3 }),
            plus: fc.option(counter, { nil: undefined, freq: 4 }),
            when: fc.option(fc.record({ counter, below: fc.integer({ min: 1, max: 60 }) }), {
              nil: undefined,
              freq: 2,
            }),
          }),
          { minLength: moduli.length, maxLength: moduli.length + 3 },
        ),
        idle: fc.constant(idle),
      });
    });

const counter = createMachine({
  id: 'counter',
  types: {} as { context: { n: number; modulus: number; stop: number } },
  context: ({ input }) => ({ n: 0, ...(input as { modulus: number; stop: number }) }),
  on: {
    add: {
      guard: ({ context }) => context.n !== context.stop,
      actions: assign({
        n: ({ context, event }) => (context.n + (event as unknown as { by: number }).by) % context.modulus,
      }),
    },
  },
});

type Numbers = readonly number[];

/** The counters as a system. */
export function countersSystem({ moduli, stops, steps, idle }: CountersSpec): System {
  const stride = Math.ceil(idle / moduli.length);
  const actors = moduli.flatMap((modulus, i) => [
    [`c${i}`, actor(counter, { input: { modulus, stop: stops[i] ?? -1 } })] as const,
    ...Array.from(
      { length: stride },
      (_, j) => [`idle${i}_${j}`, actor(counter, { input: { modulus: 1, stop: 0 } })] as const,
    ),
  ]);
  return defineSystem({
    actors: Object.fromEntries(actors),
    steps: (step) =>
      steps.map((spec, s) =>
        step(`s${s}`, (state) => {
          const at = (i: number): number => (state[`c${i}`]!.context as { n: number }).n;
          const by = amount(spec, at);
          return by === undefined
            ? null
            : Object.fromEntries(spec.who.map((i) => [`c${i}`, { type: 'add', by }]));
        }),
      ),
  });
}

function amount({ when, by, plus }: StepSpec, at: (counter: number) => number): number | undefined {
  if (when !== undefined && at(when.counter) >= when.below) return undefined;
  return by + (plus === undefined ? 0 : at(plus));
}

/** Distance by state, in the order in which a breadth-first search meets them; and how many steps there are. */
export function countersReference({ moduli, stops, steps }: CountersSpec): {
  distances: ReadonlyMap<string, number>;
  transitions: number;
} {
  const first: Numbers = moduli.map(() => 0);
  const distances = new Map([[first.join(), 0]]);
  const queue = [first];
  let transitions = 0;
  for (const state of queue) {
    for (const step of steps) {
      const by = amount(step, (i) => state[i]!);
      if (by === undefined || step.who.some((i) => state[i] === stops[i])) continue;
      transitions++;
      const next = state.map((n, i) => (step.who.includes(i) ? (n + by) % moduli[i]! : n));
      if (distances.has(next.join())) continue;
      distances.set(next.join(), distances.get(state.join())! + 1);
      queue.push(next);
    }
  }
  return { distances, transitions };
}
