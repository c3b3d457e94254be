import { createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { defineSystem } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';
import { makeView } from '../../checker/system/view.ts';
import { refusal } from '../support.ts';

const machine = createMachine({ id: 'm', initial: 'x', states: { x: { on: { go: 'x' } } } });
const system = defineSystem({
  actors: { a: machine, b: machine },
  steps: { go: () => ({ a: { type: 'go' } }) },
});

function tracked(): { view: Record<string, unknown>; reads: number[] } {
  const reads: number[] = [];
  const view = makeView(system as unknown as System, (actor) => {
    reads.push(actor);
    return `snapshot ${actor}` as never;
  });
  return { view: view, reads };
}

describe('the state that steps read', () => {
  test('notes each actor that is looked at, and no other', () => {
    const { view, reads } = tracked();
    expect(reads).toEqual([]);
    expect([view.b, view.a, view.b]).toEqual(['snapshot 1', 'snapshot 0', 'snapshot 1']);
    expect(reads).toEqual([1, 0, 1]);
  });

  test('notes what is taken apart, spread or listed', () => {
    const { view, reads } = tracked();
    const { b, ...rest } = view;
    expect([b, rest]).toEqual(['snapshot 1', { a: 'snapshot 0' }]);
    expect(new Set(reads)).toEqual(new Set([0, 1]));
    expect(Object.entries({ ...view })).toEqual([
      ['a', 'snapshot 0'],
      ['b', 'snapshot 1'],
    ]);
    expect(Object.keys(view)).toEqual(['a', 'b']);
  });

  test('knows its actors without looking at them', () => {
    const { view, reads } = tracked();
    expect(['a' in view, 'c' in view, Symbol.iterator in view]).toEqual([true, false, false]);
    expect(reads).toEqual([]);
  });

  test('has no other actors', () => {
    const { view } = tracked();
    expect(refusal(() => view.c)).toMatchObject({ code: 'RH103', what: '"c". Did you mean "a"?' });
    expect(refusal(() => view.constructor).code).toBe('RH103');
    expect([view.then, view.toJSON, view[Symbol.toPrimitive as never]]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('cannot be changed', () => {
    const { view } = tracked();
    const attempts = [
      () => (view.a = 1),
      () => (view.c = 1),
      () => delete view.a,
      () => Object.defineProperty(view, 'a', { value: 1 }),
      () => {
        Object.setPrototypeOf(view, {});
      },
      () => Object.assign(view, { a: 1 }),
    ];
    for (const attempt of attempts) expect(attempt).toThrow('the state is read only');
  });
});
