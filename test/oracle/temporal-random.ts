/**
 * Random labelled graphs as systems of two actors, with random fairness; random fairness for any system; random
 * formulas. As plain data, so that fast-check can print and shrink them.
 */
import fc from 'fast-check';
import { setup } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { defineSystem } from '../../checker/index.ts';
import type { Fairness, System } from '../../checker/index.ts';
import { stable } from './naive.ts';
import { atom, binary, unary } from './temporal-formula.ts';
import type { Ltl } from './temporal-formula.ts';

/** A step: per actor that takes part, where it leads from each local state (too large a number: nowhere). */
interface LabelSpec {
  readonly first: readonly number[] | undefined;
  readonly second: readonly number[] | undefined;
  /** Only while the second actor is in one of these local states; it need not move. */
  readonly guard: readonly boolean[] | undefined;
}

export interface FairnessSpec {
  /** By step, in turn. */
  readonly steps: readonly Fairness[];
  /** By step, in turn. The first two actors of the system are agents, too. */
  readonly agents: readonly ('ann' | 'bob' | 'first' | 'second' | undefined)[];
  readonly fair: { readonly ann: Fairness; readonly bob: Fairness; readonly first: Fairness };
}

export interface GraphSpec {
  /** Local states of the two actors. */
  readonly sizes: readonly [number, number];
  readonly labels: readonly LabelSpec[];
  readonly fairness: FairnessSpec;
}

/** A predicate: true by local state of the first actor, of the second, joined somehow. */
export interface AtomSpec {
  readonly first: readonly boolean[];
  readonly second: readonly boolean[];
  readonly join: 'first' | 'second' | 'and' | 'or' | 'differ';
}

const kind = fc.constantFrom<Fairness[]>('none', 'none', 'weak', 'weak', 'strong', 'strong');

export const fairnessSpec: fc.Arbitrary<FairnessSpec> = fc.record({
  steps: fc.array(kind, { minLength: 1, maxLength: 8, size: 'max' }),
  agents: fc.array(fc.constantFrom(undefined, undefined, 'ann', 'bob', 'first', 'second'), {
    minLength: 1,
    maxLength: 8,
    size: 'max',
  }),
  fair: fc.record({ ann: kind, bob: kind, first: kind }),
});

/** Numbers from the first to the second. */
type Range = readonly [number, number];

/** Of so many local states of the first actor and of the second, and so many steps. */
export function graphSpec(first: Range, second: Range, labels: Range): fc.Arbitrary<GraphSpec> {
  const within = ([min, max]: Range): fc.Arbitrary<number> => fc.integer({ min, max });
  return fc.tuple(within(first), within(second), within(labels)).chain(([a, b, count]) => {
    const moves = (size: number): fc.Arbitrary<readonly number[] | undefined> =>
      fc.option(
        // One in three local states does not know the step.
        fc.array(fc.nat(Math.ceil(1.5 * size) - 1), { minLength: size, maxLength: size }),
        { nil: undefined, freq: 2 },
      );
    const label = fc.record({
      first: moves(a),
      second: moves(b),
      guard: fc.option(fc.array(fc.boolean(), { minLength: b, maxLength: b }), { nil: undefined, freq: 1 }),
    });
    return fc.record({
      sizes: fc.constant([a, b] as const),
      labels: fc.array(label, { minLength: count, maxLength: count }),
      fairness: fairnessSpec,
    });
  });
}

export const atomSpec: fc.Arbitrary<AtomSpec> = fc.record({
  first: fc.array(fc.boolean(), { minLength: 1, maxLength: 7, size: 'max' }),
  second: fc.array(fc.boolean(), { minLength: 1, maxLength: 5, size: 'max' }),
  join: fc.constantFrom('first', 'second', 'and', 'or', 'differ'),
});

type Snapshots = Readonly<Record<string, AnyMachineSnapshot>>;
export type Atom = (state: Snapshots) => boolean;

