import { setup } from 'xstate';
import { describe, expectTypeOf, test } from 'vitest';
import { always, defineScenario, defineSystem, option } from '../../checker/index.ts';
import type { Machines, Values } from '../../checker/index.ts';

const machine = setup({ types: { events: {} as { type: 'go' } } }).createMachine({
  id: 'm',
  initial: 'x',
  states: { x: { on: { go: 'x' } } },
});
const options = {
  shortcut: option.choice(['never', 'early'], 'early', '…'),
  guard: option.flag(false, '…'),
  links: option.integer({ min: 1, max: 3, default: 1 }, '…'),
};

describe('options', () => {
  test('have the values that they name', () => {
    expectTypeOf<Values<typeof options>>().toEqualTypeOf<{
      readonly shortcut: 'never' | 'early';
      readonly guard: boolean;
      readonly links: number;
    }>();
  });

  test('a default is one of the choices', () => {
    // @ts-expect-error there is no such choice
    option.choice(['never', 'early'], 'late', '…');
    // @ts-expect-error a flag is true or false
    option.flag('yes', '…');
    // @ts-expect-error the default is missing
    option.integer({ min: 1, max: 2 }, '…');
  });
});

describe('scenarios', () => {
  const rest = { name: 's', title: 't', about: 'a', sources: [] } as const;
  interface Actors extends Machines {
    a: typeof machine;
  }
  const system = () => defineSystem({ actors: { a: machine }, steps: { go: () => ({ a: { type: 'go' } }) } });

  test('system and properties see typed values, and properties a typed state', () => {
    defineScenario({
      ...rest,
      options,
      variants: { today: { about: '', set: { shortcut: 'never', links: 2 }, known: {} } },
      system: (values) => {
        expectTypeOf(values).toEqualTypeOf<Values<typeof options>>();
        return system();
      },
      properties: (values) => {
        expectTypeOf(values.shortcut).toEqualTypeOf<'never' | 'early'>();
        return [always<Actors>('p', ({ a }) => a.matches('x'))];
      },
    });
  });

  test('variants set options that there are, to values that they have', () => {
    defineScenario({
      ...rest,
      options,
      variants: {
        // @ts-expect-error there is no such choice
        one: { about: '', set: { shortcut: 'late' }, known: {} },
        // @ts-expect-error there is no such option
        two: { about: '', set: { shortcuts: 'early' }, known: {} },
      },
      system,
      properties: () => [],
    });
  });

  test('properties are about actors of the system', () => {
    defineScenario({
      ...rest,
      options,
      variants: {},
      system,
      // @ts-expect-error there is no actor b
      properties: () => [always<{ b: typeof machine }>('p', ({ b }) => b.matches('x'))],
    });
  });
});
