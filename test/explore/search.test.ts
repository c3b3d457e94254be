import { describe, expect, test } from 'vitest';
import { BreadthFirst } from '../../checker/explore/search.ts';
import type { SearchLimits } from '../../checker/explore/types.ts';
import { Monitor } from '../../checker/property/monitor.ts';
import { noDeadlock } from '../../checker/property/properties.ts';
import { Relation } from '../../checker/relation/relation.ts';
import { grid } from '../systems/grid.ts';
import { philosophers } from '../systems/philosophers.ts';
import type { System } from '../../checker/index.ts';

const unlimited: SearchLimits = { maxStates: Infinity, maxDepth: Infinity, maxBytes: Infinity, audit: 0 };

function searchOf(
  system: System,
  limits: Partial<SearchLimits> = {},
): { search: BreadthFirst; monitor: Monitor } {
  const relation = new Relation(system);
  const monitor = new Monitor(relation, [noDeadlock]);
  return { search: new BreadthFirst(relation, monitor, { ...unlimited, ...limits }), monitor };
}

describe('a breadth-first search', () => {
  test('knows the first state before it runs', () => {
    const { search } = searchOf(grid(1, 3));
    expect(search.progress).toMatchObject({ states: 1, transitions: 0, depth: 0, frontier: 1 });
    expect(search.bound).toBeUndefined();
  });

  test('works in slices, until there is nothing left', () => {
    const { search } = searchOf(grid(4, 12));
    let slices = 0;
    for (let before = 0; !search.run(1); before = search.progress.transitions) {
      slices++;
      // Not its states: all that a slice finds may be known.
      expect(search.progress.transitions).toBeGreaterThan(before);
      expect(search.progress.frontier).toBeGreaterThan(0);
    }
    expect(slices).toBeGreaterThan(1);
    expect(search.progress).toMatchObject({
      states: 12 ** 5,
      transitions: 5 * 12 ** 5,
      depth: 55,
      frontier: 0,
    });
    expect(search.run(1)).toBe(true);
  });

  test('packs wide states tightly once there are many', () => {
    const relation = new Relation(grid(1, 700, { idle: 40 }));
    const monitor = new Monitor(relation, [noDeadlock]);
    const search = new BreadthFirst(relation, monitor, { ...unlimited, kernel: 'wasm' });
    while (!search.run(1000));
    expect(search.progress).toMatchObject({ states: 490_000, transitions: 980_000, depth: 1398 });
    // Two counters of ten bits each, and one bit for each idle actor.
    expect(relation.layout.bits.reduce((sum, bits) => sum + bits)).toBe(60);
    expect(search.localsOf(489_999).filter((local) => local > 0)).toEqual([699, 699]);
  });

  test('ends when told, and keeps the first reason', () => {
    const { search } = searchOf(grid(3, 9));
    search.stop('timeout');
    search.stop('interrupted');
    expect([search.run(1000), search.bound, search.progress.states]).toEqual([true, 'timeout', 1]);
  });

  test('knows the way to a finding', () => {
    const { search, monitor } = searchOf(philosophers(3) as unknown as System);
    while (!search.run(100));
    const { states, step } = search.path(monitor.findings[0]!);
    expect(step).toBeUndefined();
    expect(states).toHaveLength(4);
    expect(states[0]).toEqual([0, 0, 0, 0, 0, 0]);
    for (const [i, locals] of states.slice(1).entries()) {
      expect(locals.filter((local, actor) => local !== states[i]![actor])).toHaveLength(2);
    }
    expect(search.path({ state: 0, step: 5 })).toEqual({ states: [states[0]], step: 5 });
  });

  test('knows which steps were taken', () => {
    const { search } = searchOf(philosophers(3) as unknown as System, { maxDepth: 1 });
    while (!search.run(100));
    expect([...search.taken]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
  });
});
