import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Trees } from '../../checker/relation/trees.ts';
import type { Read } from '../../checker/relation/trees.ts';
import { refusal } from '../support.ts';

function treesOf(capacity: number[], ...questions: string[]): Trees {
  const trees = new Trees(Int32Array.from(capacity));
  questions.forEach((name, i) => {
    expect(trees.ask(name)).toBe(i);
  });
  return trees;
}

const at = (...locals: number[]): Int32Array => Int32Array.from(locals);
const read = (position: number, local: number): Read => ({ position, local });

describe('decision trees', () => {
  test('know nothing at first', () => {
    const trees = treesOf([2, 2], 'p', 'q');
    expect([trees.find(0, at(0, 0)), trees.find(1, at(1, 1))]).toEqual([-1, -1]);
  });

  test('know an answer wherever the same was read', () => {
    const trees = treesOf([4, 4, 4], 'p', 'q');
    trees.learn(0, [read(1, 2), read(0, 3)], 7);
    expect(trees.find(0, at(3, 2, 0))).toBe(7);
    expect(trees.find(0, at(3, 2, 3))).toBe(7);
    expect(trees.find(0, at(2, 2, 0))).toBe(-1);
    expect(trees.find(0, at(3, 1, 0))).toBe(-1);
    expect(trees.find(1, at(3, 2, 0))).toBe(-1);
  });

  test('know an answer that needed no read everywhere, also 0', () => {
    const trees = treesOf([2], 'p', 'q');
    trees.learn(0, [], 0);
    trees.learn(1, [], 5);
    expect([trees.find(0, at(1)), trees.find(1, at(0))]).toEqual([0, 5]);
  });

  test('take the same answer twice, and refuse another one', () => {
    const trees = treesOf([2, 2], 'p');
    trees.learn(0, [read(0, 1)], 3);
    trees.learn(0, [read(0, 1)], 3);
    for (const [reads, answer] of [
      [[read(0, 1)], 4],
      [[read(1, 1)], 3],
      [[], 3],
      [[read(0, 1), read(1, 0)], 3],
    ] as const) {
      expect(refusal(() => trees.learn(0, reads, answer))).toMatchObject({ code: 'RH204', where: ['p'] });
    }
    expect(trees.find(0, at(1, 0))).toBe(3);
  });

  test('refuse an answer with fewer reads than one that is known', () => {
    const trees = treesOf([2, 2], 'p');
    trees.learn(0, [read(0, 1), read(1, 0)], 3);
    expect(refusal(() => trees.learn(0, [read(0, 1)], 3)).code).toBe('RH204');
  });

  test('refuse to grow without end', () => {
    const trees = treesOf([2 ** 25, 2], 'step s');
    trees.learn(0, [read(0, 0)], 1);
    expect(refusal(() => trees.learn(0, [read(0, 1), read(0, 1)], 1))).toMatchObject({
      code: 'RH302',
      where: ['step s'],
    });
  });
});

/** A pure function with reads that depend on what it has read. */
interface Pure {
  readonly position: number;
  readonly branches: readonly (Pure | number)[];
}
const positions = 4;
const capacity = [3, 5, 2, 4];
const pure: fc.Arbitrary<Pure | number> = fc.letrec<{ tree: Pure | number }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.nat(20),
    fc
      .nat(positions - 1)
      .chain((position) =>
        fc
          .array(tie('tree'), { minLength: capacity[position]!, maxLength: capacity[position]! })
          .map((branches) => ({ position, branches })),
      ),
  ),
})).tree;

function evaluate(tree: Pure | number, locals: readonly number[], reads: Read[]): number {
  if (typeof tree === 'number') return tree;
  const local = locals[tree.position]!;
  if (!reads.some(({ position }) => position === tree.position)) reads.push(read(tree.position, local));
  return evaluate(tree.branches[local]!, locals, reads);
}

const state = fc.tuple(...capacity.map((size) => fc.nat(size - 1)));
/** States to ask about; at some, new capacities come first (a capacity may shrink, as far as it is not used). */
const asked = fc.array(
  fc.tuple(
    fc.nat(2),
    state,
    fc.option(fc.array(fc.nat(5), { minLength: positions, maxLength: positions }), { freq: 6 }),
  ),
  { minLength: 1, maxLength: 60 },
);

test('whatever pure functions are learned in whatever order: a known answer is right, also after new capacities', () => {
  fc.assert(
    fc.property(fc.tuple(pure, pure, pure), asked, (functions, questions) => {
      const trees = treesOf(capacity, 'p', 'q', 'r');
      const known = new Map<string, number>();
      for (const [question, locals, more] of questions) {
        if (more !== null) trees.resize(Int32Array.from(capacity, (size, i) => size + more[i]!));
        const reads: Read[] = [];
        const answer = evaluate(functions[question]!, locals, reads);
        const found = trees.find(question, Int32Array.from(locals));
        if (found >= 0) expect(found).toBe(answer);
        else trees.learn(question, reads, answer);
        known.set(`${question} ${locals.join()}`, answer);
      }
      for (const [key, answer] of known) {
        const [question, locals] = key.split(' ');
        expect(trees.find(Number(question), Int32Array.from(locals!.split(',').map(Number)))).toBe(answer);
      }
    }),
    { numRuns: 300 },
  );
});
