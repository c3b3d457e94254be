import { describe, expect, test } from 'vitest';
import { always, check, eventually, never, onStep, reachable } from '../../checker/index.ts';
import type { CheckOptions, CheckResult, Machines, View } from '../../checker/index.ts';
import { grid } from '../systems/grid.ts';
import { philosophers } from '../systems/philosophers.ts';

/** The value of a counter of the grid. */
function at(state: View<Machines>, name: string): number {
  return (state[name]!.context as { n: number }).n;
}
const sum = (state: View<Machines>): number => at(state, 'c0') + at(state, 'c1');
/** K = 10, two counters: 100 states, the last 18 steps away. */
const system = grid(1, 10);
const run = (options: CheckOptions): Promise<CheckResult> =>
  check(
    system,
    [
      always('low', (state) => sum(state) < 3),
      always('fine', (state) => sum(state) >= 0),
      never('high', (state) => sum(state) === 18),
      reachable('seven', (state) => sum(state) === 7),
      reachable('nowhere', (state) => sum(state) > 18),
      onStep('few', 'c0 ticks', ({ before }) => at(before, 'c0') < 4),
      onStep('no such step', 'nobody ticks', () => false),
      eventually('ends', (state) => sum(state) === 18),
    ],
    options,
  );

function verdicts({ properties }: CheckResult): Record<string, string> {
  return Object.fromEntries(
    properties.map(({ name, verdict, trace }) => [
      name,
      trace ? `${verdict} ${trace.steps.length}` : verdict,
    ]),
  );
}

const complete = {
  low: 'violated 3',
  fine: 'holds',
  high: 'violated 18',
  seven: 'holds 7',
  nowhere: 'violated',
  few: 'violated 5',
  'no such step': 'vacuous',
  ends: 'violated 0',
  'no deadlock': 'holds',
};

test('without bounds all is decided, in one pass, each with its own shortest trace', async () => {
  const result = await run({});
  expect(verdicts(result)).toEqual(complete);
  expect(result.exploration).toMatchObject({
    complete: true,
    bound: undefined,
    states: 100,
    depth: 18,
    frontier: 0,
  });
});

describe('max-states', () => {
  test.each([1, 2, 10, 99])('%i: so many states are found, and not one more', async (maxStates) => {
    const { exploration, properties } = await run({ maxStates });
    expect(exploration).toMatchObject({ complete: false, bound: 'max-states', states: maxStates });
    expect(properties.every(({ verdict }) => !['vacuous'].includes(verdict))).toBe(true);
  });

  test('as many as there are is no bound', async () => {
    const result = await run({ maxStates: 100 });
    expect(result.exploration).toMatchObject({ complete: true, bound: undefined, states: 100 });
    expect(verdicts(result)).toEqual(complete);
  });

  test('what was found stays found, and the rest is incomplete', async () => {
    // 1 + 2 + … + 8 states are at most 7 steps away.
    expect(verdicts(await run({ maxStates: 36 }))).toEqual({
      ...complete,
      fine: 'incomplete',
      high: 'incomplete',
      nowhere: 'incomplete',
      'no such step': 'incomplete',
      ends: 'incomplete',
      'no deadlock': 'incomplete',
    });
    expect(verdicts(await run({ maxStates: 28 }))).toMatchObject({ low: 'violated 3', seven: 'incomplete' });
  });

  test('states that were found and not expanded are judged', async () => {
    // The 29th state is the first that is 7 steps away.
    expect(verdicts(await run({ maxStates: 29 }))).toMatchObject({ seven: 'holds 7' });
  });
});

