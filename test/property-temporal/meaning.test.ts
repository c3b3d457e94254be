/** The formula's parts inside the checker against the meaning of formulas, told word by word. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildAutomaton, untilsOf } from '../../checker/property/automaton.ts';
import type { Automaton } from '../../checker/property/automaton.ts';
import { normalise } from '../../checker/property/formula.ts';
import type { NormalFormula } from '../../checker/property/formula.ts';
import { simplify } from '../../checker/export/simulation.ts';
import { parseFormula } from '../../checker/property/parse.ts';
import { isTrueOfLasso } from '../../checker/property/lassoTruth.ts';
import { settings } from '../oracle/settings.ts';
import { atom, binary, isTrueOf, subformulas } from '../oracle/temporal-formula.ts';
import type { Ltl } from '../oracle/temporal-formula.ts';
import { guesses } from '../oracle/temporal.ts';
import { formula, word } from './arbitraries.ts';
import { ATOMS, fromNormal, toFormula, toTruths } from './convert.ts';

test('truth of a lasso is what the definitions say', () => {
  fc.assert(
    fc.property(formula, word, (asked, run) => {
      expect(isTrueOfLasso(toFormula(asked), toTruths(run), run.loop)).toBe(isTrueOf(asked, run));
    }),
    settings(5_000),
  );
});

describe('normal form', () => {
  test('means the same, and negated the opposite', () => {
    fc.assert(
      fc.property(formula, word, (asked, run) => {
        const truth = isTrueOf(asked, run);
        expect(isTrueOf(fromNormal(normalise(toFormula(asked))), run)).toBe(truth);
        expect(isTrueOf(fromNormal(normalise(toFormula(asked), true)), run)).toBe(!truth);
      }),
      settings(5_000),
    );
  });

  test('negates nothing but atoms', () => {
    fc.assert(
      fc.property(formula, fc.boolean(), (asked, negated) => {
        for (const part of subformulas(fromNormal(normalise(toFormula(asked), negated)))) {
          if (part.op === '!') expect(part.of.op).toBe('atom');
          else expect(['true', 'false', 'atom', '&', '|', 'U', 'R']).toContain(part.op);
        }
      }),
      settings(1_000),
    );
  });

  test('of a long chain of operators is found in no time', () => {
    const p: Ltl = atom('p');
    const chain = (op: '->' | 'U' | 'R', length: number): Ltl =>
      Array.from({ length }).reduce<Ltl>((right) => binary(op, p, right), p);
    expect(normalise(toFormula(chain('->', 60))).op).toBe('or');
    expect(normalise(toFormula(chain('U', 60)), true).op).toBe('release');
    expect(normalise(toFormula(chain('R', 60))).op).toBe('release');
  });
});

describe('the automaton of a formula', () => {
  test('accepts the words of which the formula is true, and no others', () => {
    fc.assert(
      fc.property(
        formula,
        fc.array(word, { minLength: 5, maxLength: 5 }),
        fc.boolean(),
        (asked, runs, negated) => {
          // The automaton may be exponential in the formula.
          fc.pre(guesses(asked) <= 5);
          const automaton = buildAutomaton(normalise(toFormula(asked), negated));
          const simple = simplify(automaton);
          for (const run of runs) {
            const expected = isTrueOf(asked, run) !== negated;
            expect(accepts(automaton, toTruths(run), run.loop)).toBe(expected);
            expect(accepts(simple, toTruths(run), run.loop)).toBe(expected);
          }
        },
      ),
      settings(500),
    );
  });

  test.each([
    // As few as by hand: they multiply the states of the system.
    ['p U q', 3],
    ['F p', 1],
    ['G F p', 2],
    ['F G p', 2],
    ['G (p -> F q)', 3],
    ['G F p -> G F q', 4],
  ])('of the negation of %s is small', (text, nodes) => {
    const { nodes: made } = buildAutomaton(normalise(parseFormula(text, ATOMS), true));
    expect(made.length).toBeLessThanOrEqual(nodes);
  });

  test('has fewer moves in exports, where others make them unnecessary', () => {
    const automaton = buildAutomaton(normalise(parseFormula('G F p | G F q', ATOMS), true));
    const moves = ({ nodes, initial }: Automaton): number =>
      nodes.reduce((sum, { successors }) => sum + successors.length, initial.length);
    expect([moves(automaton), moves(simplify(automaton))]).toEqual([13, 9]);
  });

  test('is refused with more acceptance sets than there is room for', () => {
    const untils = (count: number): NormalFormula =>
      Array.from({ length: count }).reduce<NormalFormula>(
        (left, _, i) => ({
          op: 'and',
          left,
          right: { op: 'until', left: literal(i), right: literal(i + 1) },
        }),
        { op: 'true' },
      );
    expect(untilsOf(untils(31))).toHaveLength(31);
    expect(() => buildAutomaton(untils(32))).toThrow('32 acceptance sets, 31 are possible');
  });
});

const literal = (number: number): NormalFormula => ({
  op: 'literal',
  atom: number % 31,
  positive: number <= 30,
});

/** Whether some run of the automaton over the word visits all acceptance sets again and again. */
function accepts(
  { nodes, initial, acceptance }: Automaton,
  truths: readonly number[],
  loop: number,
): boolean {
  const reads = (position: number, node: number): boolean => {
    const { positive, negative } = nodes[node]!;
    return (truths[position]! & positive) === positive && (truths[position]! & negative) === 0;
  };
  const next = (place: number): number[] => {
    const [position, node] = [Math.floor(place / nodes.length), place % nodes.length];
    const after = position + 1 === truths.length ? loop : position + 1;
    return nodes[node]!.successors.filter((to) => reads(after, to)).map((to) => after * nodes.length + to);
  };
  const from = (starts: readonly number[]): Set<number> => {
    const seen = new Set(starts);
    for (const place of seen) next(place).forEach((to) => seen.add(to));
    return seen;
  };
  const reachable = from(initial.filter((node) => reads(0, node)));
  const beyond = new Map([...reachable].map((place) => [place, from(next(place))]));
  return [...reachable].some((place) => {
    if (!beyond.get(place)!.has(place)) return false;
    const around = [...beyond.get(place)!].filter((other) => beyond.get(other)!.has(place));
    const visited = around.reduce((mask, other) => mask | nodes[other % nodes.length]!.accepting, 0);
    return visited === 2 ** acceptance - 1;
  });
}
