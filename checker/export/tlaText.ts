/** Lines of TLA+ that know nothing of networks. */
import type { Formula } from '../property/formula.ts';

/** A heading. */
export function section(title: string): string[] {
  return ['', `\\* ---- ${title}`];
}

/** A definition as a list of what is true together. */
export function conjunction(name: string, parts: readonly string[]): string[] {
  if (parts.length === 0) return [`${name} == TRUE`];
  if (parts.length === 1) return [`${name} == ${parts[0]!}`];
  return [`${name} ==`, ...parts.map((part) => `  /\\ ${part}`)];
}

const UNARY = { not: '~', always: '[]', eventually: '<>' } as const;
const BINARY = { and: '/\\', or: '\\/', implies: '=>', iff: '<=>' } as const;

/** Undefined for operators that TLA+ does not have. */
export function formulaText(formula: Formula, atoms: readonly string[]): string | undefined {
  switch (formula.op) {
    case 'true':
    case 'false':
      return formula.op.toUpperCase();
    case 'atom':
      return atoms[formula.atom]!;
    case 'not':
    case 'always':
    case 'eventually': {
      const of = formulaText(formula.of, atoms);
      return of && `${UNARY[formula.op]}(${of})`;
    }
    case 'until':
    case 'release':
    case 'weakUntil':
      return undefined;
    default: {
      const [left, right] = [formulaText(formula.left, atoms), formulaText(formula.right, atoms)];
      return left && right && `((${left}) ${BINARY[formula.op]} (${right}))`;
    }
  }
}
