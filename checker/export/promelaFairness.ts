/**
 * Promises of fairness in Promela. Weak ones are waited for in turn: a counter, which each step moves on past all promises
 * that are kept or that ask for nothing there, comes to its end again and again if and only if all of them are kept. It
 * follows from the run, so that it costs states only where promises are open. Strong ones are left to the never claims.
 */
import type { FairSet } from '../liveness/fairness.ts';
import type { Model } from './model.ts';
import type { ClaimConditions } from './promelaClaims.ts';
import { define, typeFor } from './promelaText.ts';
import { any, harmless } from './text.ts';

/** A promise, with its position among all of them. */
type Promise = FairSet & { readonly i: number };

export class PromelaFairness {
  readonly #model: Model;
  readonly #weak: readonly Promise[];
  readonly #strong: readonly Promise[];
  /** Kinds of steps by the promises that they keep, as `0,3`; kind 0 keeps none. */
  readonly #kinds: readonly string[];

  constructor(model: Model) {
    this.#model = model;
    const { fair, steps } = model.network;
    const promises = fair.map((set, i): Promise => ({ ...set, i }));
    this.#weak = promises.filter(({ kind }) => kind === 'weak');
    this.#strong = promises.filter(({ kind }) => kind === 'strong');
    this.#kinds = [...new Set(['', ...steps.map((_, step) => this.#keptBy(step))])];
  }

  /** The argument of `KEEPS` for a step. */
  kindOf(step: number): number {
    return this.#kinds.indexOf(this.#keptBy(step));
  }

  /** What never claims have to look at. */
  get conditions(): ClaimConditions {
    return {
      round: this.#weak.length === 0 ? undefined : `turn == ${this.#weak.length}`,
      strong: this.#strong.map(({ i }, bit) => ({
        enabled: possible(i),
        taken: `(kept & ${2 ** bit})`,
      })),
    };
  }

  lines(): string[] {
    if (this.#weak.length + this.#strong.length === 0) return ['', NOTHING_KEPT];
    return [
      '',
      '/* Promises of fairness: whether a step that keeps them is possible, and what a step keeps */',
      '#ifdef LIVENESS',
      ...[...this.#weak, ...this.#strong].flatMap((promise) => [
        `/* ${promise.kind}: ${harmless(promise.name)} */`,
        define(possible(promise.i), this.#possible(promise)),
      ]),
      ...this.#variables(),
      ...this.#keep(),
      '#else',
      NOTHING_KEPT,
      '#endif',
    ];
  }

  #variables(): string[] {
    return [
      ...(this.#weak.length === 0
        ? []
        : [
            '/* How many weak promises were kept since the last round, each in its turn. */',
            `${typeFor(this.#weak.length + 1)} turn = 0;`,
          ]),
      ...(this.#strong.length === 0
        ? []
        : [
            '/* Which strong promises the last step kept, as bits. */',
            `${typeFor(2 ** this.#strong.length)} kept = 0;`,
          ]),
      '#define KEEPS(n) c_code { keep(n); }',
    ];
  }

  /** The function that every step ends with. The conditions mean the same in C, of variables with the same names. */
  #keep(): string[] {
    const rows = (of: (kind: string[]) => string): string =>
      this.#kinds.map((kind) => of(kind.split(','))).join(', ');
    const strong = rows((kind) =>
      String(this.#strong.reduce((sum, { i }, bit) => sum + (kind.includes(String(i)) ? 2 ** bit : 0), 0)),
    );
    const weak = rows((kind) => `"${this.#weak.map(({ i }) => Number(kind.includes(String(i)))).join('')}"`);
    return [
      ...this.#weak.flatMap((promise) => this.#isPossible(promise)),
      'c_code {',
      '  static void keep(int kind)',
      '  {',
      ...(this.#strong.length === 0
        ? []
        : [`    static const int strong[] = { ${strong} };`, '    now.kept = strong[kind];']),
      ...(this.#weak.length === 0
        ? []
        : [
            `    static const char *weak[] = { ${weak} };`,
            `    if (now.turn == ${this.#weak.length}) now.turn = 0;`,
            '    switch (now.turn) {',
            ...this.#weak.map(
              ({ i }, turn) =>
                `    case ${turn}: if (weak[kind][${turn}] == '0' && ${isPossible(i)}()) break; now.turn = ${turn + 1};`,
            ),
            '    }',
          ]),
      '  }',
      '}',
    ];
  }

  /** Whether a promise can be kept, as a function: SPIN takes 64 KiB of C in one piece at most, with all definitions replaced. */
  #isPossible({ i }: { readonly i: number }): string[] {
    return [
      'c_code {',
      `  static int ${isPossible(i)}(void)`,
      '  {',
      ...this.#model.actors.map((actor) => `    const int ${actor} = now.${actor};`),
      `    return ${possible(i)};`,
      '  }',
      '}',
    ];
  }

  #possible({ steps }: FairSet): string {
    const cans = this.#model.alternatives.filter(({ step }) => steps.includes(step)).map(({ can }) => can);
    return any(cans, this.#model.syntax);
  }

  #keptBy(step: number): string {
    return this.#model.network.fair.flatMap(({ steps }, i) => (steps.includes(step) ? [i] : [])).join();
  }
}

const NOTHING_KEPT = '#define KEEPS(n) skip';

function possible(promise: number): string {
  return `promise_${promise + 1}_possible`;
}

function isPossible(promise: number): string {
  return `is_${possible(promise)}`;
}
