import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Components } from '../../checker/liveness/components.ts';
import type { Digraph } from '../../checker/liveness/graph.ts';
import { settings } from '../oracle/settings.ts';

/** Successors by node; a negative one is a place without a successor. */
type Lists = readonly (readonly number[])[];

function digraph(lists: Lists): Digraph {
  return {
    size: lists.length,
    degree: (node) => lists[node]!.length,
    target: (node, place) => lists[node]![place]!,
  };
}

function search(components: Components, roots: Iterable<number>, alive?: Uint8Array): number[][] {
  const found: number[][] = [];
  components.search(roots, alive, (nodes) => found.push([...nodes].sort((a, b) => a - b)));
  return found;
}

/** Nodes that can be reached, the start included. */
function reach(lists: Lists, starts: Iterable<number>, alive?: Uint8Array): Set<number> {
  const seen = new Set([...starts].filter((node) => alive?.[node] !== 0));
  for (const node of seen) {
    for (const next of lists[node]!) if (next >= 0 && alive?.[next] !== 0) seen.add(next);
  }
  return seen;
}

/** Components by the book: who can reach each other. */
function naiveComponents(lists: Lists, roots: Iterable<number>, alive?: Uint8Array): number[][] {
  const nodes = [...reach(lists, roots, alive)].sort((a, b) => a - b);
  const reachable = new Map(nodes.map((node) => [node, reach(lists, [node], alive)]));
  return nodes
    .map((node) =>
      nodes.filter((other) => reachable.get(node)!.has(other) && reachable.get(other)!.has(node)),
    )
    .filter((component, i) => component[0] === nodes[i]);
}

const byFirst = (a: readonly number[], b: readonly number[]): number => a[0]! - b[0]!;

const graphs = fc.integer({ min: 1, max: 14 }).chain((size) =>
  fc.array(fc.array(fc.integer({ min: -1, max: size - 1 }), { maxLength: 4, size: 'max' }), {
    minLength: size,
    maxLength: size,
  }),
);

describe('components', () => {
  test('of random graphs, from random roots, in parts that are alive, one search after the other', () => {
    const searches = fc.array(
      fc.record({ roots: fc.array(fc.nat(13), { minLength: 1 }), alive: fc.option(fc.array(fc.boolean())) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(graphs, searches, (lists, asked) => {
        const components = new Components(digraph(lists));
        for (const { roots, alive: given } of asked) {
          const from = roots.map((root) => root % lists.length);
          const alive = given ? Uint8Array.from(lists, (_, i) => (given[i] === false ? 0 : 1)) : undefined;
          const found = search(components, from, alive);
          expect(found.toSorted(byFirst)).toEqual(naiveComponents(lists, from, alive));
        }
      }),
      settings(2000),
    );
  });

  test('come after all that they can reach', () => {
    fc.assert(
      fc.property(graphs, (lists) => {
        const done = new Set<number>();
        for (const component of search(new Components(digraph(lists)), lists.keys())) {
          component.forEach((node) => done.add(node));
          expect([...reach(lists, component)].every((node) => done.has(node))).toBe(true);
        }
      }),
      settings(500),
    );
  });

  test('of a long path and a long ring need no stack', () => {
    const size = 300_000;
    const path = digraph(Array.from({ length: size }, (_, i) => (i + 1 < size ? [i + 1] : [])));
    const ring = digraph(Array.from({ length: size }, (_, i) => [(i + 1) % size]));
    let count = 0;
    new Components(path).search([0], undefined, () => count++);
    expect(count).toBe(size);
    count = 0;
    new Components(ring).search([0], undefined, (nodes) => (count += nodes.length));
    expect(count).toBe(size);
  });
});
