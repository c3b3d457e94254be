import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantiate } from '../../../checker/explore/kernel/assemble.ts';
import { insertRoutine, NOTES_END, prepareInsert } from '../../../checker/explore/kernel/insert.ts';
import { countMoved } from '../../../checker/explore/kernel/split.ts';
import { makeKeys } from '../../../checker/explore/keys.ts';
import { PAGE, TABLE_AT } from '../../../checker/explore/room.ts';
import { LINE_WORDS, makeShape, slotsOf, TRIES, wordsOf } from '../../../checker/explore/shape.ts';
import { wasm } from '../../../checker/explore/webassembly.ts';
import { makeLayout } from '../../../checker/relation/layout.ts';

const STATES_AT = 8 << 20;

/** A table in which a routine puts states, with nobody to make it larger. */
function tableOf(words: 1 | 2, lineBits: number, isAtomic: boolean) {
  const layout = makeLayout(new Array<number>(words === 1 ? 3 : 6).fill(10), true);
  expect(layout.words).toBe(words);
  const shape = makeShape(makeKeys(layout).bits, lineBits, words);
  const limits = { initial: TABLE_AT / PAGE + 100, maximum: TABLE_AT / PAGE + 100 };
  const memory = new wasm.Memory(isAtomic ? { ...limits, shared: true } : limits);
  const all = new Uint32Array(memory.buffer);
  prepareInsert(all);
  const routine = insertRoutine(layout, shape, { isFiltered: true, isAtomic });
  const insert = instantiate(memory, [routine]).insert!;
  const slots = new Int32Array(memory.buffer, TABLE_AT, wordsOf(shape));
  const used = (): number => slots.filter((word, i) => i % words === 0 && word !== 0).length;
  /** Puts states in: the new ones, and those that were not looked at. */
  const put = (states: readonly string[]): { readonly fresh: string[]; readonly rest: string[] } => {
    states.forEach((state, i) => all.set(state.split(' ').map(Number), STATES_AT / 4 + i * words));
    const end = STATES_AT + 4 * words * states.length;
    const stopped = insert(STATES_AT, end, 0, STATES_AT, 0);
    const read = (from: number, to: number): string[] =>
      Array.from({ length: (to - from) / 4 / words }, (_, i) =>
        all.slice(from / 4 + i * words, from / 4 + (i + 1) * words).join(' '),
      );
    return { fresh: read(STATES_AT, all[0]!), rest: read(stopped, end) };
  };
  return { put, used, memory, slots, shape };
}

const cases = [1, 2].flatMap((words) => [false, true].map((isAtomic) => [words as 1 | 2, isAtomic] as const));
const field = fc.noBias(fc.nat(2 ** 30 - 1));
const state = (words: 1 | 2): fc.Arbitrary<string> =>
  words === 1 ? field.map(String) : fc.tuple(field, field).map(([a, b]) => `${a} ${b}`);

describe('compiled look-ups', () => {
  test.each(cases)(
    '%i words, atomic: %o: what has no slot is given back, and nothing is lost',
    (words, isAtomic) => {
      const lines = 3;
      const { used, put, shape } = tableOf(words, lines, isAtomic);
      const states = fc.sample(state(words), { seed: words, numRuns: 700 });
      const known = new Set<string>();
      let given = 0;
      for (let at = 0; at < states.length; at += 100) {
        // Each twice, so that some are known, and some wait twice.
        const some = [...states.slice(at, at + 100), ...states.slice(at, at + 100)];
        const { fresh, rest } = put(some);
        for (const one of fresh) {
          expect(known.has(one)).toBe(false);
          known.add(one);
        }
        given += rest.length;
        expect(used()).toBe(known.size);
        const missing = some.filter((one) => !known.has(one));
        for (const one of missing) expect(rest).toContain(one);
        for (const one of [...fresh, ...rest]) expect(some).toContain(one);
      }
      expect(given).toBeGreaterThan(0);
      // All lines are tried but the last ones by chance.
      expect(known.size).toBeGreaterThan(0.9 * slotsOf(shape));
    },
  );

  test.each(cases)(
    '%i words, atomic: %o: each key comes in once, however full lines are',
    (words, isAtomic) => {
      fc.assert(
        fc.property(fc.array(fc.array(state(words), { maxLength: 900 }), { maxLength: 4 }), (rounds) => {
          const { put, used } = tableOf(words, 8, isAtomic);
          const known = new Set<string>();
          for (const round of rounds) {
            const expected = [...new Set(round)].filter((one) => !known.has(one));
            const { fresh, rest } = put(round);
            expect(rest).toEqual([]);
            expect([...fresh].sort()).toEqual(expected.sort());
            for (const one of fresh) known.add(one);
          }
          expect(used()).toBe(known.size);
        }),
        { numRuns: 20 },
      );
    },
  );

  test.each(cases)('%i words, atomic: %o: keys out of their first line are counted', (words, isAtomic) => {
    const { put, memory, slots, shape } = tableOf(words, 5, isAtomic);
    put(fc.sample(state(words), { seed: 7, numRuns: Math.floor((32 * LINE_WORDS * 0.8) / words) }));
    const count = slots.filter((word, i) => i % words === 0 && (word & TRIES) > 1).length;
    expect(count).toBeGreaterThan(5);
    expect(countMoved(memory, shape)).toBe(count);
  });

  test('what it notes down leaves room for states', () => {
    expect(NOTES_END).toBeLessThan(STATES_AT);
  });
});
