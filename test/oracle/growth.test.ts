import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BreadthFirst } from '../../checker/explore/search.ts';
import type { KernelChoice } from '../../checker/explore/visited.ts';
import { Monitor } from '../../checker/property/monitor.ts';
import { Relation } from '../../checker/relation/relation.ts';
import { countersReference, countersSpec, countersSystem, WIDTHS } from './counters.ts';
import { patience, settings } from './settings.ts';

const kernels = fc.constantFrom<KernelChoice>('plain', 'wasm');

test(
  'counters with many local states: the same states in the same order as by arithmetic, laid out anew on the way',
  () => {
    const seen = { states: 0, layouts: 0, words: new Set<number>() };
    const explored = (idle: number) =>
      fc.property(countersSpec(idle), fc.constantFrom(0, 0, 0, 64), kernels, (spec, audit, kernel) => {
        const { distances, transitions } = countersReference(spec);
        const relation = new Relation(countersSystem(spec));
        const search = new BreadthFirst(relation, new Monitor(relation, []), {
          maxStates: Infinity,
          maxDepth: Infinity,
          maxBytes: Infinity,
          audit,
          kernel,
        });
        while (!search.run(1000));
        const counters = spec.moduli.map((_, i) =>
          relation.system.actors.findIndex(({ name }) => name === `c${i}`),
        );
        const keyOf = (state: number): string => {
          const snapshots = relation.snapshots(search.localsOf(state));
          return counters.map((actor) => (snapshots[actor]!.context as { n: number }).n).join();
        };
        const found = Array.from({ length: search.progress.states }, (_, state) => keyOf(state));
        expect(found.length).toBe(distances.size);
        expect(new Set(found).size).toBe(distances.size);
        expect(found.map((key) => distances.get(key))).toEqual([...distances.values()]);
        expect(search.progress.transitions).toBe(transitions);
        expect(search.path({ state: found.length - 1, step: undefined }).states.length - 1).toBe(
          [...distances.values()].at(-1),
        );
        seen.states = Math.max(seen.states, found.length);
        seen.layouts = Math.max(seen.layouts, relation.version);
        seen.words.add(relation.layout.words);
      });
    for (const idle of WIDTHS) fc.assert(explored(idle), settings(7));
    // Were these not met, the test would not be about what it says.
    expect(seen.states).toBeGreaterThan(1000);
    expect(seen.layouts).toBeGreaterThan(2);
    expect([...seen.words].sort()).toEqual(expect.arrayContaining([1, 2, 3, 4]));
  },
  patience,
);
