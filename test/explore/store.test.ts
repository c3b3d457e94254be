import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Store } from '../../checker/explore/store.ts';
import { makeLayout, repack } from '../../checker/relation/layout.ts';
import { settings } from '../oracle/settings.ts';

const limits = { maxStates: Infinity, maxBytes: Infinity, audit: 0 };

/** Actors with so many bits each, and states of them; few values, so that many states are equal. */
const cases = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 14 }).chain((bits) =>
  fc.record({
    bits: fc.constant(bits),
    states: fc.array(
      fc.tuple(...bits.map((width) => fc.integer({ min: 0, max: Math.min(3, 2 ** width - 1) }))),
      {
        maxLength: 400,
      },
    ),
  }),
);

function pack(
  layout: ReturnType<typeof makeLayout>,
  locals: readonly number[],
  target: Uint32Array,
  at: number,
): void {
  locals.forEach((local, actor) => {
    target[at * layout.words + layout.word[actor]!]! |= local << layout.shift[actor]!;
  });
}

test('a store keeps what a set keeps, in the order of finding, whatever the width of states', () => {
  fc.assert(
    fc.property(cases, ({ bits, states }) => {
      const layout = makeLayout(bits);
      const store = new Store(layout, limits);
      const packed = new Uint32Array(Math.max(1, states.length) * layout.words);
      states.forEach((locals, i) => pack(layout, locals, packed, i));
      // Twice, in two parts: the second time nothing is new.
      store.add(
        packed,
        Uint32Array.from(states, (_, i) => i),
        states.length,
      );
      store.add(packed, new Uint32Array(states.length), states.length);
      const expected = [...new Set(states.map((locals) => locals.join()))];
      const found = Array.from({ length: store.count }, (_, i) =>
        Array.from(
          bits,
          (_width, actor) =>
            (store.words[i * layout.words + layout.word[actor]!]! >>> layout.shift[actor]!) &
            layout.mask[actor]!,
        ).join(),
      );
      expect(found).toEqual(expected);
    }),
    settings(200),
  );
});

test('a new layout keeps every state, and finds it again', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 0, max: 13 }), ({ bits, states }, grown) => {
      const before = makeLayout(bits);
      const after = makeLayout(
        bits.map((width, actor) => (actor === grown % bits.length ? width + 3 : width)),
      );
      const store = new Store(before, limits);
      const packed = new Uint32Array(Math.max(1, states.length) * before.words);
      states.forEach((locals, i) => pack(before, locals, packed, i));
      store.add(packed, new Uint32Array(states.length), states.length);
      const count = store.count;
      expect(store.relayout(after)).toBe(true);
      const again = new Uint32Array(Math.max(1, states.length) * after.words);
      repack(before, after, packed, states.length, again);
      store.add(again, new Uint32Array(states.length), states.length);
      expect(store.count).toBe(count);
      const numberOf = store.indexer()!;
      for (let i = 0; i < count; i++) expect(numberOf(store.words, i * after.words)).toBe(i);
    }),
    settings(200),
  );
});

test('a limit on states is exact', () => {
  const layout = makeLayout([12]);
  const store = new Store(layout, { ...limits, maxStates: 10 });
  const states = Uint32Array.from({ length: 10 }, (_, i) => i);
  store.add(states, states, 10);
  expect([store.count, store.full]).toEqual([10, undefined]);
  store.add(states, states, 10);
  expect(store.full).toBeUndefined();
  store.add(Uint32Array.of(11), Uint32Array.of(0), 1);
  expect([store.count, store.full]).toEqual([10, 'max-states']);
});

test('a limit on memory stops it, and keeps what is there', () => {
  const layout = makeLayout([24]);
  const store = new Store(layout, { ...limits, maxBytes: 100_000 });
  const states = Uint32Array.from({ length: 64 }, (_, i) => i);
  for (let start = 0; store.full === undefined && start < 1_000_000; start += 64) {
    store.add(
      states.map((state) => state + start),
      new Uint32Array(64),
      64,
    );
  }
  expect(store.full).toBe('max-memory');
  expect(store.bytes).toBeLessThanOrEqual(100_000);
  expect(store.words[store.count - 1]).toBe(store.count - 1);
});