/** The system behind a specification: actors `a` and `b`, in local states `s0`, `s1` and so on. */
export function buildGraph({ sizes, labels, fairness }: GraphSpec): System {
  const known = (moves: readonly number[] | undefined, size: number): boolean =>
    moves?.some((to) => to < size) ?? false;
  const steps = labels.flatMap((label, i) => {
    const name = `L${i}`;
    const deliveries = {
      ...(known(label.first, sizes[0]) ? { a: { type: name } } : {}),
      ...(known(label.second, sizes[1]) ? { b: { type: name } } : {}),
    };
    if (Object.keys(deliveries).length === 0) return [];
    const { guard } = label;
    return [
      [
        name,
        (state: Snapshots) => (guard === undefined || guard[numberOf(state.b!)] ? deliveries : null),
      ] as const,
    ];
  });
  // There has to be a step at least.
  const rest = ['rest', ({ a }: Snapshots) => a!.matches('s0') && { a: { type: 'rest' } }] as const;
  const system = defineSystem({
    actors: {
      a: graphMachine(
        'a',
        sizes[0],
        labels.map(({ first }) => first),
      ),
      b: graphMachine(
        'b',
        sizes[1],
        labels.map(({ second }) => second),
      ),
    },
    steps: Object.fromEntries<unknown>(steps.length === 0 ? [rest] : steps) as never,
  });
  return withFairness(system as never, fairness);
}

/** `moves`: per step, where it leads from each state. */
function graphMachine(
  id: string,
  size: number,
  moves: readonly (readonly number[] | undefined)[],
): AnyStateMachine {
  const eventsOf = (from: number): [string, string][] =>
    moves.flatMap((targets, i): [string, string][] => {
      const to = targets?.[from];
      return to === undefined || to >= size ? [] : [[`L${i}`, `s${to}`]];
    });
  return setup({}).createMachine({
    id,
    initial: 's0',
    states: Object.fromEntries(
      Array.from({ length: size }, (_, from) => [
        `s${from}`,
        { on: Object.fromEntries([['rest', `s${from}`], ...eventsOf(from)]) },
      ]),
    ),
  });
}

/** The same system with agents and fairness. */
export function withFairness(system: System, spec: FairnessSpec): System {
  const [first, second = first] = system.actors.map(({ name }) => name) as [string, string?];
  const nameOf = (agent: FairnessSpec['agents'][number]): string | undefined =>
    agent === 'first' ? first : agent === 'second' ? second : agent;
  const steps = system.steps.map((step, i) => ({
    ...step,
    by: nameOf(spec.agents[i % spec.agents.length]),
    fairness: spec.steps[i % spec.steps.length]!,
  }));
  const fair = Object.entries(spec.fair)
    .map(([agent, how]) => [nameOf(agent as keyof typeof spec.fair)!, how] as const)
    .filter(([agent, how]) => how !== 'none' && steps.some(({ by }) => by === agent));
  return { ...system, steps, fair: Object.fromEntries(fair) as never };
}

function numberOf(snapshot: AnyMachineSnapshot): number {
  return Number((snapshot.value as string).slice(1));
}

/** The predicate on states of {@link buildGraph}. Reads no more than it needs. */
export function graphAtom({ first, second, join }: AtomSpec): Atom {
  const a = (state: Snapshots): boolean => first[numberOf(state.a!) % first.length]!;
  const b = (state: Snapshots): boolean => second[numberOf(state.b!) % second.length]!;
  return {
    first: a,
    second: b,
    and: (state: Snapshots) => a(state) && b(state),
    or: (state: Snapshots) => a(state) || b(state),
    differ: (state: Snapshots) => a(state) !== b(state),
  }[join];
}

/** A predicate on states of any system: by a checksum of what some of the actors hold. */
export function checksumAtom(seed: number, actors: readonly string[], rarely: number): Atom {
  return (state) => {
    const text = actors.map((name) => {
      const { value, context, status } = state[name] as { value: unknown; context: unknown; status: string };
      return stable([value, context, status]);
    });
    let sum = seed;
    for (const letter of text.join()) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0;
    return Math.floor(sum / 7) % rarely === 0;
  };
}

/** Formulas of at most this depth over the named atoms. */
export function ltlFormula(atoms: readonly string[], depth: number): fc.Arbitrary<Ltl> {
  const leaf: fc.Arbitrary<Ltl> = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...atoms).map(atom) },
    { weight: 1, arbitrary: fc.constantFrom<Ltl[]>({ op: 'true' }, { op: 'false' }) },
  );
  if (depth === 0) return leaf;
  const smaller = ltlFormula(atoms, depth - 1);
  return fc.oneof(
    { weight: 1, arbitrary: leaf },
    {
      weight: 4,
      arbitrary: fc.tuple(fc.constantFrom('G', 'F', 'G', 'F', '!'), smaller).map(([op, of]) => unary(op, of)),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom('U', 'R', 'W', '&', '|', '->', '<->'), smaller, smaller)
        .map(([op, left, right]) => binary(op, left, right)),
    },
  );
}
