import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitsFor, makeLayout, repack } from '../../checker/relation/layout.ts';
import type { Layout } from '../../checker/relation/layout.ts';

const bits = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 60 });

/** Bits of all words that some field covers, each as often as it is covered. */
function covered({ word, shift, mask }: Layout): string[] {
  return [...word].flatMap((w, actor) => {
    const width = Math.log2(mask[actor]! + 1);
    return Array.from({ length: width }, (_, bit) => `${w}:${shift[actor]! + bit}`);
  });
}

function pack(layout: Layout, locals: readonly number[]): Uint32Array {
  const packed = new Uint32Array(layout.words);
  locals.forEach((local, actor) => (packed[layout.word[actor]!]! |= local << layout.shift[actor]!));
  return packed;
}

function unpack({ word, shift, mask }: Layout, packed: Uint32Array): number[] {
  return [...word].map((w, actor) => (packed[w]! >>> shift[actor]!) & mask[actor]!);
}

describe('a layout', () => {
  test('gives each actor at least the bits it needs, in no bit that another has, in no word that is not there', () => {
    fc.assert(
      fc.property(bits, (needed) => {
        const layout = makeLayout(needed);
        const cells = covered(layout);
        expect(new Set(cells).size).toBe(cells.length);
        needed.forEach((bit, actor) => {
          expect(layout.mask[actor]! + 1).toBeGreaterThanOrEqual(2 ** bit);
          expect(layout.capacity[actor]).toBe(layout.mask[actor]! + 1);
          expect(layout.word[actor]).toBeLessThan(layout.words);
          expect(layout.shift[actor]! + Math.log2(layout.capacity[actor]!)).toBeLessThanOrEqual(32);
        });
      }),
    );
  });

  test('leaves bit 31 of the first word alone', () => {
    fc.assert(
      fc.property(bits, (needed) => {
        expect(covered(makeLayout(needed))).not.toContain('0:31');
      }),
    );
    const full = makeLayout([31]);
    expect([full.words, full.mask[0]]).toEqual([1, 2 ** 31 - 1]);
    expect(makeLayout([16, 16]).words).toBe(2);
  });

  test('takes no more words than needed, nearly', () => {
    fc.assert(
      fc.property(bits, (needed) => {
        const sum = needed.reduce((a, b) => a + b, 0);
        // First fit, widest first, needs at most 11/9 of the best and a little.
        expect(makeLayout(needed).words).toBeLessThanOrEqual(
          Math.ceil((11 / 9) * Math.ceil((sum + 1) / 20)) + 1,
        );
      }),
    );
    expect(makeLayout(new Array<number>(31).fill(1)).words).toBe(1);
    expect(makeLayout(new Array<number>(32).fill(1)).words).toBe(2);
    expect(makeLayout(new Array<number>(63).fill(1)).words).toBe(2);
    expect(makeLayout(new Array<number>(64).fill(1)).words).toBe(3);
    expect(makeLayout([17, 3, 17, 3, 17, 3]).words).toBe(3);
  });

  test('gives what is left over to the actors in turn, but not to wide ones', () => {
    expect([...makeLayout([1, 1, 1]).capacity]).toEqual([256, 256, 256]);
    expect([...makeLayout([9, 1]).capacity]).toEqual([512, 256]);
    expect([...makeLayout([10, 10, 10]).capacity]).toEqual([1024, 1024, 1024]);
    expect([...makeLayout([7, 7, 7, 7]).capacity]).toEqual([256, 256, 256, 128]);
  });

  test('is the same for the same needs', () => {
    fc.assert(
      fc.property(bits, (needed) => {
        expect(makeLayout(needed)).toEqual(makeLayout([...needed]));
      }),
    );
  });
});

test.each([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 2],
  [5, 3],
  [256, 8],
  [257, 9],
  [65_536, 16],
  [65_537, 17],
])('%i things are told apart by %i bits', (count, wanted) => {
  expect(bitsFor(count)).toBe(wanted);
});

test('repacking keeps the local states of every state', () => {
  const twoNeeds = bits.chain((before) =>
    fc.record({
      before: fc.constant(before),
      more: fc.tuple(...before.map(() => fc.nat(4))),
      states: fc.array(fc.tuple(...before.map((bit) => fc.nat(2 ** bit - 1))), { maxLength: 20 }),
      unused: fc.nat(3),
    }),
  );
  fc.assert(
    fc.property(twoNeeds, ({ before, more, states, unused }) => {
      const [from, to] = [makeLayout(before), makeLayout(before.map((bit, i) => bit + more[i]!))];
      const source = new Uint32Array((states.length + unused) * from.words).fill(0xdead_beef);
      states.forEach((locals, i) => {
        source.set(pack(from, locals), i * from.words);
      });
      const target = new Uint32Array((states.length + unused) * to.words);
      repack(from, to, source, states.length, target);
      states.forEach((locals, i) => {
        expect(unpack(to, target.subarray(i * to.words, (i + 1) * to.words))).toEqual(locals);
      });
      expect(target.subarray(states.length * to.words).every((word) => word === 0)).toBe(true);
      expect(states.every((_, i) => target[i * to.words]! >>> 31 === 0)).toBe(true);
    }),
  );
});
