import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KernelChoice } from '../../checker/explore/visited.ts';
import { check } from '../../checker/index.ts';
import { expectSameGraph, expectSameVerdicts } from './compare.ts';
import { explore } from './engine.ts';
import { naive } from './naive.ts';
import { buildSystem, systemSpec } from './random.ts';
import { largest, patience, settings } from './settings.ts';

/** Compiled code and audits exclude each other. */
const way = fc.constantFrom(
  { audit: 0, kernel: 'wasm' },
  { audit: 0, kernel: 'wasm' },
  { audit: 0, kernel: 'plain' },
  { audit: 1, kernel: 'plain' },
  { audit: 5, kernel: 'plain' },
) satisfies fc.Arbitrary<{ audit: number; kernel: KernelChoice }>;

test(
  'random systems: the same states, steps, distances, verdicts and shortest traces as without any table',
  async () => {
    await fc.assert(
      fc.asyncProperty(systemSpec, way, async (spec, { audit, kernel }) => {
        const built = buildSystem(spec);
        const reference = naive(built.system, { ...built, limit: largest });
        if (reference === undefined) {
          const { exploration } = await check(built.system, [], { maxStates: largest, kernel });
          expect(exploration).toMatchObject({ complete: false, bound: 'max-states', states: largest });
          return;
        }
        expectSameGraph(explore(built.system, { properties: built.properties, audit, kernel }), reference);
        await expectSameVerdicts(built, reference, { kernel });
      }),
      settings(60),
    );
  },
  patience,
);
