import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patience, settings } from '../oracle/settings.ts';
import { labelsOf, expectSameLiveness, trueIn } from '../oracle/temporal-compare.ts';
import { isTrueOf } from '../oracle/temporal-formula.ts';
import type { Ltl } from '../oracle/temporal-formula.ts';
import { graphOf } from '../oracle/temporal-graph.ts';
import type { Graph } from '../oracle/temporal-graph.ts';
import { decideByEndings, fairLassos, linksOf, MOST_LINKS } from '../oracle/temporal-infinity.ts';
import { atomSpec, buildGraph, graphAtom, graphSpec, ltlFormula } from '../oracle/temporal-random.ts';
import type { Labels } from '../oracle/temporal.ts';

const atoms = fc.record({ p: atomSpec, q: atomSpec, r: atomSpec });
const formulas = fc.array(ltlFormula(['p', 'q', 'r'], 3), { minLength: 3, maxLength: 3 });

test(
  'tiny graphs: the reference and the checker agree with a search through everything that runs can do for ever',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        graphSpec([2, 4], [1, 1], [2, 5]),
        atoms,
        formulas,
        async (spec, { p, q, r }, asked) => {
          const system = buildGraph(spec);
          const predicates = { p: graphAtom(p), q: graphAtom(q), r: graphAtom(r) };
          const graph = graphOf(system)!;
          fc.pre(linksOf(graph).length <= MOST_LINKS);
          const labels = labelsOf(graph, predicates);
          const compared = (await expectSameLiveness(system, predicates, asked, 150))!;
          for (const { name, kind, verdict } of compared.results) {
            if (!(kind in decideByEndings)) continue;
            const decide = decideByEndings[kind as keyof typeof decideByEndings];
            const holds = decide(graph, trueIn(labels, 'p'), trueIn(labels, 'q'));
            expect([name, verdict !== 'violated']).toEqual([name, holds]);
          }
          asked.forEach((formula, i) => {
            const verdict = compared.results.find(({ name }) => name === `ltl ${i}`)?.verdict;
            if (verdict === 'holds') expectNoLasso(graph, labels, formula);
          });
        },
      ),
      settings(75),
    );
  },
  patience,
);

/** A formula that is said to hold is true of every short lasso. */
function expectNoLasso(graph: Graph, labels: Labels, formula: Ltl): void {
  for (const { states, loop } of fairLassos(graph, 5)) {
    const word = { letters: states.map((state) => labels[state]!), loop };
    expect([states, loop, isTrueOf(formula, word)]).toEqual([states, loop, true]);
  }
}
