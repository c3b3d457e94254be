import { createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import {
  actor,
  always,
  check,
  defineScenario,
  defineSystem,
  family,
  numbered,
  option,
} from '../../checker/index.ts';
import { valuesOf, variantOf } from '../../checker/scenario/scenario.ts';
import { refusal } from '../support.ts';

const machine = createMachine({
  id: 'link',
  initial: 'up',
  states: { up: { on: { down: 'down' } }, down: {} },
});
const scenario = defineScenario({
  name: 'links',
  title: 'Links go down',
  about: 'Each link goes down by itself.',
  sources: [{ label: 'Ticket', where: 'OS-1' }],
  options: {
    links: option.integer({ min: 1, max: 9, default: 2 }, 'Links.'),
    order: option.choice(['any', 'first'], 'any', 'Which may go first.'),
    strict: option.flag(true, 'Whether link 0 must stay.'),
  },
  variants: {
    today: {
      about: 'As it is.',
      set: {},
      known: { states: 4, violated: { 'link 0 stays': 1, 'no deadlock': 2 } },
    },
    ordered: { about: 'In order.', set: { order: 'first', links: 3 }, known: {} },
  },
  system: ({ links, order }) => {
    const names = numbered('link', links);
    return defineSystem({
      actors: family(names, () => actor(machine, { input: undefined })),
      steps: (step) =>
        names.map((name, i) =>
          step(
            `${name} goes`,
            (state) =>
              (order === 'any' || i === 0 || state[names[i - 1]!].matches('down')) && {
                [name]: { type: 'down' },
              },
          ),
        ),
    });
  },
  properties: ({ strict }) =>
    strict ? [always<{ link0: typeof machine }>('link 0 stays', ({ link0 }) => link0.matches('up'))] : [],
});

describe('a scenario', () => {
  test('builds its system and properties from option values, defaults where there are none', async () => {
    const states = async (values: Parameters<typeof scenario.build>[0]): Promise<unknown> => {
      const { system, properties } = scenario.build(values);
      const result = await check(system, properties);
      return [result.exploration.states, result.properties.map(({ name, verdict }) => `${name}: ${verdict}`)];
    };
    expect(await states({})).toEqual([4, ['link 0 stays: violated', 'no deadlock: violated']]);
    expect(await states({ links: 4, strict: false })).toEqual([16, ['no deadlock: violated']]);
    expect(await states({ links: 4, order: 'first', strict: false })).toEqual([5, ['no deadlock: violated']]);
  });

  test('refuses options that it does not have, and values that they do not take', () => {
    expect(refusal(() => scenario.build({ link: 2 }))).toMatchObject({
      code: 'RH403',
      what: 'there is no option "link". Did you mean "links"?',
    });
    expect(refusal(() => scenario.build({ links: 10 }))).toMatchObject({
      code: 'RH403',
      what: 'option links is 1 to 9, not "10"',
    });
    expect(refusal(() => scenario.build({ strict: 'yes' }))).toMatchObject({
      code: 'RH403',
      where: ['option strict'],
    });
  });

  test('has no option from the prototype of objects', () => {
    expect(refusal(() => scenario.build(JSON.parse('{"constructor": 1}') as never)).code).toBe('RH403');
  });
});

describe('variants', () => {
  test('the first is the default', () => {
    expect(variantOf(scenario, undefined)?.about).toBe('As it is.');
    expect(variantOf(scenario, 'ordered')?.about).toBe('In order.');
    expect(variantOf({ ...scenario, variants: {} }, undefined)).toBeUndefined();
  });

  test('an unknown one is refused, with a suggestion', () => {
    expect(refusal(() => variantOf(scenario, 'tody'))).toMatchObject({
      code: 'RH402',
      what: '"tody". Did you mean "today"?',
      where: ['scenario links'],
    });
    expect(refusal(() => variantOf(scenario, 'toString')).code).toBe('RH402');
    expect(refusal(() => variantOf({ ...scenario, variants: {} }, 'today')).what).toBe('"today".');
  });

  test('every option has a value: set on top of the variant, on top of the defaults', () => {
    expect(valuesOf(scenario, undefined)).toEqual({ links: 2, order: 'any', strict: true });
    expect(valuesOf(scenario, 'ordered')).toEqual({ links: 3, order: 'first', strict: true });
    expect(valuesOf(scenario, 'ordered', { links: 5, strict: false })).toEqual({
      links: 5,
      order: 'first',
      strict: false,
    });
    expect(refusal(() => valuesOf(scenario, 'ordered', { nolinks: 5 })).code).toBe('RH403');
  });
});
