import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, deepFreeze, showPath } from '../../checker/system/plain.ts';

const plain = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, 0, -0, 1, -1, 1.5, 1e21, '', '0', 'a', 'null', '"', ','),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', '__proto__', '0'), fc.string()), tie('value'), {
      maxKeys: 3,
    }),
  ),
})).value;

/** The same data with the keys of all objects in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value).reverse()) copy[key] = reversed(inner);
  return copy;
}

/** Equality that a guard can see, but for the order of keys. */
function alike(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && alike(left[key], right[key]))
  );
}

describe('canonical text', () => {
  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(canonical(reversed(value))).toBe(canonical(value));
      }),
    );
    expect(canonical({ b: 1, a: [{ d: 2, c: 3 }] })).toBe('{"a":[{"c":3,"d":2}],"b":1}');
  });

  test('is the same for the same data, and only for that', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        expect(canonical(a) === canonical(b)).toBe(alike(a, b));
      }),
      { numRuns: 500 },
    );
  });

  test('tells apart what JSON does not: -0 and 0', () => {
    expect([canonical(-0), canonical(0), canonical([-0])]).toEqual(['-0', '0', '[-0]']);
  });

  test.each([
    [0, '0'],
    [false, 'false'],
    ['', '""'],
    [null, 'null'],
    [[], '[]'],
    [{}, '{}'],
    ['null', '"null"'],
    [['a,b'], '["a,b"]'],
    [['a', 'b'], '["a","b"]'],
    [{ a: '1,"b":2' }, '{"a":"1,\\"b\\":2"}'],
  ])('%j is %s', (value, text) => {
    expect(canonical(value)).toBe(text);
  });

  test('is JSON where that says it all', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const text = canonical(value) as string;
        expect(alike(JSON.parse(text), value)).toBe(true);
      }),
    );
  });

  test('takes the same object twice, but no object inside itself', () => {
    const shared = { n: 1 };
    expect(canonical([shared, shared])).toBe('[{"n":1},{"n":1}]');
    const list: unknown[] = [];
    list.push({ list });
    expect(canonical(list)).toEqual({ path: [0, 'list'], found: 'a reference to itself' });
  });

  test('takes objects without prototype, but none of a class without name', () => {
    expect(canonical(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
    const nameless = new (class {
      readonly n = 1;
    })();
    expect(canonical(nameless)).toEqual({ path: [], found: 'an instance of a class' });
    expect(canonical(Object.create({}))).toMatchObject({ path: [] });
  });

  test('names the first thing that is not plain, and the path to it', () => {
    expect(canonical({ a: [1, { b: undefined }], c: new Map() })).toEqual({
      path: ['a', 1, 'b'],
      found: 'undefined',
    });
    expect(
      canonical({
        get a() {
          return 1;
        },
      }),
    ).toEqual({ path: ['a'], found: 'a getter' });
    expect(canonical(Object.defineProperty({}, 'a', { set: () => undefined, enumerable: true }))).toEqual({
      path: ['a'],
      found: 'undefined',
    });
  });
});

test('deepFreeze freezes all the way down, also below what is frozen already', () => {
  const value = deepFreeze({ a: [{ b: 1 }], c: Object.freeze({ d: { e: 1 } }), f: null, g: 'x' });
  const parts = [value, value.a, value.a[0], value.c, value.c.d];
  expect(parts.map((part) => Object.isFrozen(part))).toEqual([true, true, true, true, true]);
  expect([1, null, 'x'].map((value) => deepFreeze(value))).toEqual([1, null, 'x']);
});

test.each<[(string | number)[], string]>([
  [['context', 'links', 2, 'ref'], 'context.links[2].ref'],
  [['context', 'a b', 'c-d'], 'context["a b"]["c-d"]'],
  [['context', '2'], 'context["2"]'],
  [[0, 'x'], '[0].x'],
  [[], ''],
])('showPath of %j is %s', (path, text) => {
  expect(showPath(path)).toBe(text);
});
