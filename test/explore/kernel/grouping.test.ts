import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupSteps, isShared } from '../../../checker/explore/kernel/grouping.ts';
import { makeLayout } from '../../../checker/relation/layout.ts';

const sets = (supports: readonly (readonly number[])[]): Set<number>[] =>
  supports.map((actors) => new Set(actors));
const membersOf = (
  layout: ReturnType<typeof makeLayout>,
  supports: readonly (readonly number[])[],
): number[][] => groupSteps(layout, sets(supports)).map(({ members }) => [...members]);

describe('steps that share a table', () => {
  test('are all steps, each once, in their order; tables of several are small', () => {
    const system = fc
      .record({ bits: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }) })
      .chain(({ bits }) =>
        fc.record({
          bits: fc.constant(bits),
          supports: fc.array(fc.uniqueArray(fc.nat(bits.length - 1), { maxLength: 4 }), { maxLength: 30 }),
        }),
      );
    fc.assert(
      fc.property(system, ({ bits, supports }) => {
        const layout = makeLayout(bits, true);
        const groups = groupSteps(layout, sets(supports));
        expect(groups.flatMap(({ members }) => members)).toEqual(supports.map((_, step) => step));
        for (const { members, joint } of groups) {
          if (members.length > 1) expect(isShared(layout, joint)).toBe(true);
          const needed = new Set(members.flatMap((step) => supports[step]!));
          expect(new Set(joint.actors)).toEqual(needed);
        }
      }),
    );
  });

  test('depend on much the same', () => {
    const layout = makeLayout([3, 3, 3, 3, 3], true);
    expect(membersOf(layout, [[0], [0], [0, 1], [2, 3], [2], [3]])).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    // Five actors of three bits are more than a table of several steps is for.
    expect(membersOf(layout, [[0, 1, 2, 3, 4], [0]])).toEqual([[0], [1]]);
  });

  test('are alone where a state has more words than vectors are for', () => {
    const layout = makeLayout(new Array<number>(9).fill(8), true);
    expect(layout.words).toBe(3);
    expect(membersOf(layout, [[0], [0], [0]])).toEqual([[0], [1], [2]]);
  });
});
