/**
 * Linear temporal logic over numbered atoms, in negation normal form where it matters. There is no "next": the step of
 * another actor in between must not change what is true.
 */
export type Formula =
  | { readonly op: 'true' | 'false' }
  | { readonly op: 'atom'; readonly atom: number }
  | { readonly op: 'not' | 'always' | 'eventually'; readonly of: Formula }
  | {
      readonly op: 'and' | 'or' | 'implies' | 'iff' | 'until' | 'release' | 'weakUntil';
      readonly left: Formula;
      readonly right: Formula;
    };

/** A formula whose only operators are these; negations stand before atoms. */
export type NormalFormula =
  | { readonly op: 'true' | 'false' }
  | { readonly op: 'literal'; readonly atom: number; readonly positive: boolean }
  | {
      readonly op: 'and' | 'or' | 'until' | 'release';
      readonly left: NormalFormula;
      readonly right: NormalFormula;
    };

const TRUE: NormalFormula = { op: 'true' };
const FALSE: NormalFormula = { op: 'false' };

export const atom = (number: number): Formula => ({ op: 'atom', atom: number });
export const not = (of: Formula): Formula => ({ op: 'not', of });
export const globally = (of: Formula): Formula => ({ op: 'always', of });
export const finally_ = (of: Formula): Formula => ({ op: 'eventually', of });
export const implies = (left: Formula, right: Formula): Formula => ({ op: 'implies', left, right });

/** The formula, or with `negated` its negation, in normal form. */
export function normalise(formula: Formula, negated = false): NormalFormula {
  switch (formula.op) {
    case 'true':
    case 'false':
      return (formula.op === 'true') === negated ? FALSE : TRUE;
    case 'atom':
      return { op: 'literal', atom: formula.atom, positive: !negated };
    case 'not':
      return normalise(formula.of, !negated);
    case 'always':
      return negated
        ? { op: 'until', left: TRUE, right: normalise(formula.of, true) }
        : { op: 'release', left: FALSE, right: normalise(formula.of) };
    case 'eventually':
      return negated
        ? { op: 'release', left: FALSE, right: normalise(formula.of, true) }
        : { op: 'until', left: TRUE, right: normalise(formula.of) };
    default:
      return normaliseBinary(formula.op, formula.left, formula.right, negated);
  }
}

function normaliseBinary(
  op: 'and' | 'or' | 'implies' | 'iff' | 'until' | 'release' | 'weakUntil',
  left: Formula,
  right: Formula,
  negated: boolean,
): NormalFormula {
  // Only those parts are looked at that are wanted: a part that is looked at twice costs twice per level.
  const both = (name: 'and' | 'or' | 'until' | 'release'): NormalFormula => ({
    op: name,
    left: normalise(left, negated),
    right: normalise(right, negated),
  });
  switch (op) {
    case 'and':
      return both(negated ? 'or' : 'and');
    case 'or':
      return both(negated ? 'and' : 'or');
    case 'implies':
      return normalise({ op: 'or', left: not(left), right }, negated);
    case 'iff':
      return normalise({ op: 'and', left: implies(left, right), right: implies(right, left) }, negated);
    case 'until':
      return both(negated ? 'release' : 'until');
    case 'release':
      return both(negated ? 'until' : 'release');
    case 'weakUntil':
      // a W b is b R (a or b).
      return normalise({ op: 'release', left: right, right: { op: 'or', left, right } }, negated);
  }
}

/** Text that is the same for the same formula. */
export function formulaKey(formula: NormalFormula): string {
  switch (formula.op) {
    case 'true':
    case 'false':
      return formula.op;
    case 'literal':
      return `${formula.positive ? '' : '!'}${formula.atom}`;
    default:
      return `(${formulaKey(formula.left)} ${formula.op} ${formulaKey(formula.right)})`;
  }
}
