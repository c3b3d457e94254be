/** Before a loop is shown, it is gone through once more by XState, and believed only if it is what it claims to be. */
import { describe, expect, test } from 'vitest';
import { alwaysEventually, eventually, ltl } from '../../checker/index.ts';
import type { Machines, Property, System } from '../../checker/index.ts';
import type { TemporalProperty } from '../../checker/property/types.ts';
import { loopOf, traceLasso } from '../../checker/trace/liveness.ts';
import { runSteps } from '../../checker/trace/replay.ts';
import type { Loop } from '../../checker/trace/types.ts';
import { refusal } from '../support.ts';
import { at, oneActor } from './systems/one-actor.ts';

const edges = { go: 'a>b b>a', stay: 'b>b', out: 'b>end' };
const steps = ['go', 'stay', 'out'];

function loop(
  fairness: Readonly<Record<string, 'weak' | 'strong'>>,
  property: Property<never>,
  names: readonly string[],
  from: number,
): Loop {
  const system = oneActor(edges, { fairness }) as unknown as System;
  return loopOf(system, property as unknown as TemporalProperty<Machines>, runSteps(system, names), from);
}

const ends = eventually('it ends', at('end')) as unknown as Property<never>;

describe('a loop is shown', () => {
  test('with the position where it begins', () => {
    expect(loop({}, ends, ['go', 'go'], 0).from).toBe(0);
    expect(loop({}, ends, ['go', 'stay'], 1).from).toBe(1);
    expect(loop({}, ends, ['go'], 1).from).toBe(1);
    expect(loop({}, ends, [], 0).from).toBe(0);
  });

  test('with what becomes of each promise, and of what nobody promised and is always possible', () => {
    const [all, round, rest] = [
      ['go', 'stay', 'go'],
      ['go', 'go'],
      ['go', 'stay'],
    ] as const;
    expect(loop({ go: 'strong', stay: 'strong', out: 'weak' }, ends, all, 0).fairness).toEqual([
      { name: 'step go', fairness: 'strong', status: 'taken' },
      { name: 'step stay', fairness: 'strong', status: 'taken' },
      { name: 'step out', fairness: 'weak', status: 'interrupted' },
    ]);
    expect(loop({ stay: 'weak' }, ends, round, 0).fairness).toEqual([
      { name: 'step stay', fairness: 'weak', status: 'interrupted' },
    ]);
    expect(loop({ stay: 'weak' }, ends, rest, 1).fairness).toEqual([
      { name: 'step stay', fairness: 'weak', status: 'taken' },
      { name: 'step go', fairness: 'none', status: 'starved' },
      { name: 'step out', fairness: 'none', status: 'starved' },
    ]);
    const again = alwaysEventually('a', at('a')) as unknown as Property<never>;
    expect(loop({ go: 'strong' }, again, ['go', 'out'], 2).fairness).toEqual([
      { name: 'step go', fairness: 'strong', status: 'disabled' },
    ]);
  });
});

describe('a loop is not believed (RH206)', () => {
  const what = (run: () => unknown): string => {
    const error = refusal(run);
    expect(error).toMatchObject({ code: 'RH206', where: ['property it ends'] });
    return error.what;
  };

  test('that does not close', () => {
    expect(what(() => loop({}, ends, ['go', 'stay'], 0))).toContain('does not close');
  });

  test('on which the formula is true', () => {
    expect(what(() => loop({}, ends, ['go', 'out'], 2))).toContain('is true of this run');
    const stays = ltl('it ends', 'F G b', { b: at('b') }) as unknown as Property<never>;
    expect(what(() => loop({}, stays, ['go'], 1))).toContain('is true of this run');
    expect(what(() => loop({}, stays, ['go', 'stay'], 1))).toContain('is true of this run');
    // True in the first state only, and in the last state only.
    const first = ltl('it ends', 'a', { a: at('a') }) as unknown as Property<never>;
    expect(what(() => loop({}, first, [], 0))).toContain('is true of this run');
    expect(what(() => loop({}, first, ['go'], 1))).toContain('is true of this run');
  });

  test('that never takes what is weakly fair and always possible', () => {
    expect(what(() => loop({ stay: 'weak' }, ends, ['go'], 1))).toContain('not fair to step stay');
    expect(what(() => loop({ go: 'weak' }, ends, [], 0))).toContain('not fair to step go');
    expect(loop({ stay: 'weak' }, ends, ['go', 'go'], 0).from).toBe(0);
  });

  test('that never takes what is strongly fair and possible now and then', () => {
    expect(what(() => loop({ stay: 'strong' }, ends, ['go', 'go'], 0))).toContain('not fair to step stay');
    expect(loop({ out: 'strong' }, ends, [], 0).from).toBe(0);
  });

  test('when what was taken on the way to it is all that was taken', () => {
    const on = ['go', 'stay', 'go', 'go', 'go'];
    expect(what(() => loop({ stay: 'strong' }, ends, on, 3))).toContain('not fair to step stay');
    expect(loop({ stay: 'strong' }, ends, on, 0).from).toBe(0);
  });
});

test('steps of a lasso are named by their position', () => {
  const system = oneActor(edges) as unknown as System;
  const lasso = { stem: [steps.indexOf('go')], loop: [steps.indexOf('stay')] };
  const trace = traceLasso(system, ends as unknown as TemporalProperty<Machines>, lasso);
  expect(trace.steps.map(({ step }) => step)).toEqual(['go', 'stay']);
  expect(trace.loop!.from).toBe(1);
  expect(trace.final.it!.value).toBe('b');
});
