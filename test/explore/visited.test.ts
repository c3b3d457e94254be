import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Frontier } from '../../checker/explore/frontier.ts';
import { Visited } from '../../checker/explore/visited.ts';
import { makeLayout } from '../../checker/relation/layout.ts';
import type { Layout } from '../../checker/relation/layout.ts';

const unlimited = { maxStates: Infinity, maxBytes: Infinity };
/** Bits per actor for layouts of one to five words. */
const needs = [
  [9, 9, 9],
  [20, 20, 9],
  [20, 20, 20, 3],
  [20, 20, 20, 20],
  [20, 20, 20, 20, 20, 8],
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

function unpack({ words, word, shift, mask }: Layout, packed: Uint32Array, state: number): string {
  return [...word].map((w, actor) => (packed[state * words + w]! >>> shift[actor]!) & mask[actor]!).join();
}

function drain(frontier: Frontier, layout: Layout): string[] {
  const found: string[] = [];
  while (frontier.count > 0) {
    const { states, first, end } = frontier.peek(7);
    for (let state = first; state < end; state++) found.push(unpack(layout, states, state));
    frontier.drop(end - first);
  }
  return found;
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

describe('visited states and the frontier', () => {
  test('hold each state once, in the order of arrival, with its depth; through new layouts', () => {
    fc.assert(
      fc.property(runs, ({ bits, batches }) => {
        const needed = [...bits];
        let layout = makeLayout(needed);
        const visited = new Visited(layout, unlimited);
        let frontier = new Frontier(layout);
        const known = new Map<string, number>();
        batches.forEach(({ states, grow }, depth) => {
          for (const state of states) if (!known.has(state.join())) known.set(state.join(), depth);
          visited.add(pack(layout, states), states.length, depth, frontier);
          if (grow === null) return;
          needed[grow]!++;
          layout = makeLayout(needed);
          expect(visited.relayout(layout)).toBe(true);
          frontier = frontier.inLayout(layout);
        });
        expect(visited.full).toBeUndefined();
        expect([visited.count, frontier.count]).toEqual([known.size, known.size]);
        const held: string[] = [];
        visited.each((packed, place, depth) => {
          expect(visited.find(packed, 0)).toBe(place);
          held.push(`${unpack(layout, packed, 0)} at ${depth}`);
        });
        expect(held.sort()).toEqual([...known].map(([text, depth]) => `${text} at ${depth}`).sort());
        expect(drain(frontier, layout)).toEqual([...known.keys()]);
        const again = [...known.keys()].map((text) => text.split(',').map(Number));
        visited.add(pack(layout, again), again.length, 9, frontier);
        expect([visited.count, frontier.count]).toEqual([known.size, 0]);
      }),
    );
  });

  test('tree compression keeps ten thousand wide states apart', () => {
    const layout = makeLayout([20, 20, 20, 20, 20, 8]);
    const visited = new Visited(layout, unlimited);
    const frontier = new Frontier(layout);
    const states = Array.from({ length: 10_000 }, (_, i) => [
      i % 10,
      1000 - (i % 10),
      Math.floor(i / 10) % 10,
      7,
      Math.floor(i / 100) % 10,
      Math.floor(i / 1000),
    ]);
    for (let round = 0; round < 2; round++) visited.add(pack(layout, states), states.length, 1, frontier);
    expect(visited.count).toBe(10_000);
    expect(drain(frontier, layout)).toEqual(states.map((state) => state.join()));
  });
});

describe('limits', () => {
  test.each([1, 2, 63, 64, 65, 100])(
    '%i states at most, exactly; one that is known does no harm',
    (maxStates) => {
      for (const bits of needs) {
        const layout = makeLayout(bits);
        const visited = new Visited(layout, { maxStates, maxBytes: Infinity });
        const frontier = new Frontier(layout);
        const states = Array.from({ length: 100 }, (_, i) => bits.map((__, actor) => (actor === 0 ? i : 0)));
        const some = [...states.slice(0, maxStates), ...states.slice(0, maxStates)];
        visited.add(pack(layout, some), some.length, 0, frontier);
        expect([visited.count, visited.full]).toEqual([maxStates, undefined]);
        visited.add(pack(layout, states), 100, 0, frontier);
        expect([visited.count, visited.full]).toEqual([
          maxStates,
          maxStates === 100 ? undefined : 'max-states',
        ]);
        expect(frontier.count).toBe(maxStates);
      }
    },
  );

  test('bytes: it takes no array that would pass the limit, and keeps what it has', () => {
    for (const bits of needs) {
      const layout = makeLayout(bits);
      const maxBytes = new Visited(layout, unlimited).bytes * 2.2;
      const frontier = new Frontier(layout);
      const visited = new Visited(layout, { maxStates: Infinity, maxBytes });
      const states = Array.from({ length: 80_000 }, (_, i) =>
        bits.map((__, actor) => (actor < 2 ? (actor === 0 ? i % 512 : i >> 9) : 0)),
      );
      visited.add(pack(layout, states), states.length, 0, frontier);
      expect(visited.full).toBe('max-memory');
      expect(visited.count).toBeGreaterThan(1000);
      expect(drain(frontier, layout)).toEqual(states.slice(0, visited.count).map((state) => state.join()));
    }
  });

  test('bytes: without memory for a new layout, states stay as they are', () => {
    const narrow = makeLayout([9, 9, 9]);
    const maxBytes = new Visited(narrow, unlimited).bytes + 100;
    const visited = new Visited(narrow, { maxStates: Infinity, maxBytes });
    const frontier = new Frontier(narrow);
    visited.add(
      pack(narrow, [
        [1, 2, 3],
        [4, 5, 6],
      ]),
      2,
      0,
      frontier,
    );
    expect(visited.relayout(makeLayout([20, 20, 20]))).toBe(false);
    expect(visited.full).toBe('max-memory');
    expect(visited.layout).toBe(narrow);
    expect(visited.find(pack(narrow, [[4, 5, 6]]), 0)).toBeGreaterThanOrEqual(0);
  });
});
