import { describe, expect, test } from 'vitest';
import scenario, { statesOf } from '../../bench/systems/zones.ts';
import { always, check, never, onStep, reachable, recoverable } from '../../checker/index.ts';
import type { Machines, Property, View } from '../../checker/index.ts';

const built = (zones: number) => scenario.build({ zones });

describe('equal zones with a link and an observer each', () => {
  test.each([
    [1, 20, 'plain'],
    [2, 174, 'plain'],
    [3, 988, 'wasm'],
    [4, 4_277, 'plain'],
    [5, 15_288, 'wasm'],
  ] as const)('%i of them: %i states stand for all', async (zones, states, kernel) => {
    const { system, properties } = built(zones);
    const { exploration, properties: results } = await check(system, properties, { kernel });
    expect(exploration).toMatchObject({ complete: true, states, depth: 10 * zones });
    // One zone is no symmetry.
    expect(exploration.symmetry?.states).toBe(zones === 1 ? undefined : statesOf(zones));
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds', 'holds', 'holds']);
  });

  test.each(['plain', 'wasm'] as const)(
    'a count that was cut short is one of what was found, by %s code',
    async (kernel) => {
      const { system } = built(4);
      const { exploration } = await check(system, [], { maxStates: 900, kernel });
      expect(exploration).toMatchObject({ complete: false, states: 900 });
      expect(exploration.symmetry!.states).toBeGreaterThan(900);
      expect(exploration.symmetry!.states).toBeLessThan(statesOf(4));
    },
  );

  test('properties need not be symmetric: each image of a state is judged as it is', async () => {
    const running = (state: View<Machines>, name: string): boolean => state[name]!.matches('running');
    const asked: Property<Machines>[] = [
      ...['zone0', 'zone1', 'zone2'].map((name) => never(`${name} runs`, (state) => running(state, name))),
      always('zone2 runs first', (s) => !running(s, 'zone0') || running(s, 'zone2')),
      reachable(
        'in order',
        (s) => running(s, 'zone0') && s.zone1!.matches('down') && s.zone2!.matches('empty'),
      ),
      onStep('zone1 is not served', /end with zone1/, () => false),
      onStep(
        'zone1 stays at rest',
        /^zone1: boot/,
        ({ before, after }) => running(before, 'zone1') || !running(after, 'zone1'),
      ),
      onStep('zone0 boots before zone1', /^zone1: boot/, ({ before }) => running(before, 'zone0')),
      never('all run', (s) => ['zone0', 'zone1', 'zone2'].every((name) => running(s, name))),
    ];
    const { system } = built(3);
    const on = await check(system, asked);
    const off = await check(system, asked, { symmetry: 'off' });
    const told = (result: typeof on): unknown =>
      result.properties.map(({ name, verdict, trace }) => ({ name, verdict, steps: trace?.steps.length }));
    expect(told(on)).toEqual(told(off));
    expect(on.exploration.states).toBe(988);
    const taken = on.properties[1]!.trace!.steps.map(({ step }) => step);
    expect(taken).toContain('zone1: boot');
    expect(on.properties[4]!.trace!.final).toMatchObject({
      zone0: { value: 'running' },
      zone1: { value: 'down' },
    });
    expect(on.exploration.unusedSteps).toEqual([]);
  });
});

describe('symmetry is off, and says why', () => {
  test('where it is asked to be', async () => {
    const { system } = built(2);
    const { exploration } = await check(system, [], { symmetry: 'off' });
    expect(exploration).toMatchObject({
      states: statesOf(2),
      symmetry: { families: [2], order: 2, off: 'as was asked for' },
    });
    expect(exploration.symmetry).not.toHaveProperty('states');
  });

  test('where a property is about runs', async () => {
    const { system } = built(2);
    const { exploration } = await check(system, [
      recoverable('it can rest', (s) => s.dlmgmtd!.matches('idle')),
    ]);
    expect(exploration.states).toBe(statesOf(2));
    expect(exploration.symmetry!.off).toContain('"it can rest"');
  });
});
