import { RefholdError } from '../../../checker/errors.ts';

/** A question about one state of the system, as it is searched for. */
export type Predicate =
  | { readonly op: 'and' | 'or'; readonly left: Predicate; readonly right: Predicate }
  | { readonly op: 'not'; readonly of: Predicate }
  | { readonly op: 'true' | 'false' | 'deadlock' }
  /** `kernel in panicked` */
  | { readonly op: 'in'; readonly actor: Word; readonly state: Word }
  /** `kernel has panicked`, a tag. */
  | { readonly op: 'has'; readonly actor: Word; readonly tag: Word }
  | { readonly op: 'can' | 'violates'; readonly name: Word }
  | { readonly op: Comparison; readonly left: Operand; readonly right: Operand };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A word and where it stands, for errors. */
export interface Word {
  readonly text: string;
  readonly at: number;
}

/** `net0.ddRef`, or a value. A path may turn out to be a bare word: `web.status = running`. */
export type Operand =
  | { readonly kind: 'path'; readonly word: Word; readonly path: readonly string[] }
  | { readonly kind: 'value'; readonly value: string | number | boolean | null };

/**
 * Reads a search: comparisons of contexts, `ACTOR in STATE`, `ACTOR has TAG`, `can "STEP"`, `violates "PROPERTY"` and
 * `deadlock`, with `not`, `and`, `or` (or `!`, `&`, `|`) and parentheses. Throws RH521 with the place.
 */
export function parsePredicate(text: string): Predicate {
  return new Parser(text).all();
}

/** An error that points into the text. */
export function mistake(text: string, what: string, at: number): RefholdError {
  return new RefholdError('RH521', { what: `${what}\n${text}\n${' '.repeat(at)}^` });
}

interface Token extends Word {
  readonly kind: 'sign' | 'word' | 'number' | 'string';
}

const TOKEN =
  /\s*(?:(?<sign>&&|\|\||[!=<>]=|==|[()!&|=<>])|(?<string>"[^"]*")|(?<number>-?\d+(?:\.\d+)?(?![\w.]))|(?<word>[\p{L}_$][\p{L}\p{N}_$.-]*(?:\[\d+\][\p{L}\p{N}_$.-]*)*))/uy;
const SIGNS: Readonly<Record<string, string>> = {
  '&&': 'and',
  '&': 'and',
  '||': 'or',
  '|': 'or',
  '!': 'not',
  '==': '=',
};
const COMPARISONS: ReadonlySet<string> = new Set<Comparison>(['=', '!=', '<', '<=', '>', '>=']);

class Parser {
  readonly #text: string;
  readonly #tokens: Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = this.#split();
  }

  all(): Predicate {
    if (this.#tokens.length === 0) throw mistake(this.#text, 'there is nothing to search for', 0);
    const predicate = this.#or();
    const rest = this.#tokens[this.#next];
    if (rest) throw mistake(this.#text, `"${rest.text}" is one too many`, rest.at);
    return predicate;
  }

  #split(): Token[] {
    const tokens: Token[] = [];
    TOKEN.lastIndex = 0;
    for (;;) {
      const from = TOKEN.lastIndex;
      const groups = TOKEN.exec(this.#text)?.groups;
      if (groups === undefined) {
        const space = /^\s*/.exec(this.#text.slice(from))![0].length;
        if (from + space === this.#text.length) return tokens;
        throw mistake(this.#text, 'this is not understood', from + space);
      }
      const [kind, raw] = Object.entries(groups).find(([, found]) => (found as unknown) !== undefined) as [
        Token['kind'],
        string,
      ];
      const text = kind === 'string' ? raw.slice(1, -1) : kind === 'sign' ? (SIGNS[raw] ?? raw) : raw;
      tokens.push({ kind, text, at: TOKEN.lastIndex - raw.length });
    }
  }

  #or(): Predicate {
    let left = this.#and();
    while (this.#take('or')) left = { op: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Predicate {
    let left = this.#not();
    while (this.#take('and')) left = { op: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Predicate {
    if (this.#take('not')) return { op: 'not', of: this.#not() };
    if (this.#take('(')) {
      const inner = this.#or();
      if (!this.#take(')')) throw mistake(this.#text, 'a ")" is missing', this.#here());
      return inner;
    }
    return this.#atom();
  }

  #atom(): Predicate {
    const token = this.#need('something is missing at the end');
    if (token.kind === 'word') {
      if (token.text === 'true' || token.text === 'false' || token.text === 'deadlock') {
        return { op: token.text };
      }
      if (token.text === 'can' || token.text === 'violates')
        return { op: token.text, name: this.#name(token) };
      if (this.#take('in')) return { op: 'in', actor: token, state: this.#name(token) };
      if (this.#take('has')) return { op: 'has', actor: token, tag: this.#name(token) };
    }
    const left = this.#operand(token);
    const comparison = this.#tokens[this.#next];
    if (comparison === undefined || !COMPARISONS.has(comparison.text)) {
      throw mistake(this.#text, `after "${token.text}" comes "in", "has" or a comparison`, this.#here());
    }
    this.#next++;
    const right = this.#operand(this.#need(`"${comparison.text}" has nothing to compare with`));
    return { op: comparison.text as Comparison, left, right };
  }

  #operand(token: Token): Operand {
    if (token.kind === 'number') return { kind: 'value', value: Number(token.text) };
    if (token.kind === 'string') return { kind: 'value', value: token.text };
    if (token.kind === 'sign') throw mistake(this.#text, `"${token.text}" is no value`, token.at);
    if (token.text === 'true' || token.text === 'false')
      return { kind: 'value', value: token.text === 'true' };
    if (token.text === 'null') return { kind: 'value', value: null };
    const path = token.text.replace(/\[(\d+)\]/g, '.$1').split('.');
    return { kind: 'path', word: token, path };
  }

  #name(before: Token): Word {
    const token = this.#need(`"${before.text}" needs a name`);
    if (token.kind === 'sign') throw mistake(this.#text, `"${token.text}" is no name`, token.at);
    return token;
  }

  #need(otherwise: string): Token {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw mistake(this.#text, otherwise, this.#text.length);
    return token;
  }

  /** Takes an operator; the same word in quotes is a name. */
  #take(text: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.text !== text || token.kind === 'string') return false;
    this.#next++;
    return true;
  }

  #here(): number {
    return this.#tokens[this.#next]?.at ?? this.#text.length;
  }
}
