import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prepareInsert } from '../../../checker/explore/kernel/insert.ts';
import { makeKeys } from '../../../checker/explore/keys.ts';
import { Control } from '../../../checker/explore/parallel/control.ts';
import { Part } from '../../../checker/explore/parallel/part.ts';
import { KERNEL_BYTES, PAGE, TABLE_AT } from '../../../checker/explore/room.ts';
import { makeShape, wordsOf } from '../../../checker/explore/shape.ts';
import { wasm } from '../../../checker/explore/webassembly.ts';
import { makeLayout } from '../../../checker/relation/layout.ts';

test.each([1, 2] as const)('where lines are full, all that has no slot is left: %i words', (words) => {
  const layout = makeLayout(new Array<number>(words === 1 ? 3 : 6).fill(10), true);
  const lineBits = 3;
  const { bits } = makeKeys(layout);
  const slots = wordsOf(makeShape(bits, lineBits, words)) / words;
  const pages = TABLE_AT / PAGE + 1;
  const memory = new wasm.Memory({ initial: pages, maximum: pages, shared: true });
  prepareInsert(new Uint32Array(memory.buffer, 0, KERNEL_BYTES / 4));
  const image = { bits, lineBits, width: words, count: 0, depthBits: 0, deepest: 0 };
  const part = new Part(0, 1, memory, layout, Control.of([0]), { image, limit: Infinity });
  const field = fc.noBias(fc.nat(2 ** 30 - 1));
  const states = Uint32Array.from(fc.sample(field, { seed: words, numRuns: 2 * slots * words }));
  const read = (from: Uint32Array): string[] =>
    Array.from({ length: from.length / words }, (_, i) => from.slice(i * words, (i + 1) * words).join(' '));
  const all = read(states);
  const fresh: string[] = [];
  const { done, isStuck } = part.add(states, 0, true, (some) => fresh.push(...read(some)));
  expect(isStuck).toBe(true);
  expect(fresh.length).toBeGreaterThan(slots / 2);
  expect([...fresh, ...read(states.subarray(done))].sort()).toEqual(all.sort());
});
