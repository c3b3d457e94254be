/** Threads that add the same states to one table at the same time. `npm test` builds what runs in them. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Growth } from '../../../checker/explore/growth.ts';
import { prepareInsert } from '../../../checker/explore/kernel/insert.ts';
import { Control } from '../../../checker/explore/parallel/control.ts';
import { makeKeys } from '../../../checker/explore/keys.ts';
import { unmix } from '../../../checker/explore/mix.ts';
import { Table } from '../../../checker/explore/table.ts';
import { makeLayout } from '../../../checker/relation/layout.ts';

const THREADS = 3;
const built = new URL('../../../dist/checker/explore/parallel/', import.meta.url);

/** What each thread does: as it is told, but only when all are there. */
const code = `
const { parentPort } = require('node:worker_threads');
let part;
parentPort.on('message', async ({ start, gate, states, slice, together, depth, move, settle, now }) => {
  if (start !== undefined) {
    const { Part } = await import(${JSON.stringify(new URL('part.js', built).href)});
    const { Control } = await import(${JSON.stringify(new URL('control.js', built).href)});
    const { thread, memory, layout, control, table } = start;
    part = new Part(0, thread, memory, layout, new Control(control), table);
  } else {
    // The first call compiles; that is not to be waited for by the others.
    if (states !== undefined) part.add(states.subarray(0, 0), depth, false, () => undefined);
    Atomics.add(gate, 0, 1);
    while (Atomics.load(gate, 0) < ${THREADS});
  }
  if (move !== undefined) part.move(move);
  if (settle !== undefined) part.settle(settle);
  if (now !== undefined) part.become(now);
  const fresh = [];
  let done = 0;
  for (let round = 1; states !== undefined && done < states.length; round++, done += slice) {
    Atomics.add(gate, 1, 1);
    while (together && Atomics.load(gate, 1) < round * ${THREADS});
    const added = part.add(states.subarray(done, done + slice), depth, false, (some) => fresh.push(...some));
    if (added.done < Math.min(slice, states.length - done)) throw new Error('no room');
  }
  parentPort.postMessage({ added: part.added, fresh });
});
`;

let workers: Worker[] = [];
beforeAll(() => {
  workers = Array.from({ length: THREADS }, () => new Worker(code, { eval: true }));
});
afterAll(async () => {
  await Promise.all(workers.map(async (worker) => worker.terminate()));
});

interface Answer {
  readonly added: number;
  readonly fresh: readonly number[];
}

async function all(order: (thread: number) => object): Promise<Answer[]> {
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const answers = workers.map(async (worker) => once(worker, 'message'));
  workers.forEach((worker, thread) => worker.postMessage({ gate, ...order(thread) }));
  return (await Promise.all(answers)).map(([answer]) => answer as Answer);
}

/** So many states, each once. Few high parts, so that keys share what slots keep of their low part. */
function someStates(count: number, words: number, from: number): Uint32Array {
  const states = new Uint32Array(count * words);
  for (let i = 0; i < count; i++) {
    const number = from + i;
    states[i * words] = words === 1 ? number : number >>> 2;
    if (words === 2) states[i * words + 1] = number & 3;
  }
  return states;
}

