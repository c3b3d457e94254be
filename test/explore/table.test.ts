import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mix, mixShape, unmix } from '../../checker/explore/mix.ts';
import { Table } from '../../checker/explore/table.ts';

const always = (): boolean => true;
const word = fc.integer({ min: 0, max: 0xffff_ffff });
/** A key of so many bits, as low and high part; often small, so that neighbours occur. */
const key = (bits: number): fc.Arbitrary<[number, number]> =>
  fc
    .tuple(fc.oneof(word, fc.nat(300)), fc.oneof(word, fc.nat(3)))
    .map(([low, high]) => [bits >= 32 ? low | 0 : low % 2 ** bits, bits <= 32 ? 0 : high % 2 ** (bits - 32)]);

/** All keys of a table, as text, with their depths. */
function contents(table: Table): string[] {
  const found: string[] = [];
  table.each((low, high, place, depth) => {
    found.push(`${low} ${high} ${depth}${table.find(low, high) === place ? '' : ', not found'}`);
  });
  return found.sort();
}

describe('mixing', () => {
  test('is undone, for any number of bits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 63 }).chain((bits) => fc.tuple(fc.constant(bits), key(bits))),
        ([bits, [low, high]]) => {
          const shape = mixShape(Math.min(32, bits));
          const mixed = mix(low, high, shape);
          expect(unmix(mixed, high, shape) | 0).toBe(low | 0);
          if (bits < 32) expect(mixed).toBeLessThan(2 ** bits);
        },
      ),
    );
  });

  test('takes no two keys to one', () => {
    for (const bits of [1, 2, 7, 13, 16]) {
      const all = Array.from({ length: 2 ** bits }, (_, low) => mix(low, 0, mixShape(bits)));
      expect(new Set(all).size).toBe(2 ** bits);
      expect(Math.min(...all)).toBe(0);
      expect(Math.max(...all)).toBe(2 ** bits - 1);
    }
  });
});

describe('the table of visited states', () => {
  test('holds each key once, with its depth, and nothing else', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 63 })
          .chain((bits) => fc.tuple(fc.constant(bits), fc.array(key(bits), { maxLength: 200 }), key(bits))),
        ([bits, keys, other]) => {
          const table = new Table(bits, 1, always);
          const known = new Map<string, number>();
          keys.forEach(([low, high], i) => {
            const isNew = !known.has(`${low} ${high}`);
            if (table.add(low, high, i % 4) !== (isNew ? 1 : 0)) throw new Error('new or not?');
            if (isNew) known.set(`${low} ${high}`, i % 4);
          });
          expect(table.count).toBe(known.size);
          expect(contents(table)).toEqual([...known].map(([text, depth]) => `${text} ${depth}`).sort());
          expect(table.find(...other) >= 0).toBe(known.has(other.join(' ')));
        },
      ),
    );
  });

  const sizes = [
    ...[20, 31, 32, 33, 36, 45, 52, 63].map((bits) => ({ bits, count: 100_000, place: 'any' as const })),
    // By compiled code, and so many that those that wait come in several lots.
    { bits: 31, count: 1_900_000, place: 'memory' as const },
    { bits: 60, count: 500_000, place: 'shared' as const },
  ];

  test.each(sizes)(
    '$count keys of $bits bits: grows in place and keeps everything',
    ({ bits, count, place }) => {
      const table = new Table(bits, 1, always, place);
      const shapes = new Set<string>();
      const keyOf = (i: number): [number, number] =>
        bits <= 32 ? [Math.imul(i, 3), 0] : [Math.imul(i, 0x10001), Math.imul(i, 5) & (2 ** (bits - 32) - 1)];
      const depthOf = (i: number): number => i >> 13;
      for (let i = 0; i < count; i++) {
        table.reserve(1);
        if (table.add(...keyOf(i), depthOf(i)) !== 1) throw new Error(`key ${i} was there already`);
        const { lineBits, width } = table.shape;
        shapes.add(`${lineBits} ${width}`);
      }
      expect(shapes.size).toBeGreaterThan(4);
      expect(table.count).toBe(count);
      let wrong = 0;
      for (let i = 0; i < count; i++) {
        const place = table.find(...keyOf(i));
        if (place < 0 || table.depthAt(place) !== depthOf(i) % table.depths) wrong++;
        if (table.add(...keyOf(i), 0) !== 0) wrong++;
      }
      for (let i = count; i < count + 20_000; i++) if (table.find(...keyOf(i)) >= 0) wrong++;
      expect(wrong).toBe(0);
      let listed = 0;
      table.each((low, high, place) => {
        if (table.find(low, high) !== place) wrong++;
        listed++;
      });
      expect([listed, wrong]).toEqual([count, 0]);
      expect(table.bytes / table.count).toBeLessThan(bits <= 33 ? 9.5 : 19);
    },
  );

  test('slots of two words become slots of one as soon as the place tells enough', () => {
    const table = new Table(31, 1, always);
    expect(table.shape.width).toBe(2);
    for (let i = 0; i < 20_000; i++) table.add(77 * i, 0, 1);
    expect(table.shape.width).toBe(1);
  });

  test('depths stay exact with more bits for them, and are known modulo what there was where they never were', () => {
    const shallow = new Table(31, 1, always);
    const first = shallow.depths;
    for (let i = 0; i < 100_000; i++) shallow.add(i, 0, i % first);
    expect(shallow.depths).toBeGreaterThan(first);
    expect(Array.from({ length: 100_000 }, (_, i) => shallow.depthAt(shallow.find(i, 0)))).toEqual(
      Array.from({ length: 100_000 }, (_, i) => i % first),
    );
    const deep = new Table(31, 1, always);
    for (let i = 0; i < 100_000; i++) deep.add(i, 0, i);
    expect(deep.depths).toBe(first);
    expect(deep.depthAt(deep.find(99_999, 0))).toBe(99_999 % first);
  });

  test('asks before it takes more bytes, fills up what it has, and keeps it', () => {
    const asked: number[] = [];
    const table: Table = new Table(31, 1, (bytes) => {
      asked.push(bytes);
      return table.bytes + bytes <= 55_000;
    });
    let added = 0;
    while (table.add(added, 0, 0) === 1) added++;
    expect(table.bytes).toBe(32_768);
    expect(added).toBeGreaterThan(0.85 * 4_096);
    // The next size, and a list of keys that wait.
    expect(asked.at(-1)).toBeGreaterThan(65_536);
    expect(table.count).toBe(added);
    expect(table.find(added - 1, 0)).toBeGreaterThanOrEqual(0);
    expect(table.find(added, 0)).toBeLessThan(0);
    expect(contents(table)).toHaveLength(added);
  });
});
