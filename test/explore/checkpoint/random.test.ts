import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { check } from '../../../checker/index.ts';
import type { CheckOptions, CheckResult } from '../../../checker/index.ts';
import { resumeFrom, sectionsOf } from '../../../checker/explore/checkpoint/checkpoint.ts';
import type { Run } from '../../../checker/explore/checkpoint/checkpoint.ts';
import { writeCheckpoint } from '../../../checker/explore/checkpoint/write.ts';
import { BreadthFirst } from '../../../checker/explore/search.ts';
import type { KernelChoice } from '../../../checker/explore/visited.ts';
import { Monitor } from '../../../checker/property/monitor.ts';
import { noDeadlock } from '../../../checker/property/properties.ts';
import { Relation } from '../../../checker/relation/relation.ts';
import { countersReference, countersSpec, countersSystem, WIDTHS } from '../../oracle/counters.ts';
import { naive } from '../../oracle/naive.ts';
import { buildSystem, systemSpec } from '../../oracle/random.ts';
import type { BuiltSystem } from '../../oracle/random.ts';
import { largest, patience, settings } from '../../oracle/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'refhold-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const file = join(folder, 'run.checkpoint');

/** Everything but how long it took, and how often others were asked. */
function told({ properties, exploration }: CheckResult): unknown {
  const { states, transitions, depth, bound, unusedSteps, localStates, coverage, frontier } = exploration;
  return {
    properties,
    exploration: { states, transitions, depth, bound, unusedSteps, localStates, coverage, frontier },
  };
}

/** Stops at one bound after the other, each a little further on, and goes on from a checkpoint each time. */
async function inPieces(
  { system, properties }: BuiltSystem,
  piece: (round: number) => CheckOptions,
): Promise<{ result: CheckResult; rounds: number }> {
  rmSync(file, { force: true });
  for (let rounds = 0; ; rounds++) {
    const result = await check(system, properties, {
      ...piece(rounds),
      checkpoint: { file },
      ...(rounds === 0 ? {} : { resume: file }),
    });
    if (result.exploration.bound === undefined) return { result, rounds };
  }
}

const kernels = fc.constantFrom<KernelChoice>('plain', 'wasm');

test(
  'random systems, stopped at every few states and resumed: all is as in an undisturbed run',
  async () => {
    const seen = { rounds: 0, violated: 0 };
    await fc.assert(
      fc.asyncProperty(
        systemSpec,
        kernels,
        fc.constantFrom('states', 'depth'),
        fc.integer({ min: 5, max: 7 }),
        async (spec, kernel, what, pieces) => {
          const built = buildSystem(spec);
          const reference = naive(built.system, { ...built, limit: largest });
          // What is over after a few states cannot be stopped often.
          fc.pre(reference !== undefined && reference.states.size > 4);
          const depths = [...reference.states.values()].map(({ distance }) => distance);
          const stride = Math.ceil((what === 'states' ? depths.length : Math.max(...depths)) / pieces);
          const whole = await check(built.system, built.properties, { kernel });
          const { result, rounds } = await inPieces(built, (round) => ({
            // Code may change over from one run to the next.
            kernel: round % 2 === 0 ? kernel : 'plain',
            [what === 'states' ? 'maxStates' : 'maxDepth']: 1 + stride * round,
          }));
          expect(told(result)).toEqual(told(whole));
          expect(
            result.properties.map(({ name, verdict, trace }) => ({
              name,
              verdict,
              distance: trace?.steps.length,
            })),
          ).toEqual(reference.verdicts);
          seen.rounds = Math.max(seen.rounds, rounds);
          if (result.properties.some(({ verdict }) => verdict === 'violated')) seen.violated++;
        },
      ),
      settings(7),
    );
    expect(seen.rounds).toBeGreaterThan(3);
    expect(seen.violated).toBeGreaterThan(1);
  },
  patience,
);

function begin(
  spec: Parameters<typeof countersSystem>[0],
  kernel: KernelChoice,
): Run & { relation: Relation } {
  const relation = new Relation(countersSystem(spec));
  const monitor = new Monitor(relation, [noDeadlock]);
  const limits = { maxStates: Infinity, maxDepth: Infinity, maxBytes: Infinity, audit: 0, kernel };
  return { relation, monitor, search: new BreadthFirst(relation, monitor, limits), setting: {} };
}

test(
  'counters: a search that is moved to a new one after every slice finds the same states in the same order',
  async () => {
    const seen = { moves: 0, layouts: 0, words: new Set<number>() };
    const moved = (idle: number) =>
      fc.asyncProperty(
        countersSpec(idle),
        kernels,
        fc.integer({ min: 2, max: 25 }),
        async (spec, kernel, slices) => {
          const { distances, transitions } = countersReference(spec);
          let run = begin(spec, kernel);
          for (let slice = 1; !run.search.run(0.5); slice++) {
            // After the first slice, too: how many there are, the clock says.
            if (slice % slices !== 1) continue;
            await writeCheckpoint(file, sectionsOf(run, undefined, 0)!);
            seen.layouts = Math.max(seen.layouts, run.relation.version);
            run = begin(spec, kernel);
            await resumeFrom(file, run, () => Promise.resolve());
            seen.moves++;
          }
          const { relation, search } = run;
          const counters = spec.moduli.map((_, i) =>
            relation.system.actors.findIndex(({ name }) => name === `c${i}`),
          );
          const found = Array.from({ length: search.progress.states }, (_, state) => {
            const snapshots = relation.snapshots(search.localsOf(state));
            return counters.map((actor) => (snapshots[actor]!.context as { n: number }).n).join();
          });
          expect(found.map((key) => distances.get(key))).toEqual([...distances.values()]);
          expect(new Set(found).size).toBe(distances.size);
          expect(search.progress).toMatchObject({ transitions, frontier: 0 });
          seen.words.add(relation.layout.words);
        },
      );
    for (const idle of WIDTHS) await fc.assert(moved(idle), settings(2));
    expect(seen.moves).toBeGreaterThan(8);
    // States of one word, and of many: which of those between, the clock says.
    expect(Math.min(...seen.words)).toBe(1);
    expect(Math.max(...seen.words)).toBeGreaterThan(2);
  },
  patience,
);
