import { expectTypeOf, test } from 'vitest';
import { assign, setup } from 'xstate';
import { actor, always, check, defineSystem, family, numbered, onStep, to } from '../../checker/index.ts';
import type { ActorsOf, Property, System, View } from '../../checker/index.ts';

interface Payload {
  readonly kind: 'soft' | 'hard';
  readonly count: 0 | 1;
}

const lock = setup({
  types: {
    context: {} as { owner: string | null },
    events: {} as { type: 'acquire'; by: string } | { type: 'release' } | { type: 'set'; payload: Payload },
  },
}).createMachine({
  context: { owner: null },
  initial: 'free',
  states: {
    free: { on: { acquire: { target: 'held', actions: assign({ owner: ({ event }) => event.by }) } } },
    held: { on: { release: 'free' } },
  },
});

const sized = setup({
  types: { context: {} as { size: number }, input: {} as { size: number }, events: {} as { type: 'grow' } },
}).createMachine({ context: ({ input }) => ({ size: input.size }) });

const nets = numbered('net', 3);

test('events and payloads are those of the receiving machine', () => {
  defineSystem({
    actors: { lock, other: lock, sized: actor(sized, { input: { size: 1 } }) },
    steps: {
      fine: () => ({ lock: { type: 'acquire', by: 'me' }, other: { type: 'release' } }),
      payload: () => ({ lock: { type: 'set', payload: { kind: 'soft', count: 1 } } }),
      detailed: { by: 'me', deliver: (s) => s.sized.context.size > 1 && { sized: { type: 'grow' } } },
      // @ts-expect-error no such event
      unknownEvent: () => ({ lock: { type: 'aquire', by: 'me' } }),
      // @ts-expect-error a payload is missing
      missing: () => ({ lock: { type: 'acquire' } }),
      // @ts-expect-error a payload has another value
      wrong: () => ({ lock: { type: 'set', payload: { kind: 'firm', count: 1 } } }),
      // @ts-expect-error no such actor
      unknownActor: () => ({ lok: { type: 'release' } }),
      // @ts-expect-error no such actor to read
      unknownRead: (s) => (s.lok === null ? null : { lock: { type: 'release' } }),
      // @ts-expect-error not a value of the context
      unknownField: (s) => (s.lock.context.size > 1 ? { lock: { type: 'release' } } : null),
    },
    ends: (s) => s.lock.matches('held'),
  });
});

test('a machine with input needs it', () => {
  actor(sized, { input: { size: 1 } });
  // @ts-expect-error input of another type
  actor(sized, { input: { size: 'one' } });
  // @ts-expect-error no input at all
  actor(sized, {});
});

test('families and loops keep their types', () => {
  const system = defineSystem({
    actors: { lock, ...family(nets, (_, i) => actor(sized, { input: { size: i } })) },
    steps: (step) => [
      ...nets.map((net) =>
        step(`${net} grows`, { by: net, fairness: 'weak' }, (s) => {
          expectTypeOf(s[net].context.size).toEqualTypeOf<number>();
          return { ...to(net, { type: 'grow' }), lock: { type: 'release' } };
        }),
      ),
      // @ts-expect-error no such event, in a loop as well
      ...nets.map((net) => step(`${net} shrinks`, () => to(net, { type: 'shrink' }))),
    ],
  });
  void check(system);
  expectTypeOf<ActorsOf<typeof system>['net2']>().toEqualTypeOf<typeof sized>();
  expectTypeOf<View<ActorsOf<typeof system>>['lock']['context']>().toEqualTypeOf<{ owner: string | null }>();
});

test('a property for some actors applies to every system that has them', () => {
  const property: Property<{ lock: typeof lock }> = always('free', (s) => s.lock.matches('free'));
  const large = defineSystem({
    actors: { lock, spare: lock },
    steps: { take: () => ({ lock: { type: 'acquire', by: 'me' } }) },
  });
  const without = defineSystem({
    actors: { spare: lock },
    steps: { free: () => ({ spare: { type: 'release' } }) },
  });
  void check(large, [property]);
  // @ts-expect-error the system has no actor of that name
  void check(without, [property]);
  expectTypeOf(large).toExtend<System<{ lock: typeof lock; spare: typeof lock }>>();
});

test('properties given to check know the actors', () => {
  const system = defineSystem({
    actors: { lock },
    steps: { take: () => ({ lock: { type: 'acquire', by: 'me' } }) },
  });
  void check(system, [
    always('owned', (s) => s.lock.context.owner !== null),
    onStep('taken', 'take', ({ before, after, step }) => {
      expectTypeOf(step.name).toEqualTypeOf<string>();
      return before.lock.matches('free') && after.lock.matches('held');
    }),
    // @ts-expect-error not a state of the machine
    always('open', (s) => s.lock.matches('open')),
  ]);
});
