/**
 * Random systems of blocks that are interchangeable by construction: machines that compare names only with names, and
 * steps that are made once per block or pair of blocks. With a flaw, one block is treated in a way of its own.
 */
import fc from 'fast-check';
import { assign, setup } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { always, defineSystem, never, onStep, reachable } from '../../checker/index.ts';
import type { Machines, Property, System } from '../../checker/index.ts';

const STATES = ['s0', 's1', 's2'] as const;
const EVENTS = ['e0', 'e1', 'e2'] as const;

interface RuleSpec {
  readonly from: number;
  readonly event: number;
  readonly to: number;
  readonly guard: 'none' | 'same' | 'nobody' | 'notListed' | 'listed' | 'keyed';
  readonly action: 'none' | 'set' | 'clear' | 'push' | 'drop' | 'key' | 'unkey';
}

/** A condition on an actor, by what it is to the blocks of a step. */
interface ConditionSpec {
  readonly who: WhoSpec;
  readonly asks: 'state' | 'nobody' | 'names' | 'lists';
  readonly is: number;
  readonly about: WhoSpec;
}

/** An actor of the first or the second block of a step, or one in no block. */
interface WhoSpec {
  readonly where: 'first' | 'second' | 'global';
  readonly role: number;
}

interface StepSpec {
  readonly family: number;
  /** Made per block, per pair of blocks, or once for all blocks together. */
  readonly made: 'one' | 'two' | 'all';
  readonly conditions: readonly ConditionSpec[];
  readonly deliveries: readonly { readonly to: WhoSpec; readonly event: number; readonly names: WhoSpec }[];
}

interface PropertySpec {
  readonly kind: 'always' | 'never' | 'reachable' | 'onStep';
  readonly family: number;
  readonly blocks: readonly [number, number];
  readonly conditions: readonly ConditionSpec[];
  readonly after: boolean;
}

export interface SymmetricSpec {
  readonly machines: readonly (readonly RuleSpec[])[];
  readonly families: readonly { readonly blocks: number; readonly roles: readonly number[] }[];
  readonly globals: readonly number[];
  readonly steps: readonly StepSpec[];
  readonly ends: ConditionSpec | undefined;
  readonly properties: readonly PropertySpec[];
}

/** How one block is treated in a way of its own. */
export interface Flaw {
  readonly kind: 'event' | 'never' | 'only' | 'name';
  readonly at: number;
}

const rule: fc.Arbitrary<RuleSpec> = fc.record({
  from: fc.nat(2),
  event: fc.nat(2),
  to: fc.nat(2),
  guard: fc.constantFrom('none', 'none', 'none', 'same', 'nobody', 'notListed', 'listed', 'keyed'),
  action: fc.constantFrom('none', 'none', 'set', 'set', 'clear', 'push', 'drop', 'key', 'unkey'),
});
const who: fc.Arbitrary<WhoSpec> = fc.record({
  where: fc.constantFrom('first', 'first', 'second', 'global'),
  role: fc.nat(2),
});
const condition: fc.Arbitrary<ConditionSpec> = fc.record({
  who,
  asks: fc.constantFrom('state', 'state', 'nobody', 'names', 'lists'),
  is: fc.nat(2),
  about: who,
});
const stepSpec: fc.Arbitrary<StepSpec> = fc.record({
  family: fc.nat(1),
  made: fc.constantFrom('one', 'one', 'one', 'two', 'all'),
  conditions: fc.array(condition, { maxLength: 2 }),
  deliveries: fc.array(fc.record({ to: who, event: fc.nat(2), names: who }), { minLength: 1, maxLength: 2 }),
});
const propertySpec: fc.Arbitrary<PropertySpec> = fc.record({
  kind: fc.constantFrom('always', 'never', 'reachable', 'onStep'),
  family: fc.nat(1),
  blocks: fc.tuple(fc.nat(3), fc.nat(3)),
  conditions: fc.array(condition, { minLength: 1, maxLength: 3 }),
  after: fc.boolean(),
});

