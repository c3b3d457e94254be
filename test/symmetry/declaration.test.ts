import { describe, expect, test } from 'vitest';
import { assign, setup } from 'xstate';
import { actor, check, defineSystem, family, reachable, RefholdError, to } from '../../checker/index.ts';
import type { Interchangeable, Machines, System } from '../../checker/index.ts';

const light = setup({
  types: {
    context: {} as { name: string; seen: readonly string[] },
    input: {} as { name: string },
    events: {} as { type: 'on' } | { type: 'off' } | { type: 'see'; who: string },
  },
}).createMachine({
  id: 'light',
  // XState calls this without input, too, for each transition that is asked for.
  context: ({ input }) => ({ name: (input as { name: string } | undefined)?.name ?? '', seen: [] }),
  initial: 'dark',
  states: { dark: { on: { on: 'lit' } }, lit: { on: { off: 'dark' } } },
});

interface Watches {
  readonly sorts?: boolean;
  readonly refuses?: string;
}

/** Remembers the last two lights, sorted by name or not, and refuses one if it is to. */
const watcher = setup({
  types: {
    context: {} as { seen: readonly string[]; sorts: boolean; refuses: string },
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- setup infers the type from it
    input: {} as Watches,
    events: {} as { type: 'see'; who: string },
  },
  guards: { wanted: ({ context, event }) => event.who !== context.refuses },
}).createMachine({
  id: 'watcher',
  context: ({ input }) => ({ seen: [], sorts: input.sorts ?? false, refuses: input.refuses ?? '' }),
  initial: 'on',
  states: { on: {} },
  on: {
    see: {
      guard: 'wanted',
      actions: assign({
        seen: ({ context, event }) => {
          const seen = [...context.seen.filter((one) => one !== event.who), event.who].slice(-2);
          return context.sorts ? seen.sort() : seen;
        },
      }),
    },
  },
});

const lights = ['red', 'green', 'blue'] as const;

interface Oddities {
  readonly names?: Readonly<Record<string, string>>;
  readonly sorts?: boolean;
  readonly refuses?: string;
  readonly special?: string;
  readonly label?: (name: string) => string;
  readonly symmetry?: readonly Interchangeable[];
}

function lit({ names = {}, special, label = (name) => name, symmetry, ...watches }: Oddities = {}): System {
  return defineSystem({
    actors: {
      ...family(lights, (name) => actor(light, { input: { name: names[name] ?? name } })),
      eye: actor(watcher, { input: watches }),
    },
    steps: (step) =>
      lights.flatMap((name) => [
        step(`switch on ${label(name)}`, () => to(name, { type: 'on' })),
        step(`switch off ${label(name)}`, (s) =>
          // Late: only when two were seen.
          name === special && s.eye.context.seen.length === 2 ? null : to(name, { type: 'off' }),
        ),
        step(`eye sees ${label(name)}`, (s) => s[name].matches('lit') && { eye: { type: 'see', who: name } }),
      ]),
    symmetry: (symmetry ?? [{ blocks: lights }]) as never,
  }) as unknown as System;
}

async function codeOf(run: () => unknown): Promise<RefholdError> {
  try {
    await run();
  } catch (thrown) {
    if (thrown instanceof RefholdError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

test('names in contexts, events and steps go along', async () => {
  const on = await check(lit());
  const off = await check(lit(), [], { symmetry: 'off' });
  expect(on.exploration.symmetry!.states).toBe(off.exploration.states);
  expect(on.exploration.states).toBeLessThan(off.exploration.states / 4);
});

test('there is a way to every image of a state, of equal length', async () => {
  const pairs = lights.flatMap((one) =>
    lights.flatMap((other) => (one === other ? [] : [[one, other] as const])),
  );
  const asked = pairs.map(([one, other]) =>
    reachable<Machines>(`${one}, then ${other}`, (s) => {
      const { seen } = s.eye!.context as { seen: readonly string[] };
      return seen.join() === `${one},${other}` && s[one]!.matches('dark');
    }),
  );
  const { properties } = await check(lit(), asked);
  for (const [i, [one, other]] of pairs.entries()) {
    const { verdict, trace } = properties[i]!;
    expect([verdict, trace!.steps.length]).toEqual(['holds', 5]);
    const sights = trace!.steps.map(({ step }) => step).filter((step) => step.startsWith('eye'));
    expect(sights).toEqual([`eye sees ${one}`, `eye sees ${other}`]);
  }
});

describe('a declaration that makes no sense is refused', () => {
  test.each<[string, readonly Interchangeable[]]>([
    ['there is no actor "gren". Did you mean "green"?', [{ blocks: ['red', 'gren'] }]],
    ['actor red is named twice', [{ blocks: ['red', 'green'] }, { blocks: ['blue', 'red'] }]],
    ['it has 2 actors, and block [red] has 1', [{ blocks: ['red', ['green', 'blue']] }]],
    ['a block is empty', [{ blocks: [[], []] }]],
    ['actors red and eye do not run the same machine', [{ blocks: ['red', 'eye'] }]],
  ])('%s', async (what, symmetry) => {
    expect(await codeOf(() => lit({ symmetry }))).toMatchObject({ code: 'RH320', what });
  });

  test('one name inside another', async () => {
    const symmetry = [{ blocks: ['a', 'a-b'] }];
    const error = await codeOf(() =>
      defineSystem({
        actors: { a: actor(light, { input: { name: '' } }), 'a-b': actor(light, { input: { name: '' } }) },
        steps: { on: () => ({ a: { type: 'on' } }) },
        symmetry: symmetry as never,
      }),
    );
    expect(error).toMatchObject({ code: 'RH320', what: 'the name a is a word of the name a-b' });
  });
});

describe('what is not interchangeable is found out', () => {
  test('a start that differs', async () => {
    const error = await codeOf(() => check(lit({ names: { green: 'grass' } })));
    expect(error).toMatchObject({ code: 'RH321', where: ['actor red', 'exchange red ↔ green'] });
    expect(error.what).toContain('"name":"green"');
    expect(error.what).toContain('"name":"grass"');
  });

  test('a step without a counterpart', async () => {
    const error = await codeOf(() => check(lit({ label: (name) => (name === 'blue' ? 'last' : name) })));
    expect(error).toMatchObject({ code: 'RH322', what: 'step "switch on green" would be "switch on blue"' });
  });

  test('a step that has a favourite, however late', async () => {
    const error = await codeOf(() => check(lit({ special: 'blue' })));
    expect(error.code).toBe('RH323');
    expect(error.what).toMatch(/^in the state \{.*eye: on .*\}, step "switch off /);
    expect(error.where[0]).toMatch(/^step switch off /);
    expect(error.where[1]).toMatch(/^exchange /);
  });

  test('a machine that sorts names', async () => {
    const error = await codeOf(() => check(lit({ sorts: true })));
    expect(error).toMatchObject({ code: 'RH324' });
    expect(error.where.slice(0, 3)).toEqual(['actor eye', 'machine watcher', 'event see']);
  });

  test('a machine that knows a name from elsewhere', async () => {
    // In the context it would be part of the start.
    expect(await codeOf(() => check(lit({ refuses: 'red' })))).toMatchObject({ code: 'RH321' });
  });

  test('nothing of it matters without symmetry', async () => {
    const { exploration } = await check(lit({ special: 'blue', sorts: true }), [], { symmetry: 'off' });
    expect(exploration.complete).toBe(true);
  });
});
