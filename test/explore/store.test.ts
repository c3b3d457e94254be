import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Store } from '../../checker/explore/store.ts';
import { makeLayout } from '../../checker/relation/layout.ts';
import type { Layout } from '../../checker/relation/layout.ts';

const unlimited = { maxStates: Infinity, maxBytes: Infinity };
/** Bits per actor for layouts of one to four words. */
const needs = [
  [9, 9, 9],
  [20, 20, 9],
  [20, 20, 20, 3],
  [20, 20, 20, 20],
];

function pack(layout: Layout, states: readonly (readonly number[])[]): Uint32Array {
  const packed = new Uint32Array(states.length * layout.words);
  states.forEach((locals, i) => {
    locals.forEach(
      (local, actor) => (packed[i * layout.words + layout.word[actor]!]! |= local << layout.shift[actor]!),
    );
  });
  return packed;
}

function unpack(store: Store, state: number): number[] {
  const { words, word, shift, mask } = store.layout;
  return [...word].map((w, actor) => (store.words[state * words + w]! >>> shift[actor]!) & mask[actor]!);
}

/** Few values per actor, so that many states come again; the largest ones among them. */
const locals = (bits: readonly number[]): fc.Arbitrary<number[]> =>
  fc.tuple(...bits.map((bit) => fc.constantFrom<number[]>(0, 1, 2, 2 ** bit - 1, 2 ** (bit - 1))));

const runs = fc.constantFrom(...needs).chain((bits) =>
  fc.record({
    bits: fc.constant(bits),
    batches: fc.array(
      fc.record({
        states: fc.array(locals(bits), { maxLength: 150 }),
        grow: fc.option(fc.nat(bits.length - 1), { freq: 3 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  }),
);

describe('the store of visited states', () => {
  test('holds each state once, in the order of arrival, with the state it was found from; through new layouts', () => {
    fc.assert(
      fc.property(runs, ({ bits, batches }) => {
        const needed = [...bits];
        const store = new Store(makeLayout(needed), unlimited);
        const known = new Map<string, number>();
        const from: number[] = [];
        for (const { states, grow } of batches) {
          const parents = states.map((_, i) => (known.size === 0 ? 0 : (i * 7) % known.size));
          states.forEach((state, i) => {
            if (known.has(state.join())) return;
            known.set(state.join(), known.size);
            from.push(parents[i]!);
          });
          store.add(pack(store.layout, states), Uint32Array.from(parents), states.length);
          if (grow === null) continue;
          needed[grow]!++;
          expect(store.relayout(makeLayout(needed))).toBe(true);
        }
        expect(store.full).toBeUndefined();
        expect(store.count).toBe(known.size);
        expect(Array.from({ length: store.count }, (_, state) => unpack(store, state).join())).toEqual([
          ...known.keys(),
        ]);
        expect([...store.parents.subarray(0, store.count)]).toEqual(from);
        const numberOf = store.indexer()!;
        for (const [text, number] of known) {
          const again = pack(store.layout, [text.split(',').map(Number)]);
          expect(numberOf(again, 0)).toBe(number);
          store.add(again, Uint32Array.of(0), 1);
        }
        expect(store.count).toBe(known.size);
      }),
    );
  });

  test.each([1, 2, 3, 4])(
    'grows beyond its first table: 20,000 states of %i words, each offered three times',
    (words) => {
      const layout = makeLayout(needs[words - 1]!.map((bits) => Math.max(bits, 9)));
      const store = new Store(layout, unlimited);
      const states = Array.from({ length: 20_000 }, (_, i) =>
        needs[words - 1]!.map((__, actor) => (actor === 0 ? i % 512 : (i >> 9) & 511)),
      );
      const packed = pack(layout, states);
      for (let round = 0; round < 3; round++)
        store.add(packed, new Uint32Array(states.length), states.length);
      expect(store.layout.words).toBe(words);
      expect(store.count).toBe(20_000);
      expect([0, 511, 512, 19_999].map((state) => unpack(store, state))).toEqual(
        [0, 511, 512, 19_999].map((i) => states[i]),
      );
      expect(store.bytes).toBe(store.words.byteLength + store.parents.byteLength + 65_536 * words * 4);
    },
  );

  test('a path leads from the first state along the parents', () => {
    const store = new Store(makeLayout([8]), unlimited);
    store.add(Uint32Array.of(0, 1, 2, 3, 4), Uint32Array.of(0, 0, 0, 1, 3), 5);
    expect([0, 2, 4].map((state) => store.path(state))).toEqual([[0], [0, 2], [0, 1, 3, 4]]);
  });
});

describe('limits of the store', () => {
  test.each([1, 2, 63, 64, 65, 100])(
    '%i states at most, exactly; one that is known does no harm',
    (maxStates) => {
      for (const bits of needs) {
        const store = new Store(makeLayout(bits), { maxStates, maxBytes: Infinity });
        const states = Array.from({ length: 100 }, (_, i) => bits.map((__, actor) => (actor === 0 ? i : 0)));
        const packed = pack(store.layout, [...states.slice(0, maxStates), ...states.slice(0, maxStates)]);
        store.add(packed, new Uint32Array(2 * maxStates), 2 * maxStates);
        expect([store.count, store.full]).toEqual([maxStates, undefined]);
        store.add(pack(store.layout, states), new Uint32Array(100), 100);
        expect([store.count, store.full]).toEqual([maxStates, maxStates === 100 ? undefined : 'max-states']);
        if (maxStates < 100) expect(unpack(store, maxStates - 1)).toEqual(states[maxStates - 1]);
      }
    },
  );

  test('bytes: it takes no array that would pass the limit, and keeps what it has', () => {
    for (const bits of needs) {
      const layout = makeLayout(bits);
      const maxBytes = new Store(layout, unlimited).bytes * 2.2;
      const store = new Store(layout, { maxStates: Infinity, maxBytes });
      const states = Array.from({ length: 20_000 }, (_, i) =>
        bits.map((__, actor) => (actor < 2 ? (actor === 0 ? i % 512 : i >> 9) : 0)),
      );
      store.add(pack(layout, states), new Uint32Array(20_000), 20_000);
      expect(store.full).toBe('max-memory');
      expect(store.bytes).toBeLessThanOrEqual(maxBytes);
      expect(store.count).toBeGreaterThan(1000);
      expect(unpack(store, store.count - 1)).toEqual(states[store.count - 1]);
    }
  });

  test('bytes: without memory for a new layout, states stay as they are', () => {
    const narrow = makeLayout([9, 9, 9]);
    const probe = new Store(narrow, unlimited);
    const store = new Store(narrow, { maxStates: Infinity, maxBytes: probe.bytes + 100 });
    store.add(
      pack(narrow, [
        [1, 2, 3],
        [4, 5, 6],
      ]),
      Uint32Array.of(0, 0),
      2,
    );
    expect(store.relayout(makeLayout([20, 20, 20]))).toBe(false);
    expect(store.full).toBe('max-memory');
    expect(store.layout).toBe(narrow);
    expect([unpack(store, 0), unpack(store, 1)]).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });
});
