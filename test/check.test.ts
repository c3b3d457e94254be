import { assign, createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { always, check, defineSystem, family, numbered } from '../checker/index.ts';
import { rejection } from './support.ts';

const toggle = createMachine({
  id: 'toggle',
  initial: 'off',
  states: { off: { on: { flip: 'on' } }, on: { on: { flip: 'off' } } },
});
const flip = { type: 'flip' };

describe('what a check tells of its exploration', () => {
  test('states, steps taken, depth, local states, steps never taken', async () => {
    const system = defineSystem({
      actors: { a: toggle, b: toggle, idle: toggle },
      steps: {
        'a flips': () => ({ a: flip }),
        'b follows': ({ a, b }) => a.value !== b.value && { b: flip },
        nobody: ({ idle }) => idle.matches('on') && { a: flip },
      },
    });
    const { exploration, warnings, properties } = await check(system);
    expect(exploration).toMatchObject({
      states: 4,
      transitions: 6,
      depth: 3,
      frontier: 0,
      complete: true,
      bound: undefined,
      localStates: { a: 2, b: 2, idle: 1 },
      unusedSteps: ['nobody'],
    });
    expect(exploration.milliseconds).toBeGreaterThan(0);
    expect(exploration.bytes).toBeGreaterThan(0);
    expect(warnings).toEqual([]);
    expect(properties).toEqual([
      { name: 'no deadlock', kind: 'deadlock', about: expect.any(String) as string, verdict: 'holds' },
    ]);
  });

  test('how often it asked: a few hundred times for hundreds of thousands of steps', async () => {
    const names = numbered('t', 15);
    const system = defineSystem({
      actors: family(names, () => toggle),
      steps: (step) => names.map((name) => step(name, () => ({ [name]: flip }))),
    });
    const apart = names.slice(1).map(
      (name, i) =>
        ({ [name]: other, [names[i]!]: one }: Record<string, { value: unknown }>) =>
          one!.value !== 'x' && other!.value !== 'x',
    );
    const { exploration } = await check(system, [always('p', apart as never)]);
    expect(exploration).toMatchObject({ states: 2 ** 15, transitions: 15 * 2 ** 15, depth: 15 });
    // Steps are asked twice; pairs of neighbours in four combinations, twice; XState for `can` once and a transition twice.
    expect(exploration.calls).toEqual({ user: 15 * 2 + 14 * 4 * 2, xstate: 15 * 2 * 3 });
  });
});

describe('a mistake in the model', () => {
  test('that shows late ends the check with its code, not with a verdict', async () => {
    const counter = createMachine({
      id: 'counter',
      context: { n: 0 },
      initial: 'x',
      states: {
        x: {
          on: { add: { actions: assign({ n: ({ context }) => (context.n < 5 ? context.n + 1 : NaN) }) } },
        },
      },
    });
    const system = defineSystem({ actors: { a: counter }, steps: { add: () => ({ a: { type: 'add' } }) } });
    const low = always<{ a: typeof counter }>('low', ({ a }) => a.context.n < 2);
    expect(await rejection(check(system, [low]))).toMatchObject({
      code: 'RH102',
      what: 'context.n is NaN',
      where: ['actor a', 'machine counter', 'state x'],
    });
  });

  test('names the step it is in, once', async () => {
    const system = defineSystem({
      actors: { a: toggle },
      steps: {
        breaks: () => {
          throw new Error('no power');
        },
      },
    });
    const error = await rejection(check(system));
    expect(error).toMatchObject({ code: 'RH201', what: 'no power', where: ['step breaks'] });
    expect((error.cause as Error).message).toBe('no power');
  });
});

test('a system with more than 32 steps', async () => {
  const ring = createMachine({
    id: 'ring',
    initial: 's0',
    states: Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [
        `s${i}`,
        { on: { [`to${(i + 1) % 100}`]: `s${(i + 1) % 100}` } },
      ]),
    ),
  } as never);
  const system = defineSystem({
    actors: { a: ring },
    steps: (step) => Array.from({ length: 100 }, (_, i) => step(`to${i}`, () => ({ a: { type: `to${i}` } }))),
  });
  const { exploration, properties } = await check(system, [
    always('not the last', ({ a }) => (a.value as string) !== 's99'),
  ]);
  expect(exploration).toMatchObject({ states: 100, transitions: 100, depth: 99, unusedSteps: [] });
  expect(properties[0]!.trace!.steps).toHaveLength(99);
});
