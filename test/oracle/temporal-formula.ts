/**
 * Formulas of linear temporal logic for the tests, with what they mean on one infinite word, told as directly as can be.
 * Shares no code with the checker: it gets formulas as text.
 */
export type Unary = '!' | 'G' | 'F';
export type Binary = 'U' | 'R' | 'W' | '&' | '|' | '->' | '<->';

export type Ltl =
  | { readonly op: 'true' | 'false' }
  | { readonly op: 'atom'; readonly name: string }
  | { readonly op: Unary; readonly of: Ltl }
  | { readonly op: Binary; readonly left: Ltl; readonly right: Ltl };

export const atom = (name: string): Ltl => ({ op: 'atom', name });
export const unary = (op: Unary, of: Ltl): Ltl => ({ op, of });
export const binary = (op: Binary, left: Ltl, right: Ltl): Ltl => ({ op, left, right });

/** An infinite word: the letters (the atoms that are true), and where it goes on after the last one. */
export interface Word {
  readonly letters: readonly ReadonlySet<string>[];
  readonly loop: number;
}

/** With parentheses around everything. */
export function show(formula: Ltl): string {
  switch (formula.op) {
    case 'true':
    case 'false':
      return formula.op;
    case 'atom':
      return formula.name;
    case '!':
    case 'G':
    case 'F':
      return `${formula.op} (${show(formula.of)})`;
    default:
      return `(${show(formula.left)}) ${formula.op} (${show(formula.right)})`;
  }
}

/** How tightly operators bind; those that group to the right. */
const STRENGTH = { '<->': 1, '->': 2, '|': 3, '&': 4, U: 5, R: 5, W: 5 } as const;
const TO_THE_RIGHT: ReadonlySet<string> = new Set(['->', 'U', 'R', 'W']);
const UNARY = 6;

/** With as few parentheses as the precedence of the operators allows. */
export function showTersely(formula: Ltl): string {
  const inside = (inner: Ltl, least: number): string => {
    const text = showTersely(inner);
    return strengthOf(inner) < least ? `(${text})` : text;
  };
  switch (formula.op) {
    case 'true':
    case 'false':
    case 'atom':
      return show(formula);
    case '!':
    case 'G':
    case 'F':
      return `${formula.op} ${inside(formula.of, UNARY)}`;
    default: {
      const strength = STRENGTH[formula.op];
      const right = TO_THE_RIGHT.has(formula.op);
      const leftText = inside(formula.left, right ? strength + 1 : strength);
      return `${leftText} ${formula.op} ${inside(formula.right, right ? strength : strength + 1)}`;
    }
  }
}

function strengthOf(formula: Ltl): number {
  return 'left' in formula ? STRENGTH[formula.op] : UNARY;
}

/** Whether a formula is true of a word, from the first letter on. */
export function isTrueOf(formula: Ltl, word: Word): boolean {
  return isTrueAt(formula, word, 0);
}

function isTrueAt(formula: Ltl, word: Word, at: number): boolean {
  const { letters, loop } = word;
  if (at >= letters.length) {
    return isTrueAt(formula, word, loop + ((at - loop) % (letters.length - loop)));
  }
  const now = (inner: Ltl, position: number): boolean => isTrueAt(inner, word, position);
  // From here on, all that is to come has been seen once within so many letters.
  const end = at + letters.length;
  switch (formula.op) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'atom':
      return letters[at]!.has(formula.name);
    case '!':
      return !now(formula.of, at);
    case '&':
      return now(formula.left, at) && now(formula.right, at);
    case '|':
      return now(formula.left, at) || now(formula.right, at);
    case '->':
      return now(formula.left, at) ? now(formula.right, at) : true;
    case '<->':
      return now(formula.left, at) === now(formula.right, at);
    case 'F':
      for (let i = at; i < end; i++) if (now(formula.of, i)) return true;
      return false;
    case 'G':
      for (let i = at; i < end; i++) if (!now(formula.of, i)) return false;
      return true;
    case 'U':
    case 'W':
      for (let i = at; i < end; i++) {
        if (now(formula.right, i)) return true;
        if (!now(formula.left, i)) return false;
      }
      return formula.op === 'W';
    case 'R':
      // The right side is true up to and including the first place where the left side is.
      for (let i = at; i < end; i++) {
        if (!now(formula.right, i)) return false;
        if (now(formula.left, i)) return true;
      }
      return true;
  }
}

/** All formulas inside, itself last, parts before what they are part of; the same formula once. */
export function subformulas(formula: Ltl): Ltl[] {
  const found = new Map<string, Ltl>();
  const visit = (one: Ltl): void => {
    if ('of' in one) visit(one.of);
    if ('left' in one) {
      visit(one.left);
      visit(one.right);
    }
    if (!found.has(show(one))) found.set(show(one), one);
  };
  visit(formula);
  return [...found.values()];
}

export function isTemporal({ op }: Ltl): boolean {
  return op === 'G' || op === 'F' || op === 'U' || op === 'R' || op === 'W';
}
