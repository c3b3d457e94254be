import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, RefholdError } from '../../checker/index.ts';
import type { CheckOptions, CheckResult } from '../../checker/index.ts';
import { naive, naiveKey, walk } from '../oracle/naive.ts';
import type { NaiveResult } from '../oracle/naive.ts';
import { patience, settings } from '../oracle/settings.ts';
import { buildSymmetric, flaw, symmetricSpec } from './random-symmetric.ts';
import type { SymmetricSystem } from './random-symmetric.ts';

const LARGEST = 600;

const way = fc.constantFrom<CheckOptions[]>(
  { kernel: 'wasm' },
  { kernel: 'plain' },
  { kernel: 'plain', audit: 3 },
);

/** Verdicts, lengths of traces and counts must be those of the search that knows no symmetry. */
function expectSame(result: CheckResult, { system }: SymmetricSystem, reference: NaiveResult): void {
  const verdicts = result.properties.map(({ name, verdict, trace }) => ({
    name,
    verdict,
    distance: trace?.steps.length,
  }));
  expect(verdicts).toEqual(reference.verdicts);
  const taken = new Set(reference.edges.map(({ step }) => step));
  expect(result.exploration).toMatchObject({
    complete: true,
    depth: Math.max(...[...reference.states.values()].map(({ distance }) => distance)),
    unusedSteps: system.steps.map(({ name }) => name).filter((name) => !taken.has(name)),
    symmetry: { states: reference.states.size },
  });
  for (const { trace } of result.properties) {
    if (trace === undefined) continue;
    const path = walk(
      system,
      trace.steps.map(({ step }) => step),
    );
    for (const state of path) expect(reference.states.has(naiveKey(system, state))).toBe(true);
  }
}

test(
  'random systems of interchangeable blocks: verdicts, shortest traces and numbers of states as without symmetry',
  async () => {
    let smaller = 0;
    await fc.assert(
      fc.asyncProperty(symmetricSpec, way, async (spec, options) => {
        const built = buildSymmetric(spec);
        const reference = naive(built.system, { ...built, limit: LARGEST });
        // Two of three have their first state only, which has no other image.
        fc.pre(reference !== undefined && reference.states.size > 1);
        const result = await check(built.system, built.properties, options);
        expectSame(result, built, reference);
        if (result.exploration.states < reference.states.size) smaller++;
      }),
      settings(25),
    );
    expect(smaller).toBeGreaterThan(10);
  },
  patience,
);

test(
  'random systems with one block that is special: an error, or nothing of it can be seen',
  async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(symmetricSpec, flaw, way, async (spec, odd, options) => {
        const built = buildSymmetric(spec, odd);
        const reference = naive(built.system, { ...built, limit: LARGEST });
        fc.pre(reference !== undefined);
        try {
          expectSame(await check(built.system, built.properties, options), built, reference);
        } catch (thrown) {
          if (!(thrown instanceof RefholdError)) throw thrown;
          expect(thrown.code).toMatch(/^RH32[34]$/);
          refused++;
        }
      }),
      settings(60),
    );
    expect(refused).toBeGreaterThan(3);
  },
  patience,
);
