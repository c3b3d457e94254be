import { describe, expect, test } from 'vitest';
import { always, check, leadsTo, never, onStep, reachable, recoverable } from '../../../checker/index.ts';
import type { CheckResult, Property, System } from '../../../checker/index.ts';
import type { Machines } from '../../../checker/system/types.ts';
import { philosophers } from '../../systems/philosophers.ts';
import { independent, tokens, where } from '../../systems/tokens.ts';

type State = Readonly<Record<string, unknown>>;

async function both(
  system: System,
  properties: readonly Property<Machines>[] = [],
): Promise<{ readonly whole: CheckResult; readonly reduced: CheckResult }> {
  const whole = await check(system, properties);
  const reduced = await check(system, properties, { reduction: 'partial-order' });
  expect(verdicts(reduced)).toEqual(verdicts(whole));
  return { whole, reduced };
}

/** Verdicts, with the lengths of traces: those stay shortest. */
function verdicts({ properties }: CheckResult): unknown[] {
  return properties.map(({ name, verdict, trace }) => [name, verdict, trace?.steps.length]);
}

/** States of the whole graph and of the reduced one. */
async function sizes(system: System, properties: readonly Property<Machines>[] = []): Promise<number[]> {
  const { whole, reduced } = await both(system, properties);
  return [whole.exploration.states, reduced.exploration.states];
}

describe('what the order of steps costs', () => {
  test.each([3, 5, 7])(
    '%i independent tokens that go up to 3: 4^N states, and 3N + 1 with the reduction',
    async (n) => {
      expect(await sizes(independent(n, 3))).toEqual([4 ** n, 3 * n + 1]);
    },
  );

  test('a property of one of them costs only its own steps', async () => {
    const top = never('t0 gets to its end', (state: State) => where(state, 't0') === 3);
    const [whole, reduced] = await sizes(independent(5, 3), [top]);
    expect(whole).toBe(4 ** 5);
    expect(reduced).toBeLessThan(4 * 5);
  });

  test('a property that looks at all of them at once leaves nothing out of the way to it', async () => {
    const sum = (state: State): number => [0, 1, 2].reduce((all, i) => all + where(state, `t${i}`), 0);
    await both(independent(3, 3), [never('all are at their ends', (state: State) => sum(state) === 9)]);
  });

  test.each([
    [3, 18],
    [5, 58],
    [7, 122],
  ])('%i dining philosophers: the deadlock at distance N, in %i states', async (count, states) => {
    expect(await sizes(philosophers(count) as unknown as System)).toEqual([3 ** count - 1, states]);
  });

  test('it is off unless asked for, and says what it did', async () => {
    const plain = await check(independent(3, 3));
    expect(plain.exploration.reduction).toBeUndefined();
    const { exploration } = await check(independent(3, 3), [], { reduction: 'partial-order' });
    expect(exploration.reduction).toEqual({ kind: 'partial-order', reduced: 6, whole: 4 });
  });
});

