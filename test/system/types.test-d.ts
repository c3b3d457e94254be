/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access -- mistakes have no types */
import { setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { describe, expectTypeOf, test } from 'vitest';
import { actor, always, check, defineSystem, family, numbered, onStep, to } from '../../checker/index.ts';
import type { ActorsOf, NamedStep, Property, System, View } from '../../checker/index.ts';
import type { StepFunction } from '../../checker/system/types.ts';

const zone = setup({
  types: {
    context: {} as { id: number },
    events: {} as { type: 'boot' } | { type: 'halt'; mode: 'fast' | 'slow' },
  },
}).createMachine({
  id: 'zone',
  context: { id: 0 },
  initial: 'down',
  states: { down: { on: { boot: 'up' } }, up: { on: { halt: 'down' } } },
});
const link = setup({
  types: {
    context: {} as { name: string; ref: number },
    input: {} as { name: string },
    events: {} as { type: 'hold'; tags: ('a' | 'b')[]; by: 1 | 2 } | { type: 'release' },
  },
}).createMachine({
  id: 'link',
  context: ({ input }) => ({ name: input.name, ref: 0 }),
  on: { hold: {}, release: {} },
});
const net0 = actor(link, { input: { name: 'net0' } });

describe('actors', () => {
  test('an instance needs the input of its machine', () => {
    // @ts-expect-error without options
    actor(link);
    // @ts-expect-error without input
    actor(link, {});
    // @ts-expect-error the wrong input
    actor(link, { input: { name: 7 } });
    // @ts-expect-error input that the machine does not know
    actor(link, { input: { name: 'net0', more: 1 } });
    expectTypeOf(net0.machine).toEqualTypeOf(link);
  });

  test('what is no machine is no actor', () => {
    // @ts-expect-error not a machine
    defineSystem({ actors: { a: { initial: 'x' } }, steps: { s: () => null } });
  });
});

describe('steps by name', () => {
  test('know their actors, deliver what those take, and keep literals also without a parameter', () => {
    const system = defineSystem({
      actors: { web: zone, net0 },
      steps: {
        'without a parameter': () => ({ web: { type: 'boot' } }),
        'with literals in the payload': () => ({
          web: { type: 'halt', mode: 'fast' },
          net0: { type: 'hold', tags: ['a'], by: 2 },
        }),
        'with details': {
          by: 'web',
          at: 'zone.c: boot',
          fairness: 'weak',
          deliver: () => ({ web: { type: 'boot' } }),
        },
        'with a parameter': (state) => {
          expectTypeOf(state.web).toEqualTypeOf<SnapshotFrom<typeof zone>>();
          expectTypeOf(state.net0.context).toEqualTypeOf<{ name: string; ref: number }>();
          return state.web.matches('up') && { net0: { type: 'release' } };
        },
        'nothing: null': () => null,
        'nothing: undefined': () => undefined,
        'nothing: false': () => false,
        'maybe for an actor': ({ web }) => ({ net0: web.matches('up') ? { type: 'release' } : undefined }),
      },
    });
    expectTypeOf(system).toEqualTypeOf<System<{ readonly web: typeof zone; readonly net0: typeof link }>>();
  });

  test('an unknown event', () => {
    defineSystem({
      actors: { web: zone },
      steps: {
        // @ts-expect-error no such event
        a: () => ({ web: { type: 'bot' } }),
        // @ts-expect-error no such event
        b: ({ web }) => web.matches('up') && { web: { type: 'bot' } },
        // @ts-expect-error no such event
        c: { deliver: () => ({ web: { type: 'bot' } }) },
      },
    });
  });

  test('a payload that is wrong or missing', () => {
    defineSystem({
      actors: { web: zone, net0 },
      steps: {
        // @ts-expect-error no such mode
        a: () => ({ web: { type: 'halt', mode: 'quick' } }),
        // @ts-expect-error the mode is missing
        b: () => ({ web: { type: 'halt' } }),
        // @ts-expect-error no such tag
        c: () => ({ net0: { type: 'hold', tags: ['c'], by: 1 } }),
        // @ts-expect-error a string is no number
        d: (state) => ({ net0: { type: 'hold', tags: ['a'], by: state.net0.context.name } }),
      },
    });
  });

  test('an actor that is not there', () => {
    defineSystem({
      actors: { web: zone },
      steps: {
        // @ts-expect-error no such actor to read
        a: ({ nte0 }) => nte0 && null,
        // @ts-expect-error no such actor to deliver to
        b: () => ({ nte0: { type: 'boot' } }),
        // @ts-expect-error no such actor in the state
        c: (state) => state.nte0.value === 'x' && null,
        // @ts-expect-error no such state
        d: (state) => state.web.matches('upp') && null,
      },
      // @ts-expect-error no such actor
      ends: (state) => state.nte0.matches('down'),
    });
  });

  test('a step that is none', () => {
    defineSystem({
      actors: { web: zone },
      steps: {
        // @ts-expect-error true says nothing
        a: () => true,
        // @ts-expect-error a promise is no answer
        b: () => Promise.resolve(null),
        // @ts-expect-error nothing to call
        c: { by: 'web' },
        // @ts-expect-error no such fairness
        d: { fairness: 'very', deliver: () => null },
      },
    });
  });
});

describe('steps made in loops', () => {
  const nets = numbered('net', 3);
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- its type is looked at
  const systemOfNets = () =>
    defineSystem({
      actors: { web: zone, ...family(nets, (name) => actor(link, { input: { name } })) },
      steps: (step) => [
        step('web boots', ({ web, net1 }) => {
          expectTypeOf(web).toEqualTypeOf<SnapshotFrom<typeof zone>>();
          expectTypeOf(net1.context.ref).toEqualTypeOf<number>();
          return { web: { type: 'boot' } };
        }),
        ...nets.flatMap((net) => [
          step(`${net} holds`, { by: net }, () => ({ ...to(net, { type: 'hold', tags: ['a'], by: 1 }) })),
          step(`${net} releases`, { by: net }, (state) => {
            expectTypeOf(state[net].context.ref).toEqualTypeOf<number>();
            return (
              state[net].context.ref > 0 && {
                ...to(net, { type: 'release' }),
                web: { type: 'halt', mode: 'slow' },
              }
            );
          }),
        ]),
      ],
    });

  test('a family keeps the machine of each of its names', () => {
    type Actors = ActorsOf<ReturnType<typeof systemOfNets>>;
    expectTypeOf<View<Actors>['net7']>().toEqualTypeOf<SnapshotFrom<typeof link>>();
    expectTypeOf<View<Actors>['web']>().toEqualTypeOf<SnapshotFrom<typeof zone>>();
    // @ts-expect-error there is no such family
    expectTypeOf<View<Actors>['nte7']>();
  });

  test('the maker of steps is typed', () => {
    defineSystem({
      actors: { web: zone, net0 },
      steps: (step) => {
        expectTypeOf(step('a', () => null)).toEqualTypeOf<
          NamedStep<{ readonly web: typeof zone; readonly net0: typeof link }>
        >();
        return [
          // @ts-expect-error no such event
          step('a', () => ({ web: { type: 'bot' } })),
          // @ts-expect-error no such event, with details
          step('b', { by: 'web' }, () => ({ web: { type: 'bot' } })),
          // @ts-expect-error no such detail
          step('c', { buy: 'web' }, () => null),
          // @ts-expect-error no function
          step('d'),
          // @ts-expect-error no such actor
          step('e', ({ nte0 }) => nte0 && null),
        ];
      },
    });
  });
});

describe('ends', () => {
  test('is asked about a typed state', () => {
    defineSystem({
      actors: { web: zone, net0 },
      steps: { s: () => null },
      ends: (state) => {
        expectTypeOf(state).toEqualTypeOf<View<{ readonly web: typeof zone; readonly net0: typeof link }>>();
        return state.web.matches('down') && state.net0.context.ref === 0;
      },
    });
    // @ts-expect-error a string is no answer
    defineSystem({ actors: { web: zone }, steps: { s: () => null }, ends: ({ web }) => web.value });
  });
});

describe('properties', () => {
  const system = defineSystem({ actors: { web: zone, net0 }, steps: { s: () => null } });
  const held = always('held', ({ net0: one }: View<{ net0: typeof link }>) => one.context.ref >= 0);

  test('are typed by the system they are checked on', () => {
    void check(system, [
      always('a', (state) => {
        expectTypeOf(state.net0).toEqualTypeOf<SnapshotFrom<typeof link>>();
        return state.net0.context.ref >= 0 || { ref: state.net0.context.ref };
      }),
      onStep('b', /x/, ({ before, after, step }) => {
        expectTypeOf(before).toEqualTypeOf(after);
        expectTypeOf(before.web).toEqualTypeOf<SnapshotFrom<typeof zone>>();
        expectTypeOf(step.name).toBeString();
        return true;
      }),
    ]);
    // @ts-expect-error no such actor
    void check(system, [always('a', (state) => state.nte0.matches('up'))]);
    // @ts-expect-error a number is no answer
    void check(system, [always('a', ({ net0: one }) => one.context.ref)]);
  });

  test('written for fewer actors apply to bigger systems, not the other way round', () => {
    expectTypeOf(held).toExtend<Property<{ net0: typeof link }>>();
    void check(system, [held]);
    const small = defineSystem({ actors: { web: zone }, steps: { s: () => null } });
    // @ts-expect-error there is no net0
    void check(small, [held]);
  });

  test('a step function for fewer actors applies to bigger systems', () => {
    const boots: StepFunction<{ web: typeof zone }> = ({ web }) =>
      web.matches('down') && { web: { type: 'boot' } };
    defineSystem({ actors: { web: zone, net0 }, steps: { boots } });
    // @ts-expect-error there is no web
    defineSystem({ actors: { net0 }, steps: { boots } });
  });
});
