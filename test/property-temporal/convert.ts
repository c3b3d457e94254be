/** Between the formulas of the tests and those of the checker. */
import type { Formula, NormalFormula } from '../../checker/property/formula.ts';
import type { Ltl, Word } from '../oracle/temporal-formula.ts';
import { atom, binary, unary } from '../oracle/temporal-formula.ts';

const UNARY = { '!': 'not', G: 'always', F: 'eventually' } as const;
const BINARY = {
  '&': 'and',
  '|': 'or',
  '->': 'implies',
  '<->': 'iff',
  U: 'until',
  R: 'release',
  W: 'weakUntil',
} as const;

export const ATOMS = ['p', 'q', 'r'] as const;

/** A formula as the checker has it. */
export function toFormula(formula: Ltl): Formula {
  switch (formula.op) {
    case 'true':
    case 'false':
      return formula;
    case 'atom':
      return { op: 'atom', atom: ATOMS.indexOf(formula.name as 'p') };
    case '!':
    case 'G':
    case 'F':
      return { op: UNARY[formula.op], of: toFormula(formula.of) };
    default:
      return { op: BINARY[formula.op], left: toFormula(formula.left), right: toFormula(formula.right) };
  }
}

/** A formula of the checker in normal form, as the tests have it. */
export function fromNormal(formula: NormalFormula): Ltl {
  switch (formula.op) {
    case 'true':
    case 'false':
      return formula;
    case 'literal':
      return formula.positive ? atom(ATOMS[formula.atom]!) : unary('!', atom(ATOMS[formula.atom]!));
    default: {
      const op = ({ and: '&', or: '|', until: 'U', release: 'R' } as const)[formula.op];
      return binary(op, fromNormal(formula.left), fromNormal(formula.right));
    }
  }
}

/** Letters as the checker has them. */
export function toTruths({ letters }: Word): number[] {
  return letters.map((letter) =>
    ATOMS.reduce((mask, name, i) => (letter.has(name) ? mask | (1 << i) : mask), 0),
  );
}