describe('what must not be lost', () => {
  test('the ignoring problem: a cycle that could go on for ever does not put off what is looked for', async () => {
    const system = tokens(
      { spin: 1, a: 1, b: 2 },
      {
        'spin on': () => ({ spin: 'up' }),
        'spin off': (at) => (at('spin') === 1 ? { spin: 'reset' } : null),
        'a up': () => ({ a: 'up' }),
        'b up': () => ({ b: 'up' }),
      },
    );
    const { reduced } = await both(system, [
      never('b gets to its end', (state: State) => where(state, 'b') === 2),
      reachable('a is up', (state: State) => where(state, 'a') === 1),
      onStep('b up is free', 'b up', () => true),
    ]);
    expect(reduced.properties.map(({ verdict }) => verdict)).toEqual(['violated', 'holds', 'holds', 'holds']);
  });

  test('a step that is not enabled yet, and would take the other’s chance', async () => {
    // `take` is the only step that a step of x disables; it becomes possible after z has moved twice.
    const system = tokens(
      { x: 2, z: 2, got: 1 },
      {
        'x up': (at) => (at('x') === 0 ? { x: 'up' } : null),
        'z up': () => ({ z: 'up' }),
        take: (at) => (at('z') === 2 && at('x') === 0 ? { got: 'up', x: 'up' } : null),
        stay: (at) => (at('got') === 0 && at('x') === 1 ? { x: 'reset' } : null),
      },
    );
    await both(system);
    await both(system, [never('it is taken', (state: State) => where(state, 'got') === 1)]);
  });

  test('a chain of steps each of which enables the next', async () => {
    const system = tokens(
      { a: 1, b: 1, c: 1, d: 1, e: 3 },
      {
        'e up': () => ({ e: 'up' }),
        'd up': (at) => (at('c') === 1 && at('e') < 3 ? { d: 'up' } : null),
        'c up': (at) => (at('b') === 1 ? { c: 'up' } : null),
        'b up': (at) => (at('a') === 1 ? { b: 'up' } : null),
        'a up': () => ({ a: 'up' }),
      },
    );
    const { reduced } = await both(system, [never('d is up', (state: State) => where(state, 'd') === 1)]);
    expect(reduced.properties[0]).toMatchObject({ verdict: 'violated' });
    await both(system, [onStep('d up never happens', 'd up', () => false)]);
  });

  test('deadlocks at different ends, all of them from one state', async () => {
    const system = tokens(
      { lock: 1, a: 1, b: 1 },
      {
        'a locks': (at) => (at('lock') === 0 ? { a: 'up', lock: 'up' } : null),
        'b locks': (at) => (at('lock') === 0 ? { b: 'up', lock: 'up' } : null),
      },
    );
    const { reduced } = await both(system, [
      reachable('a has it', (state: State) => where(state, 'a') === 1),
      reachable('b has it', (state: State) => where(state, 'b') === 1),
    ]);
    expect(reduced.exploration.states).toBe(3);
  });

  test('a step that only looks at what another one changes', async () => {
    const system = tokens(
      { a: 1, b: 1 },
      { 'a up': () => ({ a: 'up' }), 'b up': (at) => (at('a') === 0 ? { b: 'up' } : null) },
      (at) => at('b') === 0,
    );
    const { reduced } = await both(system);
    expect(reduced.properties[0]).toMatchObject({ verdict: 'violated' });
  });

  test('a watched step that is wrong only after another one', async () => {
    const system = tokens({ a: 1, b: 3 }, { 'a up': () => ({ a: 'up' }), 'b up': () => ({ b: 'up' }) });
    for (const property of [
      onStep('a goes up while b is not at its end', 'a up', ({ before }) => where(before, 'b') < 3),
      onStep('b ends before a is up', /^b/, ({ after }) => where(after, 'b') < 3 || where(after, 'a') === 0),
    ]) {
      const { reduced } = await both(system, [property]);
      expect(reduced.properties[0]).toMatchObject({ verdict: 'violated' });
    }
  });

  test('a step that happens only at one corner of the graph is not vacuous', async () => {
    const system = tokens(
      { a: 2, b: 2, c: 1 },
      {
        'a up': () => ({ a: 'up' }),
        'b up': () => ({ b: 'up' }),
        corner: (at) => (at('a') === 2 && at('b') === 1 ? { c: 'up' } : null),
      },
    );
    const { reduced } = await both(system, [onStep('at the corner', 'corner', () => true)]);
    expect(reduced.properties[0]).toMatchObject({ verdict: 'holds' });
  });

  test('a property that is false in one state only, in the middle of the graph', async () => {
    const system = tokens({ a: 3, b: 3 }, { 'a up': () => ({ a: 'up' }), 'b up': () => ({ b: 'up' }) });
    const only = (state: State): boolean => where(state, 'a') !== 1 || where(state, 'b') !== 2;
    const { reduced } = await both(system, [always('not there', only)]);
    expect(reduced.properties[0]).toMatchObject({ verdict: 'violated' });
    expect(reduced.properties[0]!.trace!.steps).toHaveLength(3);
  });
});

describe('where it cannot be made', () => {
  test.each([
    [recoverable('back', (state: State) => where(state, 't0') === 0), 'about all ways on from a state'],
    [
      leadsTo(
        'ends',
        () => true,
        (state: State) => where(state, 't0') === 3,
      ),
      'about whole runs',
    ],
  ])('it is off for properties about more than states and steps', async (property, why) => {
    const { whole, reduced } = await both(independent(2, 3), [property]);
    expect(reduced.exploration.states).toBe(whole.exploration.states);
    expect(reduced.exploration.reduction).toEqual({
      kind: 'partial-order',
      off: `“${property.name}” is ${why}, and needs every step`,
      reduced: 0,
      whole: 0,
    });
  });

  test('code that throws where the system never comes is no error, and changes no verdict', async () => {
    const system = tokens(
      { a: 2, b: 2 },
      {
        both: () => ({ a: 'up', b: 'up' }),
        'a and b are alike': (at) => {
          if (at('a') !== at('b')) throw new Error('never');
          return at('a') === 2 ? { a: 'reset', b: 'reset' } : null;
        },
      },
    );
    const { reduced } = await both(system, [never('end', (state: State) => where(state, 'a') === 2)]);
    expect(reduced.properties[0]!.trace!.steps).toHaveLength(2);
  });

  test('code that throws where the system comes is one, wherever that is', async () => {
    const system = tokens(
      { a: 3, b: 3, c: 3 },
      {
        'a up': () => ({ a: 'up' }),
        'b up': () => ({ b: 'up' }),
        'c up': (at) => {
          if (at('a') === 1 && at('b') === 2) throw new Error('there');
          return { c: 'up' };
        },
      },
    );
    await expect(check(system, [], { reduction: 'partial-order' })).rejects.toThrow(/RH201.*there/);
  });

  test('… also where a cycle could put it off for ever', async () => {
    const system = tokens(
      { spin: 1, a: 1, b: 1 },
      {
        'spin on': () => ({ spin: 'up' }),
        'spin off': (at) => (at('spin') === 1 ? { spin: 'reset' } : null),
        'a up': () => ({ a: 'up' }),
        'b up': () => ({ b: 'up' }),
        wrong: (at) => {
          if (at('a') === 1 && at('b') === 1) throw new Error('there');
          return null;
        },
      },
    );
    await expect(check(system, [], { reduction: 'partial-order' })).rejects.toThrow(/RH201.*there/);
  });

  test('an actor with more local states than are looked through beforehand', async () => {
    const system = tokens({ a: 150, b: 2 }, { 'a up': () => ({ a: 'up' }), 'b up': () => ({ b: 'up' }) });
    const { reduced } = await both(system, [never('end', (state: State) => where(state, 'a') === 150)]);
    expect(reduced.exploration.states).toBeLessThan(3 * 151);
  });
});
