import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { expectSameGraph, expectSameVerdicts } from './compare.ts';
import { explore } from './engine.ts';
import { naive } from './naive.ts';
import { buildSystem, systemSpec } from './random.ts';
import { largest, patience, settings } from './settings.ts';

test(
  'random systems: the same states, steps, distances, verdicts and shortest traces as without any table',
  async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, fc.constantFrom(0, 0, 1, 5), async (spec, audit) => {
        const built = buildSystem(spec);
        const reference = naive(built.system, { ...built, limit: largest });
        if (reference === undefined) {
          const { exploration } = await check(built.system, [], { maxStates: largest });
          expect(exploration).toMatchObject({ complete: false, bound: 'max-states', states: largest });
          return;
        }
        expectSameGraph(explore(built.system, { properties: built.properties, audit }), reference);
        await expectSameVerdicts(built, reference);
      }),
      settings(110),
    );
  },
  patience,
);