export const symmetricSpec: fc.Arbitrary<SymmetricSpec> = fc.record({
  machines: fc.array(fc.array(rule, { minLength: 3, maxLength: 7 }), { minLength: 1, maxLength: 3 }),
  families: fc.array(
    fc.record({
      blocks: fc.constantFrom(2, 3, 3, 4),
      roles: fc.array(fc.nat(2), { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  globals: fc.array(fc.nat(2), { maxLength: 2 }),
  steps: fc.array(stepSpec, { minLength: 3, maxLength: 6 }),
  ends: fc.option(condition, { nil: undefined, freq: 2 }),
  properties: fc.array(propertySpec, { minLength: 2, maxLength: 5 }),
});

export const flaw: fc.Arbitrary<Flaw> = fc.record({
  kind: fc.constantFrom('event', 'never', 'only', 'name'),
  at: fc.nat(30),
});

interface Context {
  readonly peer: string | null;
  readonly list: readonly string[];
  readonly keys: Readonly<Record<string, true>>;
}
interface Event {
  readonly type: string;
  readonly who: string;
}
type Snapshots = Readonly<Record<string, AnyMachineSnapshot>>;

function makeMachine(rules: readonly RuleSpec[], odd: string | undefined): AnyStateMachine {
  const guardOf =
    ({ guard }: RuleSpec) =>
    ({
      context: { peer, list, keys },
      event: { who: name },
    }: {
      context: Context;
      event: Event;
    }): boolean => {
      if (name === odd) return false;
      if (guard === 'same') return peer === name;
      if (guard === 'nobody') return peer === null;
      if (guard === 'notListed') return !list.includes(name);
      if (guard === 'listed') return list.includes(name);
      return guard === 'none' || keys[name] === true;
    };
  const change = ({ action }: RuleSpec, { peer, list, keys }: Context, name: string): Context => {
    if (action === 'set') return { peer: name, list, keys };
    if (action === 'clear') return { peer: null, list, keys };
    // A list keeps the order in which names came, a key does not.
    if (action === 'push') return { peer, list: list.length < 2 ? [...list, name] : list, keys };
    if (action === 'drop') return { peer, list: list.filter((one) => one !== name), keys };
    if (action === 'key')
      return Object.keys(keys).length < 2
        ? { peer, list, keys: { ...keys, [name]: true } }
        : { peer, list, keys };
    if (action === 'unkey')
      return {
        peer,
        list,
        keys: Object.fromEntries(Object.keys(keys).flatMap((k) => (k === name ? [] : [[k, true]]))),
      };
    return { peer, list, keys };
  };
  return setup({ types: { context: {} as Context, events: {} as Event } }).createMachine({
    context: { peer: null, list: [], keys: {} },
    initial: 's0',
    states: Object.fromEntries(
      STATES.map((state, from) => [
        state,
        {
          on: Object.fromEntries(
            EVENTS.map((event, e) => [
              event,
              rules
                .filter((one) => one.from === from && one.event === e)
                .map((one) => ({
                  target: STATES[one.to]!,
                  guard: guardOf(one),
                  actions: assign(({ context, event: taken }) => change(one, context, taken.who)),
                })),
            ]),
          ),
        },
      ]),
    ),
  });
}

export interface SymmetricSystem {
  readonly system: System;
  readonly properties: readonly Property<Machines>[];
  readonly ends: ((state: Snapshots) => boolean) | undefined;
}

export function buildSymmetric(spec: SymmetricSpec, odd?: Flaw): SymmetricSystem {
  const families = spec.families.map(({ blocks, roles }, f) => ({
    roles,
    blocks: Array.from({ length: blocks }, (_, b) => roles.map((__, r) => `f${f}b${b}r${r}`)),
  }));
  const special = families[0]!.blocks[0]![0]!;
  const machines = spec.machines.map((rules, i) =>
    makeMachine(rules, odd?.kind === 'name' && odd.at % spec.machines.length === i ? special : undefined),
  );
  const machine = (index: number): AnyStateMachine => machines[index % machines.length]!;
  const globals = spec.globals.map((_, i) => `g${i}`);
  const familyOf = (index: number) => families[index % families.length]!;

  const nameOf = ({ where, role }: WhoSpec, first: readonly string[], second: readonly string[]): string => {
    if (where === 'global' && globals.length > 0) return globals[role % globals.length]!;
    const block = where === 'second' ? second : first;
    return block[role % block.length]!;
  };
  const holds = (
    { who: whom, asks, is, about }: ConditionSpec,
    state: Snapshots,
    first: readonly string[],
    second: readonly string[],
  ): boolean => {
    const snapshot = state[nameOf(whom, first, second)]!;
    const context = snapshot.context as Context;
    if (asks === 'state') return snapshot.matches(STATES[is]!);
    if (asks === 'nobody') return context.peer === null;
    const name = nameOf(about, first, second);
    return asks === 'names'
      ? context.peer === name
      : context.list.includes(name) || context.keys[name] === true;
  };

  let made = 0;
  type Named = readonly [name: string, deliver: (state: Snapshots) => object | null];
  const steps = spec.steps.flatMap((step, k): readonly Named[] => {
    const { blocks } = familyOf(step.family);
    const deliver = (state: Snapshots, first: readonly string[], second: readonly string[], event = 0) =>
      step.conditions.every((one) => holds(one, state, first, second))
        ? Object.fromEntries(
            step.deliveries.map((one) => [
              nameOf(one.to, first, second),
              { type: EVENTS[(one.event + event) % 3]!, who: nameOf(one.names, first, second) },
            ]),
          )
        : null;
    const one = (name: string, first: readonly string[], second: readonly string[]): Named => {
      const isOdd = odd !== undefined && odd.kind !== 'name' && made++ === odd.at;
      return [
        name,
        (state: Snapshots) => {
          if (isOdd && odd.kind === 'never') return null;
          if (isOdd && odd.kind === 'only' && !state[special]!.matches('s1')) return null;
          return deliver(state, first, second, isOdd && odd.kind === 'event' ? 1 : 0);
        },
      ];
    };
    if (step.made === 'one') return blocks.map((block) => one(`t${k} ${block[0]}`, block, block));
    if (step.made === 'two') {
      return blocks.flatMap((first) =>
        blocks.flatMap((second) =>
          first === second ? [] : [one(`t${k} ${first[0]}, ${second[0]}`, first, second)],
        ),
      );
    }
    if (globals.length > 0 && step.deliveries.some(({ to }) => to.where === 'global')) return [];
    // Something that all blocks take part in: when they all are ready, all of them move.
    const together: Named = [
      `t${k}`,
      (state) => {
        const all = blocks.map((block) => deliver(state, block, block));
        return all.every((part) => part !== null) ? (Object.assign({}, ...all) as object) : null;
      },
    ];
    return [together];
  });
  const first = familyOf(0).blocks[0]!;
  const ends =
    spec.ends &&
    ((state: Snapshots): boolean =>
      familyOf(0).blocks.every((block) => holds(spec.ends!, state, block, block)) ||
      // One that is not symmetric: deadlocks of some images are ends.
      (spec.ends!.is === 1 && state[first[0]!]!.matches('s1')));
  const system = defineSystem({
    actors: Object.fromEntries([
      ...globals.map((name, i) => [name, machine(spec.globals[i]!)] as const),
      ...families.flatMap(({ blocks, roles }) =>
        blocks.flatMap((block) => block.map((name, r) => [name, machine(roles[r]!)] as const)),
      ),
    ]),
    steps: { 'nothing happens': () => null, ...Object.fromEntries(steps) } as never,
    symmetry: families.map(({ blocks }) => ({ blocks })),
    ...(ends === undefined ? {} : { ends: ends as never }),
  });
  const properties = spec.properties.map((one, i): Property<Machines> => {
    const { blocks } = familyOf(one.family);
    const [a, b] = one.blocks.map((index) => blocks[index % blocks.length]!) as [string[], string[]];
    const test = (state: Snapshots): boolean => one.conditions.every((asked) => holds(asked, state, a, b));
    if (one.kind === 'onStep') {
      return onStep(
        `p${i}`,
        new RegExp(a[0]!),
        ({ before, after }) => !test((one.after ? after : before) as Snapshots),
      );
    }
    if (one.kind === 'always') return always(`p${i}`, (state) => !test(state));
    return (one.kind === 'never' ? never : reachable)(`p${i}`, (state) => test(state));
  });
  return { system: system, properties, ends };
}