describe.each([
  ['one word', 1],
  ['two words', 2],
])('a table with slots of %s', (_, width) => {
  const layout = makeLayout(width === 1 ? [31] : [31, 31]);

  /** Tells the threads of a table. `begin`: how it was made, so that they find it as they left it. */
  async function start(table: Table): Promise<Control> {
    const memory = table.room.memory!;
    prepareInsert(new Uint32Array(memory.buffer, 0, 1 << 20));
    const control = Control.of([table.count]);
    const now = { image: table.image, limit: Infinity };
    await all((thread) => ({ start: { thread, memory, layout, control: control.words, table: now } }));
    return control;
  }

  function expectEachOnce(table: Table, states: Uint32Array, answers: readonly Answer[]): void {
    const count = states.length / layout.words;
    const keyOf = (state: readonly number[]): string => state.join(' ');
    const fresh = answers.flatMap((answer) =>
      Array.from({ length: answer.fresh.length / layout.words }, (__, i) =>
        keyOf(answer.fresh.slice(i * layout.words, (i + 1) * layout.words)),
      ),
    );
    // Nobody says that a state is new which another one has added.
    expect([fresh.length, new Set(fresh).size]).toEqual([count, count]);
    const keys = new Set<string>();
    let listed = 0;
    table.each((low, high, place) => {
      keys.add(`${low} ${high}`);
      listed++;
      if (table.find(low, high) !== place) listed = -Infinity;
    });
    expect([listed, keys.size]).toEqual([count, count]);
  }

  test('takes each state once, however many bring it in at the same moment', async () => {
    for (const [slice, count] of [
      [64, 20_000],
      [1024, 120_000],
    ] as const) {
      const table = new Table(31 * width, 250_000, () => true, 'shared');
      expect(table.shape.width).toBe(width);
      const control = await start(table);
      const states = someStates(count, layout.words, 0);
      const answers = await all(() => ({ states, slice, depth: 3 }));
      table.noteAdded(control.count(0), 3);
      expect(table.count).toBe(count);
      expectEachOnce(table, states, answers);
    }
  });

  /** States that all belong in a few lines, so that they take each other's slots, and their keys. */
  function crowd(table: Table, homes: readonly number[], each: number): Uint32Array {
    const { mix: mixing, lineBits } = table.shape;
    const keys = makeKeys(layout);
    const states = new Uint32Array(homes.length * each * layout.words);
    homes.forEach((home, i) => {
      for (let j = 0; j < each; j++) {
        const high = width === 1 ? 0 : j & 3;
        const mixed = (home | ((j >> (width === 1 ? 0 : 2)) << lineBits)) & mixing.mask;
        keys.decode(unmix(mixed, high, mixing), high, states, i * each + j);
      }
    });
    return states;
  }

  /** The same states in another order, group by group. */
  function reordered(states: Uint32Array, group: number, step: number): Uint32Array {
    const { words } = layout;
    return states.map((_, at) => {
      const state = Math.floor(at / words);
      const first = state - (state % group);
      return states[(first + (((state % group) * step) % group)) * words + (at % words)]!;
    });
  }

  test('takes each once where all belong in the same lines, and keeps each while it grows', async () => {
    for (let round = 0; round < 8; round++) {
      const table = new Table(31 * width, 1 << (width === 1 ? 15 : 14), () => true, 'shared');
      const control = await start(table);
      const each = 50 * (3 - width);
      const homes = Array.from({ length: 60 }, (__, i) => i * 3 + round * 500);
      const states = crowd(table, homes, each);
      const orders = [1, 3, 7].map((step) => reordered(states, each, step));
      let answers = await all((thread) => ({
        states: orders[thread],
        slice: each * layout.words,
        together: true,
        depth: 1,
      }));
      table.noteAdded(control.count(0), 1);
      expectEachOnce(table, states, answers);
      const begun = table.beginGrowth((words) => new Int32Array(new SharedArrayBuffer(4 * words)))!;
      expect(begun.growth.waiting).toBeGreaterThan(2500 / width);
      control.beginGrowth();
      await all(() => ({ move: { part: 0, ...begun } }));
      await all(() => ({ settle: { part: 0, ...begun } }));
      expectEachOnce(table, states, answers);
      answers = await all(() => ({
        now: { image: table.image, limit: Infinity },
        states,
        slice: 1024,
        depth: 1,
      }));
      expect(answers.flatMap(({ fresh }) => fresh)).toEqual([]);
    }
  });

  test('keeps each while all of them make it larger', async () => {
    const table = new Table(31 * width, 100_000, () => true, 'shared');
    const control = await start(table);
    let answers: Answer[] = [];
    const first = someStates(100_000, layout.words, 0);
    answers = answers.concat(await all(() => ({ states: first, slice: 2048, depth: 5 })));
    for (let round = 0; round < 2; round++) {
      table.noteAdded(control.count(0) - table.count, 5);
      const { growth, late } = table.beginGrowth(
        (words) => new Int32Array(new SharedArrayBuffer(4 * words)),
      )!;
      control.beginGrowth();
      const move: { part: number; growth: Growth; late: Int32Array } = { part: 0, growth, late };
      await all(() => ({ move }));
      expect(control.late).toBe(late.length);
      expect(late.length).toBeGreaterThan(0);
      await all(() => ({ settle: move }));
      const now = { image: table.image, limit: Infinity };
      answers = answers.concat(
        await all(() => ({
          now,
          states: someStates((round + 2) * 100_000, layout.words, 0),
          slice: 512,
          depth: 5,
        })),
      );
    }
    table.noteAdded(control.count(0) - table.count, 5);
    const states = someStates(300_000, layout.words, 0);
    expect(table.count).toBe(300_000);
    expectEachOnce(table, states, answers);
    table.each((__, ___, place) => {
      if (table.depthAt(place) !== 5 % table.depths) throw new Error('another depth');
    });
  });
});

test('a key that waited goes elsewhere where somebody else has taken its slot', () => {
  const table = new Table(31, 1, () => true);
  let count = 0;
  while (count < 6900) table.add(count++, 0, 0);
  const exchange = Atomics.compareExchange as (
    words: Int32Array,
    place: number,
    ...other: number[]
  ) => number;
  let taken = 0;
  const foreign = -1;
  const spy = vi.spyOn(Atomics, 'compareExchange').mockImplementation(((
    words: Int32Array,
    place: number,
    ...other: number[]
  ) => {
    if (count++ % 10 === 0) {
      words[place] = foreign;
      taken++;
    }
    return exchange(words, place, ...other);
  }) as typeof Atomics.compareExchange);
  expect(table.grow()).toBe(true);
  spy.mockRestore();
  expect(taken).toBeGreaterThan(50);
  expect(table.room.words.filter((word) => word === foreign)).toHaveLength(taken);
  for (let key = 0; key < 6900; key++) if (table.find(key, 0) < 0) throw new Error(`key ${key} is gone`);
});
