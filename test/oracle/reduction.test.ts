import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { reducedEnds } from './engine.ts';
import { naive } from './naive.ts';
import { buildSystem, systemSpec } from './random.ts';
import { largest, patience, settings } from './settings.ts';

test(
  'random systems: partial order reduction finds the same verdicts, shortest traces and deadlocks',
  async () => {
    let left = 0;
    await fc.assert(
      fc.asyncProperty(systemSpec, async (spec) => {
        const { system, properties, ends } = buildSystem(spec);
        const reference = naive(system, { properties, ends, limit: largest });
        if (reference === undefined) return;
        const { properties: results, exploration } = await check(system, properties, {
          reduction: 'partial-order',
        });
        const verdicts = results.map(({ name, verdict, trace }) => ({
          name,
          verdict,
          distance: trace?.steps.length,
        }));
        expect(verdicts).toEqual(reference.verdicts);
        expect(exploration.states).toBeLessThanOrEqual(reference.states.size);
        expect(exploration.complete).toBe(true);
        left += reference.states.size - exploration.states;
        // Every state without steps, not only the first one.
        const from = new Set(reference.edges.map((edge) => edge.from));
        const stuck = [...reference.states.keys()].filter((key) => !from.has(key)).sort();
        expect(reducedEnds(system).ends).toEqual(stuck);
        // One property alone leaves out more than many do.
        const [first] = properties;
        const alone = await check(system, [first!], { reduction: 'partial-order' });
        const [found] = alone.properties;
        expect({ verdict: found!.verdict, distance: found!.trace?.steps.length }).toEqual({
          verdict: reference.verdicts[0]!.verdict,
          distance: reference.verdicts[0]!.distance,
        });
      }),
      settings(15),
    );
    expect(left).toBeGreaterThan(0);
  },
  patience,
);