describe('max-depth', () => {
  test.each([0, 1, 5, 17])('%i: all states up to that distance, and no other', async (maxDepth) => {
    const { exploration } = await run({ maxDepth });
    const states = maxDepth < 10 ? ((maxDepth + 1) * (maxDepth + 2)) / 2 : 99;
    expect(exploration).toMatchObject({ complete: false, bound: 'max-depth', states, depth: maxDepth });
  });

  test('beyond the last state is no bound', async () => {
    const result = await run({ maxDepth: 19 });
    expect(result.exploration).toMatchObject({ complete: true, bound: undefined, depth: 18 });
    expect(verdicts(result)).toEqual(complete);
  });

  test('states at the bound are judged, steps from them are not taken', async () => {
    expect(verdicts(await run({ maxDepth: 3 }))).toMatchObject({
      low: 'violated 3',
      few: 'incomplete',
      seven: 'incomplete',
    });
    expect(verdicts(await run({ maxDepth: 2 }))).toMatchObject({ low: 'incomplete' });
    expect(verdicts(await run({ maxDepth: 4 }))).toMatchObject({ few: 'incomplete' });
    expect(verdicts(await run({ maxDepth: 5 }))).toMatchObject({ few: 'violated 5' });
    expect(verdicts(await run({ maxDepth: 0 }))).toMatchObject({
      fine: 'incomplete',
      'no deadlock': 'incomplete',
    });
  });

  test('a deadlock that far away is found only if its steps were looked for', async () => {
    expect(verdicts(await check(philosophers(4), [], { maxDepth: 4 }))).toEqual({
      'no deadlock': 'incomplete',
    });
    expect(verdicts(await check(philosophers(4), [], { maxDepth: 5 }))).toEqual({
      'no deadlock': 'violated 4',
    });
  });
});

describe('max-memory', () => {
  const big = grid(3, 20);
  test('stops before it takes more than so many bytes', async () => {
    const maxMemory = 300_000;
    const { exploration } = await check(big, [], { maxMemory });
    expect(exploration).toMatchObject({ complete: false, bound: 'max-memory' });
    expect(exploration.states).toBeGreaterThan(1000);
    expect(exploration.states).toBeLessThan(160_000);
    expect(exploration.bytes).toBeLessThan(maxMemory * 1.5);
  });

  test('what was found stays found', async () => {
    const low = always('low', (state: View<Machines>) => at(state, 'c0') < 3);
    expect(verdicts(await check(big, [low], { maxMemory: 300_000 }))).toEqual({
      low: 'violated 3',
      'no deadlock': 'incomplete',
    });
  });

  test('also where there is no memory for a new layout of the states', async () => {
    // Eight bits for c0 at first. With its 257th value it needs a ninth, and all states a new table.
    const wide = grid(0, 600, { idle: 22 });
    const low = always('low', (state: View<Machines>) => at(state, 'c0') < 3);
    const { exploration, properties } = await check(wide, [low], { maxMemory: 50_000 });
    expect(exploration).toMatchObject({ complete: false, bound: 'max-memory' });
    expect(properties[0]).toMatchObject({
      verdict: 'violated',
      trace: { steps: [{ step: 'c0 ticks' }, { step: 'c0 ticks' }, { step: 'c0 ticks' }] },
    });
    expect(properties[0]!.trace!.final.c0).toMatchObject({ context: { n: 3 } });
  });
});

describe('time', () => {
  test('a timeout makes it incomplete, soon after', async () => {
    const { exploration, properties } = await check(grid(4, 40), [], { timeout: 60 });
    expect(exploration).toMatchObject({ complete: false, bound: 'timeout' });
    expect(exploration.milliseconds).toBeGreaterThanOrEqual(59);
    expect(exploration.milliseconds).toBeLessThan(5000);
    expect(properties[0]!.verdict).toBe('incomplete');
  });

  test('a timeout that is not needed changes nothing', async () => {
    expect((await run({ timeout: 60_000 })).exploration).toMatchObject({ complete: true, bound: undefined });
  });

  test('an abort signal makes it incomplete, and what was found stays found', async () => {
    const abort = new AbortController();
    setTimeout(() => {
      abort.abort();
    }, 30);
    const low = always('low', (state: View<Machines>) => at(state, 'c0') < 3);
    const result = await check(grid(4, 40), [low], { signal: abort.signal });
    expect(result.exploration).toMatchObject({ complete: false, bound: 'interrupted' });
    expect(verdicts(result)).toEqual({ low: 'violated 3', 'no deadlock': 'incomplete' });
  });

  test('progress is told about ten times a second', async () => {
    const told: {
      states: number;
      transitions: number;
      frontier: number;
      milliseconds: number;
      depth: number;
      bytes: number;
    }[] = [];
    const { exploration } = await check(grid(4, 40), [], {
      timeout: 550,
      onProgress: (progress) => told.push(progress),
    });
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(told.length).toBeLessThanOrEqual(12);
    for (const key of ['states', 'transitions', 'depth', 'milliseconds', 'bytes'] as const) {
      const values = [...told.map((one) => one[key]), exploration[key]];
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
    expect(told.every(({ states, frontier }) => frontier > 0 && frontier <= states)).toBe(true);
  });
});
