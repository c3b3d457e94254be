import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Masks } from '../../checker/relation/masks.ts';

/** The questions that are open when each actor is in this local state. */
function open(masks: Masks, locals: readonly number[]): number[] {
  const questions: number[] = [];
  for (let word = 0; word < masks.width; word++) {
    let bits = -1;
    locals.forEach((local, actor) => (bits &= masks.bits[masks.base[actor]! + local * masks.width + word]!));
    for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) questions.push(32 * word + bit);
  }
  return questions;
}

test.each([1, 5, 31, 32, 33, 64, 100])('%i questions are open at first, and no other', (count) => {
  const masks = new Masks(count, Int32Array.of(2, 4));
  const all = Array.from({ length: count }, (_, i) => i);
  expect(open(masks, [0, 0])).toEqual(all);
  expect(open(masks, [1, 3])).toEqual(all);
});

test('without questions none is open', () => {
  expect(open(new Masks(0, Int32Array.of(2)), [1])).toEqual([]);
});

const run = fc.record({
  count: fc.integer({ min: 1, max: 70 }),
  sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
  actions: fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('clear' as const),
          actor: fc.nat(3),
          local: fc.nat(5),
          question: fc.nat(69),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('clearAll' as const), question: fc.nat(69) }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('resize' as const),
          more: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
        }),
      },
    ),
    { maxLength: 40 },
  ),
});

test('a question is open unless it was settled everywhere, or for one of the local states; also after new capacities', () => {
  fc.assert(
    fc.property(run, ({ count, sizes, actions }) => {
      const masks = new Masks(count, Int32Array.from(sizes));
      const settled = new Set<number>();
      const cleared = new Set<string>();
      for (const action of actions) {
        if (action.kind === 'resize') {
          masks.resize(
            Int32Array.from(sizes, (size, i) => size + action.more[i]!),
            count,
            (question) => settled.has(question),
          );
          continue;
        }
        const question = action.question % count;
        if (action.kind === 'clearAll') {
          masks.clearAll(question);
          settled.add(question);
        } else {
          const actor = action.actor % sizes.length;
          const local = action.local % sizes[actor]!;
          masks.clear(actor, local, question);
          cleared.add(`${actor} ${local} ${question}`);
        }
      }
      const states = [
        sizes.map(() => 0),
        sizes.map((size) => size - 1),
        sizes.map((size, i) => (i * 3) % size),
      ];
      for (const locals of states) {
        const expected = Array.from({ length: count }, (_, question) => question).filter(
          (question) =>
            !settled.has(question) &&
            !locals.some((local, actor) => cleared.has(`${actor} ${local} ${question}`)),
        );
        expect(open(masks, locals)).toEqual(expected);
      }
    }),
    { numRuns: 300 },
  );
});

test('new local states start with the questions that are not settled everywhere', () => {
  const masks = new Masks(3, Int32Array.of(1));
  masks.clear(0, 0, 0);
  masks.clearAll(1);
  masks.resize(Int32Array.of(2), 3, (question) => question === 1);
  expect([open(masks, [0]), open(masks, [1])]).toEqual([[2], [0, 2]]);
});
