/** Random systems of random machines, with random properties: as plain data, and built. */
import fc from 'fast-check';
import type { AnyMachineSnapshot } from 'xstate';
import { actor, always, defineSystem, never, onStep, reachable } from '../../checker/index.ts';
import type { Answer, Machines, Property, System } from '../../checker/index.ts';
import { buildMachine, machineSpec } from './random-machine.ts';
import type { BuiltMachine, Context, MachineSpec } from './random-machine.ts';

interface ConditionSpec {
  readonly asks: 'n' | 'log' | 'less' | 'value' | 'tag' | 'done' | 'can';
  readonly actor: number;
  readonly other: number;
  readonly is: number;
}

/** Conditions read from left to right, and no further than needed. */
interface QuestionSpec {
  readonly joined: 'all' | 'any' | 'none';
  readonly conditions: readonly ConditionSpec[];
}

interface DeliverySpec {
  readonly actor: number;
  readonly event: number;
  /** What the payload is computed from; nothing is read where it is empty. */
  readonly payload: readonly number[];
  /** Delivered only if this is so. */
  readonly only: QuestionSpec | undefined;
}

interface StepSpec {
  readonly when: QuestionSpec | undefined;
  readonly deliveries: readonly DeliverySpec[];
  readonly otherwise: readonly DeliverySpec[] | undefined;
}

interface PropertySpec {
  readonly kind: 'always' | 'never' | 'reachable' | 'onStep';
  readonly predicates: readonly QuestionSpec[];
  readonly explains: boolean;
  readonly step: number;
  readonly filter: 'name' | 'pattern' | 'test';
  readonly after: boolean;
}

export interface SystemSpec {
  /** Few steps, so that many states have none. */
  readonly sparse: boolean;
  readonly machines: readonly MachineSpec[];
  /** `alone`: also moves by itself, whatever the others do. */
  readonly actors: readonly { readonly machine: number; readonly start: number; readonly alone: boolean }[];
  readonly steps: readonly StepSpec[];
  readonly ends: QuestionSpec | undefined;
  readonly properties: readonly PropertySpec[];
}

export interface BuiltSystem {
  readonly system: System;
  readonly properties: readonly Property<Machines>[];
  readonly ends: ((state: Snapshots) => boolean) | undefined;
}

const condition: fc.Arbitrary<ConditionSpec> = fc.record({
  asks: fc.constantFrom('n', 'n', 'log', 'less', 'value', 'value', 'tag', 'done', 'can'),
  actor: fc.nat(9),
  other: fc.nat(9),
  is: fc.nat(9),
});

const question = (most: number): fc.Arbitrary<QuestionSpec> =>
  fc.record({
    joined: fc.constantFrom('all', 'any', 'none'),
    conditions: fc.array(condition, { minLength: 1, maxLength: most }),
  });

const delivery: fc.Arbitrary<DeliverySpec> = fc.record({
  actor: fc.nat(9),
  event: fc.nat(9),
  payload: fc.oneof(fc.constant([]), fc.array(fc.nat(9), { maxLength: 2 })),
  only: fc.option(question(1), { nil: undefined, freq: 6 }),
});

const deliveries = fc.oneof(
  { weight: 5, arbitrary: fc.array(delivery, { minLength: 1, maxLength: 1 }) },
  { weight: 4, arbitrary: fc.array(delivery, { minLength: 2, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(delivery, { minLength: 3, maxLength: 3 }) },
);

const stepSpec: fc.Arbitrary<StepSpec> = fc.record({
  when: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: question(3) }),
  deliveries,
  otherwise: fc.option(deliveries, { nil: undefined, freq: 2 }),
});

/** Seldom true, or seldom false: so that some properties hold, and others are decided deep in a search. */
const telling = (joined: 'all' | 'any', fewest: number): fc.Arbitrary<QuestionSpec> =>
  fc.record({
    joined: fc.constant(joined),
    conditions: fc.array(condition, { minLength: fewest, maxLength: 4 }),
  });

const propertyOf = (
  kind: PropertySpec['kind'],
  asked: fc.Arbitrary<QuestionSpec>,
): fc.Arbitrary<PropertySpec> =>
  fc.record({
    kind: fc.constant(kind),
    predicates: fc.array(asked, { minLength: 1, maxLength: 3 }),
    explains: fc.boolean(),
    step: fc.nat(9),
    filter: fc.constantFrom('name', 'pattern', 'test'),
    after: fc.boolean(),
  });

const propertySpec: fc.Arbitrary<PropertySpec> = fc
  .constantFrom<PropertySpec['kind'][]>('always', 'never', 'reachable', 'onStep', 'onStep')
  .chain((kind) => {
    const joined = kind === 'always' || kind === 'onStep' ? 'any' : 'all';
    return propertyOf(
      kind,
      fc.oneof({ weight: 1, arbitrary: question(3) }, { weight: 6, arbitrary: telling(joined, 2) }),
    );
  });

