import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { forecast } from '../../checker/explore/forecast.ts';
import { Table } from '../../checker/explore/table.ts';
import { grid } from '../systems/grid.ts';

/** Adds keys until a table with this limit is full; tells how many that were, and what had been foretold at so many. */
function filled(
  bits: number,
  limit: number,
  at: number,
): { count: number; told: ReturnType<typeof forecast> } {
  const table: Table = new Table(bits, 1, (more) => table.bytes + more <= limit);
  let told = forecast(table.shape, 0, 0, limit);
  for (let i = 0; table.reserve(1); i++) {
    if (table.count === at) told = forecast(table.shape, at, 0, limit);
    table.add(i, 0, 0);
  }
  return { count: table.count, told };
}

test.each([
  [31, 300_000],
  [31, 5_000_000],
  [45, 3_000_000],
])('keys of %i bits in %i bytes: as many fit as is foretold', (bits, limit) => {
  const { count, told } = filled(bits, limit, 1000);
  // The table asks before it grows; chance may make it ask a little earlier.
  expect(told.room).toBe(count);
  expect(told.growth).toBeGreaterThan(0);
});

test('the next growth is foretold with what it takes', () => {
  const asked: { at: number; more: number }[] = [];
  // It asks twice: for what it takes at least, and for what it takes.
  const table: Table = new Table(31, 1, (more) => {
    if (asked.at(-1)?.at === table.count) asked.pop();
    return asked.push({ at: table.count, more }) > 0;
  });
  const told: { at: number; more: number }[] = [];
  for (let i = 0; asked.length < 6; i++) {
    const before = forecast(table.shape, table.count, 0, Infinity);
    table.reserve(1);
    if (asked.length > told.length) told.push({ at: before.growsAt, more: before.growth });
    table.add(i, 0, 0);
  }
  // Chance may fill fifteen lines before it is time.
  const early = told.filter(({ at }, i) => asked[i]!.at !== at);
  expect(early.length).toBeLessThan(3);
  for (const [i, { at }] of told.entries()) expect(asked[i]!.at).toBeLessThanOrEqual(at);
  told.forEach(({ at, more }, i) => {
    if (asked[i]!.at !== at) return;
    expect(more / asked[i]!.more).toBeGreaterThan(0.8);
    expect(more / asked[i]!.more).toBeLessThan(1.25);
  });
});

test('what others hold takes its share, by state', () => {
  const { shape } = new Table(31, 100_000, () => true);
  const alone = forecast(shape, 100_000, 0, 2e8).room;
  expect(forecast(shape, 100_000, 400_000, 2e8).room).toBeLessThan(alone);
  expect(forecast(shape, 100_000, 1e9, 2e8).room).toBe(100_000);
});

test('a search tells it as it goes, and at its end', async () => {
  const told: number[] = [];
  const { exploration } = await check(grid(3, 20), [], {
    maxMemory: 400_000,
    onProgress: ({ memory }) => told.push(memory!.room),
  });
  expect(exploration.bound).toBe('max-memory');
  expect(exploration.memory).toMatchObject({ limit: 400_000 });
  const { growth, held, growsAt } = exploration.memory!;
  expect(held + growth).toBeGreaterThan(400_000);
  expect(growsAt).toBeGreaterThan(0);
});
