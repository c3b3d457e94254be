import fc from 'fast-check';
import { test } from 'vitest';
import { expectSameLiveness } from '../oracle/temporal-compare.ts';
import { atomSpec, buildGraph, graphAtom, graphSpec, ltlFormula } from '../oracle/temporal-random.ts';
import { patience, settings } from '../oracle/settings.ts';

const atoms = fc.record({ p: atomSpec, q: atomSpec, r: atomSpec });
const formulas = fc.array(ltlFormula(['p', 'q', 'r'], 4), { minLength: 3, maxLength: 3 });

test.each([
  ['of a few states', [3, 6] as const, [1, 3] as const, [3, 7] as const, 150],
  ['of up to 150 states', [5, 12] as const, [5, 12] as const, [4, 9] as const, 75],
])(
  'random graphs %s: verdicts as by the reference, counterexamples real',
  async (_, first, second, labels, usual) => {
    await fc.assert(
      fc.asyncProperty(
        graphSpec(first, second, labels),
        atoms,
        formulas,
        async (spec, { p, q, r }, asked) => {
          const predicates = { p: graphAtom(p), q: graphAtom(q), r: graphAtom(r) };
          await expectSameLiveness(buildGraph(spec), predicates, asked, 150);
        },
      ),
      settings(usual),
    );
  },
  patience,
);
