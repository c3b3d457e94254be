import { RefholdError } from '../errors.ts';
import { suggest } from '../system/suggest.ts';
import type { Formula } from './formula.ts';

/**
 * Reads a formula of linear temporal logic.
 *
 * Operators, loosest first: `<->`, `->` (to the right), `|`, `&`, `U` `R` `W` (to the right), then `!`, `G` (or `[]`),
 * `F` (or `<>`); `&&`, `||`, `and`, `or`, `not` are taken too. Atoms are the names given; `true` and `false`.
 * Throws RH111 with the place.
 */
export function parseFormula(text: string, atoms: readonly string[]): Formula {
  const parser = new Parser(text, atoms);
  return parser.all();
}

/** Whether a formula can name an atom so. */
export function isAtomName(name: string): boolean {
  return /^[A-Za-z_][\w.]*$/.test(name) && !TAKEN.has(name);
}

interface Token {
  readonly text: string;
  readonly at: number;
}

const TOKEN = /\s*(<->|->|\[\]|<>|&&|\|\||[()!&|]|[A-Za-z_][\w.]*)/y;
const SYNONYMS: Readonly<Record<string, string>> = {
  '&&': '&',
  '||': '|',
  and: '&',
  or: '|',
  not: '!',
  '[]': 'G',
  '<>': 'F',
};
const RESERVED = new Set(['G', 'F', 'U', 'R', 'W', 'X']);
const TAKEN = new Set([...RESERVED, ...Object.keys(SYNONYMS), 'true', 'false']);

class Parser {
  readonly #text: string;
  readonly #atoms: readonly string[];
  readonly #tokens: Token[];
  #next = 0;

  constructor(text: string, atoms: readonly string[]) {
    this.#text = text;
    this.#atoms = atoms;
    this.#tokens = this.#split();
  }

  all(): Formula {
    const formula = this.#iff();
    const rest = this.#tokens[this.#next];
    if (rest) throw this.#error(`"${rest.text}" is one too many`, rest.at);
    return formula;
  }

  #split(): Token[] {
    const tokens: Token[] = [];
    TOKEN.lastIndex = 0;
    for (;;) {
      const from = TOKEN.lastIndex;
      const match = TOKEN.exec(this.#text);
      if (match === null) {
        if (this.#text.slice(from).trim() === '') return tokens;
        throw this.#error('this is not understood', from + /^\s*/.exec(this.#text.slice(from))![0].length);
      }
      const text = match[1]!;
      tokens.push({ text: SYNONYMS[text] ?? text, at: TOKEN.lastIndex - text.length });
    }
  }

  #iff(): Formula {
    let left = this.#implies();
    while (this.#take('<->')) left = { op: 'iff', left, right: this.#implies() };
    return left;
  }

  #implies(): Formula {
    const left = this.#or();
    return this.#take('->') ? { op: 'implies', left, right: this.#implies() } : left;
  }

  #or(): Formula {
    let left = this.#and();
    while (this.#take('|')) left = { op: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Formula {
    let left = this.#until();
    while (this.#take('&')) left = { op: 'and', left, right: this.#until() };
    return left;
  }

  #until(): Formula {
    const left = this.#unary();
    if (this.#take('U')) return { op: 'until', left, right: this.#until() };
    if (this.#take('R')) return { op: 'release', left, right: this.#until() };
    if (this.#take('W')) return { op: 'weakUntil', left, right: this.#until() };
    return left;
  }

  #unary(): Formula {
    if (this.#take('!')) return { op: 'not', of: this.#unary() };
    if (this.#take('G')) return { op: 'always', of: this.#unary() };
    if (this.#take('F')) return { op: 'eventually', of: this.#unary() };
    if (this.#take('(')) {
      const inner = this.#iff();
      if (!this.#take(')')) throw this.#error('a ")" is missing', this.#here());
      return inner;
    }
    return this.#atom();
  }

  #atom(): Formula {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw this.#error('something is missing at the end', this.#text.length);
    const { text, at } = token;
    if (text === 'true' || text === 'false') return { op: text };
    if (text === 'X') {
      throw this.#error(
        'there is no "next": the step of another actor in between would change its meaning',
        at,
      );
    }
    const number = this.#atoms.indexOf(text);
    if (number >= 0) return { op: 'atom', atom: number };
    const known = RESERVED.has(text) || !/^\w/.test(text) ? '' : suggest(text, this.#atoms);
    throw this.#error(`"${text}" is not an atom.${known}`, at);
  }

  #take(text: string): boolean {
    if (this.#tokens[this.#next]?.text !== text) return false;
    this.#next++;
    return true;
  }

  #here(): number {
    return this.#tokens[this.#next]?.at ?? this.#text.length;
  }

  #error(what: string, at: number): RefholdError {
    return new RefholdError('RH111', {
      what: `${what}\n         ${this.#text}\n         ${' '.repeat(at)}^`,
    });
  }
}
