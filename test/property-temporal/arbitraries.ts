import fc from 'fast-check';
import type { Word } from '../oracle/temporal-formula.ts';
import { ltlFormula } from '../oracle/temporal-random.ts';
import { ATOMS } from './convert.ts';

export const formula = ltlFormula(ATOMS, 4);

const letter = fc.subarray([...ATOMS]).map((names) => new Set<string>(names));

/** Short infinite words. */
export const word: fc.Arbitrary<Word> = fc
  .array(letter, { minLength: 1, maxLength: 6, size: 'max' })
  .chain((letters) => fc.nat(letters.length - 1).map((loop) => ({ letters, loop })));
