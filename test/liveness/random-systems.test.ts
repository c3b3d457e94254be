import fc from 'fast-check';
import { test } from 'vitest';
import { buildSystem, systemSpec } from '../oracle/random.ts';
import { patience, settings } from '../oracle/settings.ts';
import { expectSameLiveness } from '../oracle/temporal-compare.ts';
import { checksumAtom, fairnessSpec, ltlFormula, withFairness } from '../oracle/temporal-random.ts';

/** By which actors an atom is decided, and how seldom it is true. */
const atomChoice = fc.record({
  seed: fc.nat(),
  actors: fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }),
  rarely: fc.constantFrom(2, 2, 3, 7),
});
const atoms = fc.record({ p: atomChoice, q: atomChoice, r: atomChoice });
const formulas = fc.array(ltlFormula(['p', 'q', 'r'], 4), { minLength: 2, maxLength: 2 });

test(
  'random systems with random fairness: verdicts as by the reference, counterexamples real',
  async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, fairnessSpec, atoms, formulas, async (spec, fairness, chosen, asked) => {
        const system = withFairness(buildSystem(spec).system, fairness);
        const names = system.actors.map(({ name }) => name);
        const predicates = Object.fromEntries(
          Object.entries(chosen).map(([name, { seed, actors, rarely }]) => [
            name,
            checksumAtom(seed, [...new Set(actors.map((i) => names[i % names.length]!))], rarely),
          ]),
        );
        await expectSameLiveness(system, predicates, asked, 150);
      }),
      settings(20),
    );
  },
  patience,
);
