import { createMachine } from 'xstate';
import { expect, test } from 'vitest';
import { check, defineSystem } from '../../checker/index.ts';
import { grid } from '../systems/grid.ts';
import { philosophers } from '../systems/philosophers.ts';

test('an audit changes no answer, also where it is the first to ask', async () => {
  const stubborn = createMachine({
    id: 'm',
    initial: 'x',
    states: { x: { on: { go: { guard: () => false, target: 'y' } } }, y: {} },
  });
  const system = defineSystem({
    actors: { a: stubborn },
    steps: { 'a goes': () => ({ a: { type: 'go' } }) },
  });
  const { exploration, properties } = await check(system, [], { audit: 1 });
  expect(exploration).toMatchObject({ states: 1, transitions: 0 });
  expect(properties[0]).toMatchObject({ verdict: 'violated' });
});

test.each([1, 2, 100])(
  'an audit of every state in %i finds nothing to complain of in pure systems',
  async (audit) => {
    const table = await check(philosophers(4), [], { audit });
    expect(table.exploration).toMatchObject({ states: 3 ** 4 - 1, complete: true });
    const counters = await check(grid(1, 9), [], { audit });
    expect(counters.exploration).toMatchObject({ states: 81, transitions: 162 });
  },
);

test('an audit asks the steps anew', async () => {
  const [plain, audited] = [await check(philosophers(3)), await check(philosophers(3), [], { audit: 1 })];
  expect(audited.exploration.calls.user).toBeGreaterThanOrEqual(plain.exploration.calls.user + 26 * 12);
});
