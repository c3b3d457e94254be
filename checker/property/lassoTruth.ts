import type { Formula } from './formula.ts';

/**
 * Whether a formula is true of an infinite run, told from its definition: the run visits `truths` (bit i: atom i is
 * true), and from its end goes back to position `loop`, for ever. Knows nothing of automata; it checks what they say.
 */
export function isTrueOfLasso(formula: Formula, truths: readonly number[], loop: number): boolean {
  return evaluate(formula, truths, loop)[0]!;
}

function evaluate(formula: Formula, truths: readonly number[], loop: number): boolean[] {
  const of = (inner: Formula): boolean[] => evaluate(inner, truths, loop);
  const pointwise = (inner: Formula, right: Formula, op: (a: boolean, b: boolean) => boolean): boolean[] => {
    const b = of(right);
    return of(inner).map((a, i) => op(a, b[i]!));
  };
  const everywhere = truths.map(() => true);
  switch (formula.op) {
    case 'true':
      return everywhere;
    case 'false':
      return everywhere.map(() => false);
    case 'atom':
      return truths.map((truth) => (truth & (1 << formula.atom)) !== 0);
    case 'not':
      return of(formula.of).map((a) => !a);
    case 'and':
      return pointwise(formula.left, formula.right, (a, b) => a && b);
    case 'or':
      return pointwise(formula.left, formula.right, (a, b) => a || b);
    case 'implies':
      return pointwise(formula.left, formula.right, (a, b) => !a || b);
    case 'iff':
      return pointwise(formula.left, formula.right, (a, b) => a === b);
    case 'eventually':
      return fixpoint(everywhere, of(formula.of), loop, false);
    case 'always':
      return fixpoint(
        of(formula.of),
        everywhere.map(() => false),
        loop,
        true,
      );
    case 'until':
      return fixpoint(of(formula.left), of(formula.right), loop, false);
    case 'weakUntil':
      return fixpoint(of(formula.left), of(formula.right), loop, true);
    case 'release': {
      // a R b is b W (a and b).
      const [a, b] = [of(formula.left), of(formula.right)];
      return fixpoint(
        b,
        b.map((x, i) => x && a[i]!),
        loop,
        true,
      );
    }
  }
}

/** The least (start false) or greatest (start true) solution of x = goal or (hold and next x). */
function fixpoint(
  hold: readonly boolean[],
  goal: readonly boolean[],
  loop: number,
  start: boolean,
): boolean[] {
  const x = hold.map(() => start);
  for (let changed = true; changed;) {
    changed = false;
    for (let i = x.length - 1; i >= 0; i--) {
      const next = x[i === x.length - 1 ? loop : i + 1]!;
      const now = goal[i]! || (hold[i]! && next);
      changed ||= now !== x[i];
      x[i] = now;
    }
  }
  return x;
}
