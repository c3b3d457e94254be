import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { always, check, leadsTo, reachable } from '../../checker/index.ts';
import type { CheckOptions, CheckResult, Machines, System, View } from '../../checker/index.ts';
import { grid } from '../systems/grid.ts';

const folder = mkdtempSync(join(tmpdir(), 'refhold-'));
const file = join(folder, 'run.checkpoint');
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const at = (state: View<Machines>, name: string): number => (state[name]!.context as { n: number }).n;

/** Set while arrays are refused; counts large ones, and refuses all from a certain one on. */
let refused = { isArmed: false, from: Infinity, seen: 0 };

/** Arrays of numbers that may be refused, as engines do where there is no memory. */
function scarce<T extends Int32ArrayConstructor | Uint32ArrayConstructor>(Real: T): T {
  return new Proxy(Real, {
    construct(target, args: [number, ...unknown[]], newTarget) {
      if (refused.isArmed && typeof args[0] === 'number' && args[0] > 600 && ++refused.seen >= refused.from)
        throw new RangeError('Array buffer allocation failed');
      return Reflect.construct(target, args, newTarget) as object;
    },
  });
}

/** Wide states, new layouts on the way, pairs, a table that grows, and edges at the end. */
const system: System = grid(2, 18, { idle: 24 });
const run = (options: CheckOptions): Promise<CheckResult> =>
  check(
    system,
    [
      always('low', (state) => {
        // From the first question on.
        refused.isArmed = true;
        return at(state, 'c0') < 9;
      }),
      reachable('far', (state) => at(state, 'c0') === 17 && at(state, 'c1') === 17),
      leadsTo(
        'on and on',
        (state) => at(state, 'c0') === 3,
        (state) => at(state, 'c1') === 0,
      ),
    ],
    { kernel: 'plain', ...options },
  );

function told({ properties, exploration }: CheckResult): unknown {
  const { states, transitions, depth } = exploration;
  return [properties.map(({ verdict, trace }) => [verdict, trace?.steps.length]), states, transitions, depth];
}

test('wherever arrays are refused from some point on: incomplete, no crash; and it can go on when there is memory', async () => {
  const whole = told(await run({}));
  vi.stubGlobal('Int32Array', scarce(Int32Array));
  vi.stubGlobal('Uint32Array', scarce(Uint32Array));
  refused = { isArmed: false, from: Infinity, seen: 0 };
  expect(told(await run({}))).toEqual(whole);
  const all = refused.seen;
  expect(all).toBeGreaterThan(10);
  const bounds = new Set<string>();
  for (let from = 1; from <= all; from += 1 + Math.floor(all / 4)) {
    rmSync(file, { force: true });
    refused = { isArmed: false, from, seen: 0 };
    const { exploration, properties } = await run({ checkpoint: { file } });
    expect(refused.seen).toBeGreaterThanOrEqual(from);
    const stopped = exploration.bound ?? exploration.livenessBound;
    expect(stopped).toBe('max-memory');
    bounds.add(exploration.bound === undefined ? 'liveness' : 'search');
    expect(properties.some(({ verdict }) => verdict === 'incomplete')).toBe(true);
    refused = { isArmed: false, from: Infinity, seen: 0 };
    // Where something was being learned there is none to go on from.
    const again = await run({ resume: file }).catch((thrown: unknown) => (thrown as { code: string }).code);
    if (typeof again === 'string') expect(again).toBe('RH404');
    else expect(told(again)).toEqual(whole);
  }
  expect([...bounds].sort()).toEqual(['liveness', 'search']);
}, 120_000);

test('whatever the limit: it is kept, or all is decided', async () => {
  const whole = await run({});
  for (let maxMemory = 40_000; ; maxMemory *= 1.6) {
    const result = await run({ maxMemory });
    const { bytes, bound, livenessBound } = result.exploration;
    if (bound === undefined && livenessBound === undefined) {
      expect(told(result)).toEqual(told(whole));
      break;
    }
    expect(bound ?? livenessBound).toBe('max-memory');
    expect(bytes).toBeLessThan(2 * maxMemory);
    expect(result.properties.some(({ verdict }) => verdict === 'incomplete')).toBe(true);
  }
}, 120_000);
