import { test } from 'vitest';
import { setup } from 'xstate';
import { always, defineScenario, defineSystem, leadsTo, option } from '../../checker/index.ts';

const door = setup({
  types: { events: {} as { type: 'open' }, context: {} as { n: number } },
}).createMachine({
  context: { n: 0 },
  initial: 'shut',
  states: { shut: { on: { open: 'ajar' } }, ajar: {} },
});

const about = { name: 'door', title: 'A door', about: 'It opens.', sources: [], variants: {} };

test('a scenario gives its properties the types of its system', () => {
  defineScenario({
    ...about,
    options: { doors: option.integer({ min: 1, max: 3, default: 1 }, 'doors') },
    system: () => defineSystem({ actors: { door }, steps: { push: () => ({ door: { type: 'open' } }) } }),
    properties: ({ doors }) => [
      always('few doors', (s) => s.door.context.n <= doors),
      leadsTo(
        'it opens',
        (s) => s.door.matches('shut'),
        (s) => s.door.matches('ajar'),
      ),
    ],
  });
});

test('mistakes in a scenario are compile errors', () => {
  defineScenario({
    ...about,
    options: {},
    // @ts-expect-error the machine has no such event
    system: () => defineSystem({ actors: { door }, steps: { push: () => ({ door: { type: 'opn' } }) } }),
    properties: (options) => [
      // @ts-expect-error the system has no such actor
      always(Object.keys(options).join(), (s) => s.dor === undefined),
    ],
  });
});
