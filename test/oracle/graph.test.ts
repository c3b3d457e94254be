import fc from 'fast-check';
import { test } from 'vitest';
import { expectSameGraph } from './compare.ts';
import { graph } from './graph.ts';
import { naive } from './naive.ts';
import { buildSystem, systemSpec } from './random.ts';
import { largest, patience, settings } from './settings.ts';
import { philosophers } from '../systems/philosophers.ts';
import type { System } from '../../checker/index.ts';

test(
  'random systems: @xstate/graph finds the same states, steps and shortest paths in systemLogic',
  () => {
    fc.assert(
      fc.property(systemSpec, (spec) => {
        const { system } = buildSystem(spec);
        const reference = naive(system, { limit: largest / 2 });
        fc.pre(reference !== undefined);
        expectSameGraph(graph(system), reference);
      }),
      settings(25),
    );
  },
  patience,
);

test('dining philosophers: @xstate/graph finds the same states, steps and shortest paths', () => {
  const system = philosophers(4) as unknown as System;
  expectSameGraph(graph(system), naive(system)!);
});