export const systemSpec: fc.Arbitrary<SystemSpec> = fc.record({
  sparse: fc.nat(3).map((one) => one === 0),
  machines: fc.array(machineSpec, { minLength: 1, maxLength: 3 }),
  actors: fc.array(fc.record({ machine: fc.nat(2), start: fc.nat(3), alone: fc.boolean() }), {
    minLength: 2,
    maxLength: 5,
  }),
  steps: fc.array(stepSpec, { minLength: 4, maxLength: 10 }),
  ends: fc.option(question(1), { nil: undefined, freq: 2 }),
  properties: fc.array(propertySpec, { minLength: 3, maxLength: 8 }),
});

type Snapshots = Readonly<Record<string, AnyMachineSnapshot>>;

/** The system behind a specification. */
export function buildSystem(spec: SystemSpec): BuiltSystem {
  const machines = spec.machines.map((machine, i) => buildMachine(machine, `m${i}`));
  const machineOf = (index: number): BuiltMachine => machines[spec.actors[index]!.machine % machines.length]!;
  const count = spec.actors.length;
  const name = (index: number): string => `a${index % count}`;

  const holds = (one: ConditionSpec, state: Snapshots): boolean => {
    const { events, values } = machineOf(one.actor % count);
    const snapshot = state[name(one.actor)]!;
    const context = snapshot.context as Context;
    if (one.asks === 'n') return context.n === one.is % 3;
    if (one.asks === 'log') return context.log === one.is % 3;
    if (one.asks === 'less') return context.n < (state[name(one.other)]!.context as Context).n;
    if (one.asks === 'value') return snapshot.matches(values[one.is % values.length]);
    if (one.asks === 'tag') return snapshot.hasTag(one.is % 2 === 0 ? 'red' : 'blue');
    if (one.asks === 'done') return snapshot.status === 'done';
    return snapshot.can({ type: events[one.is % events.length]! });
  };
  const answer = (asked: QuestionSpec, state: Snapshots): boolean => {
    if (asked.joined === 'all') return asked.conditions.every((one) => holds(one, state));
    return asked.conditions.some((one) => holds(one, state)) === (asked.joined === 'any');
  };
  const deliver = (list: readonly DeliverySpec[], state: Snapshots): Record<string, unknown> | null => {
    const result: Record<string, unknown> = {};
    for (const one of list) {
      if (one.only !== undefined && !answer(one.only, state)) continue;
      const { events } = machineOf(one.actor % count);
      const v = one.payload.reduce((sum, source) => sum + (state[name(source)]!.context as Context).n, 0);
      result[name(one.actor)] = {
        type: events[one.event % events.length]!,
        ...(one.payload.length > 0 ? { v } : {}),
      };
    }
    return Object.keys(result).length === 0 ? null : result;
  };

  const ends = spec.ends && ((state: Snapshots): boolean => answer(spec.ends!, state));
  const system = defineSystem({
    actors: Object.fromEntries(
      spec.actors.map(({ start }, i) => [
        name(i),
        actor(machineOf(i).machine, { input: { start } as never }),
      ]),
    ),
    steps: {
      ...Object.fromEntries(
        spec.actors.flatMap(({ alone }, i) =>
          alone && !spec.sparse ? [[`go ${name(i)}`, () => ({ [name(i)]: { type: 'go' } })]] : [],
        ),
      ),
      ...Object.fromEntries(
        spec.steps.slice(0, spec.sparse ? 5 : undefined).map((step, i) => [
          `t${i}`,
          (state: Snapshots) => {
            if (step.when === undefined || answer(step.when, state)) return deliver(step.deliveries, state);
            return step.otherwise === undefined ? null : deliver(step.otherwise, state);
          },
        ]),
      ),
    } as never,
    ...(ends === undefined ? {} : { ends: ends as never }),
  });
  const properties = spec.properties.map((one, i) => buildProperty(one, `p${i}`, spec.steps.length, answer));
  return { system: system, properties, ends };
}

function buildProperty(
  spec: PropertySpec,
  name: string,
  steps: number,
  answer: (asked: QuestionSpec, state: Snapshots) => boolean,
): Property<Machines> {
  const decides = spec.kind === 'never' || spec.kind === 'reachable';
  const ask = (asked: QuestionSpec, state: Snapshots): Answer => {
    const result = answer(asked, state);
    return result === decides && spec.explains ? { because: asked.joined } : result;
  };
  if (spec.kind !== 'onStep') {
    const make = { always, never, reachable }[spec.kind];
    return make(
      name,
      spec.predicates.map((asked) => (state: Snapshots) => ask(asked, state)),
    );
  }
  const step = spec.step % (steps + 1);
  const filter = {
    name: `t${step}`,
    // The flag would make a pattern remember where it stopped.
    pattern: new RegExp(`^(go|t[${step}-9])`, 'g'),
    test: (one: { name: string }) => one.name !== `t${step}`,
  };
  return onStep(
    name,
    filter[spec.filter],
    spec.predicates.map(
      (asked) => (taken: { before: Snapshots; after: Snapshots }) =>
        ask(asked, spec.after ? taken.after : taken.before),
    ),
  );
}
