import { setup } from 'xstate';
import { expect, test } from 'vitest';
import { check, defineSystem, eventuallyAlways, leadsTo, ltl, recoverable } from '../../checker/index.ts';
import { at, oneActor } from './systems/one-actor.ts';
import { lassoOf, verdictOf } from './verdict.ts';

/** States s0 up to s30 in a ring, which all have to come again and again. */
const names = Array.from({ length: 31 }, (_, i) => `s${i}`);
const atoms = Object.fromEntries(names.map((name) => [name, at(name)]));
const everywhere = ltl('everywhere', names.map((name) => `G F ${name}`).join(' & '), atoms);
const ring = names.map((name, i) => `${name}>${names[(i + 1) % 31]!}`).join(' ');

test('a formula may have as many atoms and acceptance sets as there are bits', async () => {
  expect(await verdictOf(oneActor({ go: ring }, { fairness: { go: 'weak' } }), everywhere)).toBe('holds');
  const shortcut = oneActor({ go: ring, skip: 's29>s0' }, { fairness: { go: 'weak', skip: 'weak' } });
  const { loop } = await lassoOf(shortcut, everywhere);
  expect(loop).toContain('skip');
  const last = ltl('the last one', 'G !s30', atoms);
  expect(await verdictOf(shortcut, last)).toBe('violated');
});

test('a limit on memory leaves open what there is no memory for, and says so', async () => {
  const hours = Array.from({ length: 12 }, (_, i) => `h${i}`);
  const clock = setup({}).createMachine({
    initial: 'h0',
    states: Object.fromEntries(hours.map((name, i) => [name, { on: { tick: hours[(i + 1) % 12]! } }])),
  });
  const tick = (who: 'a' | 'b' | 'c') =>
    ({ fairness: 'weak', deliver: () => ({ [who]: { type: 'tick' } }) }) as const;
  const clocks = defineSystem({
    actors: { a: clock, b: clock, c: clock },
    steps: { a: tick('a'), b: tick('b'), c: tick('c') },
  });
  type State = Parameters<typeof clocks.ends>[0];
  const a = (hour: string) => (s: State) => s.a.matches(hour);
  const properties = [
    recoverable('recoverable', a('h7')),
    leadsTo('leads to', a('h7'), a('h3')),
    eventuallyAlways('settles', a('h7')),
  ];
  const full = await check(clocks, properties);
  const seen: string[] = [];
  for (let more = 0; more < 300_000; more += 5_000) {
    const maxMemory = full.exploration.bytes + more;
    const { exploration, properties: results } = await check(clocks, properties, { maxMemory });
    const isOpen = results.some(({ verdict }) => verdict === 'incomplete');
    expect(exploration).toMatchObject({ complete: true, bound: undefined });
    expect(exploration.livenessBound).toBe(isOpen ? 'max-memory' : undefined);
    results.forEach((result, i) => {
      if (result.verdict !== 'incomplete') expect(result).toEqual(full.properties[i]);
    });
    const verdicts = results.map(({ verdict }) => verdict).join();
    if (verdicts !== seen.at(-1)) seen.push(verdicts);
  }
  // More memory never decides less.
  expect(seen).toEqual([
    'incomplete,incomplete,incomplete,holds',
    'holds,incomplete,incomplete,holds',
    'holds,holds,incomplete,holds',
    'holds,holds,violated,holds',
  ]);
});
