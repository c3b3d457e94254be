import fc from 'fast-check';
import { assign, createMachine } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { defineSystem } from '../../checker/index.ts';
import type { Change, System } from '../../checker/index.ts';
import { nextSnapshot } from '../../checker/system/snapshot.ts';
import { changes, localState } from '../../checker/trace/diff.ts';

const holder = createMachine({
  id: 'holder',
  types: {} as {
    context: { v: unknown };
    events: { type: 'set'; v: unknown } | { type: 'end' } | { type: 'off' } | { type: 'on' };
  },
  context: { v: 0 },
  initial: 'up',
  output: ({ context }) => ({ last: context.v }),
  states: {
    up: {
      initial: 'p',
      states: { p: { on: { on: 'q' } }, q: {}, past: { type: 'history' } },
      on: { set: { actions: assign({ v: ({ event }) => event.v }) }, off: 'off', end: 'end' },
    },
    off: { on: { on: 'up.past' } },
    end: { type: 'final' },
  },
});
const plain = createMachine({ id: 'plain', initial: 'x', states: { x: { on: { go: 'y' } }, y: {} } });
const system = defineSystem({
  actors: { a: holder, b: plain },
  steps: { s: () => null },
}) as unknown as System;

function after(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  ...events: object[]
): AnyMachineSnapshot {
  return events.reduce<AnyMachineSnapshot>(
    (at, event) => nextSnapshot({ actor: 'a', machine }, at, event as never),
    snapshot,
  );
}

const [a, b] = system.actors.map(({ initial }) => initial as AnyMachineSnapshot) as [
  AnyMachineSnapshot,
  AnyMachineSnapshot,
];
const set = (v: unknown): object => ({ type: 'set', v });

/** What changes in actor a when it takes the second list of events, after the first. */
function change(before: object[], then: object[]): Omit<Change, 'actor'>[] {
  const old = after(holder, a, ...before);
  const found = changes(system, [old, b], [after(holder, old, ...then), b]);
  expect(found.every(({ actor }) => actor === 'a')).toBe(true);
  return found.map((one) => ({
    path: one.path.join('.') as never,
    ...('before' in one ? { before: one.before } : {}),
    ...('after' in one ? { after: one.after } : {}),
  }));
}

describe('what changed', () => {
  test('nothing', () => {
    expect(changes(system, [a, b], [a, b])).toEqual([]);
    expect(change([], [set(0)])).toEqual([]);
  });

  test('the state, as a whole', () => {
    expect(change([], [{ type: 'on' }])).toEqual([
      { path: 'value', before: { up: 'p' }, after: { up: 'q' } },
    ]);
    expect(changes(system, [a, b], [a, after(plain, b, { type: 'go' })])).toEqual([
      { actor: 'b', path: ['value'], before: 'x', after: 'y' },
    ]);
  });

  test('a context, only where it changed', () => {
    expect(change([], [set(1)])).toEqual([{ path: 'context.v', before: 0, after: 1 }]);
    expect(change([set({ x: 1, y: [{ z: 1 }, 2] })], [set({ x: 1, y: [{ z: 3 }, 2] })])).toEqual([
      { path: 'context.v.y.0.z', before: 1, after: 3 },
    ]);
  });

  test('what came has no before, and what went has no after', () => {
    expect(change([set({ x: 1 })], [set({ x: 1, y: 2 })])).toEqual([{ path: 'context.v.y', after: 2 }]);
    expect(change([set({ x: 1, y: 2 })], [set({ y: 2 })])).toEqual([{ path: 'context.v.x', before: 1 }]);
    expect(change([set([1])], [set([1, 2])])).toEqual([{ path: 'context.v.1', after: 2 }]);
    expect(change([set(null)], [set([])])).toEqual([{ path: 'context.v', before: null, after: [] }]);
  });

  test('history and status and output', () => {
    expect(change([], [{ type: 'off' }])).toEqual([
      { path: 'value', before: { up: 'p' }, after: 'off' },
      { path: 'history', after: { 'holder.up.past': ['holder.up.p'] } },
    ]);
    expect(change([{ type: 'off' }, { type: 'on' }, { type: 'on' }], [{ type: 'off' }])).toEqual([
      { path: 'value', before: { up: 'q' }, after: 'off' },
      { path: 'history.holder.up.past.0', before: 'holder.up.p', after: 'holder.up.q' },
    ]);
    expect(change([set(1)], [{ type: 'end' }])).toEqual(
      expect.arrayContaining([
        { path: 'value', before: { up: 'p' }, after: 'end' },
        { path: 'status', after: 'done' },
        { path: 'output', after: { last: 1 } },
      ]),
    );
  });

  test('several actors, in the order of the definition', () => {
    const found = changes(system, [a, b], [after(holder, a, set(1)), after(plain, b, { type: 'go' })]);
    expect(found.map(({ actor }) => actor)).toEqual(['a', 'b']);
  });

  test('applied to what was before, it gives what is after', () => {
    // Keys like `toString`, which every object has, are beyond what differences are told of.
    const value = fc
      .jsonValue({ maxDepth: 3 })
      .filter((one) => !/"(__|to|has|is|prop|valueOf|constr)/.test(JSON.stringify(one)));
    fc.assert(
      fc.property(value, value, (from, to) => {
        const [old, now] = [after(holder, a, set(from)), after(holder, a, set(from), set(to))];
        const state = structuredClone(localState(old)) as unknown as Record<string, unknown>;
        for (const one of changes(system, [old, b], [now, b])) apply(state, one);
        expect(state).toEqual(localState(now));
      }),
      { numRuns: 300 },
    );
  });
});

function apply(state: Record<string, unknown>, change: Change): void {
  const path = [...change.path];
  const last = path.pop()!;
  const owner = path.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, state);
  if ('after' in change)
    Object.defineProperty(owner, last, {
      value: change.after,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else if (Array.isArray(owner)) owner.length = Math.min(owner.length, Number(last));
  else Reflect.deleteProperty(owner, last);
}

test('a local state as plain data leaves out what says nothing', () => {
  expect(localState(b)).toEqual({ value: 'x' });
  expect(localState(a)).toEqual({ value: { up: 'p' }, context: { v: 0 } });
  expect(localState(after(holder, a, { type: 'off' }))).toEqual({
    value: 'off',
    context: { v: 0 },
    history: { 'holder.up.past': ['holder.up.p'] },
  });
  expect(localState(after(holder, a, { type: 'end' }))).toMatchObject({
    value: 'end',
    status: 'done',
    output: { last: 0 },
  });
});
