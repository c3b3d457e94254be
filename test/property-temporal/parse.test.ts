import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ltl, RefholdError } from '../../checker/index.ts';
import { parseFormula } from '../../checker/property/parse.ts';
import { settings } from '../oracle/settings.ts';
import { show, showTersely } from '../oracle/temporal-formula.ts';
import { formula } from './arbitraries.ts';
import { ATOMS, toFormula } from './convert.ts';

const names = ['a', 'b', 'c', 'd'];
/** The same formula, with parentheses everywhere. */
const same = (text: string, full: string): void =>
  expect(parseFormula(text, names)).toEqual(parseFormula(full, names));

describe('a formula is read', () => {
  test('as it was written, with all parentheses and with as few as possible', () => {
    fc.assert(
      fc.property(formula, (written) => {
        expect(parseFormula(show(written), ATOMS)).toEqual(toFormula(written));
        expect(parseFormula(showTersely(written), ATOMS)).toEqual(toFormula(written));
        expect(parseFormula(show(written).replaceAll(' ', '\n\t '), ATOMS)).toEqual(toFormula(written));
      }),
      settings(2_000),
    );
  });

  test.each([
    // Loosest first: <->, ->, |, &, U R W, then what stands before.
    ['a <-> b -> c', 'a <-> (b -> c)'],
    ['a -> b <-> c', '(a -> b) <-> c'],
    ['a -> b | c', 'a -> (b | c)'],
    ['a | b -> c', '(a | b) -> c'],
    ['a | b & c', 'a | (b & c)'],
    ['a & b | c', '(a & b) | c'],
    ['a & b U c', 'a & (b U c)'],
    ['a U b & c', '(a U b) & c'],
    ['a W b | c R d', '(a W b) | (c R d)'],
    ['! a U b', '(!a) U b'],
    ['G a U b', '(G a) U b'],
    ['G a -> F b', '(G a) -> (F b)'],
    ['! G F a & b', '(!(G (F a))) & b'],
    ['!!a', '!(!a)'],
  ])('%s as %s', (text, full) => same(text, full));

  test.each([
    ['a -> b -> c', 'a -> (b -> c)'],
    ['a U b U c', 'a U (b U c)'],
    ['a R b R c', 'a R (b R c)'],
    ['a W b W c', 'a W (b W c)'],
    ['a U b W c R d', 'a U (b W (c R d))'],
    ['a & b & c', '(a & b) & c'],
    ['a | b | c', '(a | b) | c'],
    ['a <-> b <-> c', '(a <-> b) <-> c'],
  ])('%s, grouped as %s', (text, full) => same(text, full));

  test.each([
    ['[]a', 'G a'],
    ['<>a', 'F a'],
    ['[]<>a', 'G F a'],
    ['<>[]a', 'F G a'],
    ['a && b || c', 'a & b | c'],
    ['a and b or not c', 'a & b | ! c'],
    ['a<->b', 'a <-> b'],
    ['a->b', 'a -> b'],
    ['(((a)))', 'a'],
    ['\n a\tU\n b ', 'a U b'],
  ])('%s like %s', (text, full) => same(text, full));

  test('constants, and names that begin like operators', () => {
    expect(parseFormula('true U false', [])).toEqual({
      op: 'until',
      left: { op: 'true' },
      right: { op: 'false' },
    });
    const odd = ['Good', 'Fine', 'U2', 'trueish', 'nothing', 'a.b', '_x'];
    odd.forEach((name, i) => expect(parseFormula(name, odd)).toEqual({ op: 'atom', atom: i }));
  });
});

describe('a formula that cannot be read is RH111', () => {
  test.each([
    ['', 'something is missing at the end', 0],
    ['   ', 'something is missing at the end', 3],
    ['G', 'something is missing at the end', 1],
    ['a &', 'something is missing at the end', 3],
    ['(a', 'a ")" is missing', 2],
    ['(a b', 'a ")" is missing', 3],
    ['a)', '")" is one too many', 1],
    ['a b', '"b" is one too many', 2],
    ['a ! b', '"!" is one too many', 2],
    ['G (x -> F a)', '"x" is not an atom.', 3],
    ['a & & b', '"&" is not an atom.', 4],
    ['U a', '"U" is not an atom.', 0],
    ['a = b', 'this is not understood', 2],
    ['a ->  %', 'this is not understood', 6],
    ['a -', 'this is not understood', 2],
    ['X a', 'there is no "next"', 0],
    ['G X a', 'there is no "next"', 2],
  ])('%j: %s', (text, what, position) => {
    const error = errorOf(() => parseFormula(text, names));
    expect(error.code).toBe('RH111');
    const [first, written, caret] = error.what.split('\n');
    expect(first).toContain(what);
    expect(written!.trim()).toBe(text.trim());
    const margin = written!.length - text.length;
    expect(caret!.indexOf('^') - margin).toBe(position);
  });

  test('with a suggestion where there is one', () => {
    expect(errorOf(() => parseFormula('G halted', ['halting', 'halt'])).what).toContain('Did you mean');
  });

  test('with more atoms than there is room for', () => {
    const atoms = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, () => true]));
    expect(errorOf(() => ltl('many', 'a0', atoms(32))).code).toBe('RH111');
    expect(ltl('enough', 'a30', atoms(31)).formula).toEqual({ op: 'atom', atom: 30 });
  });

  test('with more ends to look for than there is room for', () => {
    const names = Array.from({ length: 31 }, (_, i) => `a${i}`);
    const atoms = Object.fromEntries(names.map((name) => [name, () => true]));
    const all = names.map((name) => `G F ${name}`).join(' & ');
    expect(ltl('enough', all, atoms).text).toBe(all);
    const error = errorOf(() => ltl('many', `${all} & G F (a0 & a1)`, atoms));
    expect(error.code).toBe('RH111');
    expect(error.what).toContain('32');
  });

  test.each(['G', 'F', 'U', 'R', 'W', 'X', 'true', 'false', 'and', 'or', 'not', 'two words', '1st', ''])(
    'with an atom that no formula can name: %j',
    (name) => {
      expect(errorOf(() => ltl('named', 'true', { [name]: () => true })).code).toBe('RH111');
    },
  );
});

function errorOf(call: () => unknown): RefholdError {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof RefholdError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}
