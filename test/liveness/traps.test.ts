import { describe, expect, test } from 'vitest';
import { check, recoverable } from '../../checker/index.ts';
import type { Trace } from '../../checker/index.ts';
import { at, oneActor } from './systems/one-actor.ts';
import { verdictOf } from './verdict.ts';

type Drawn = ReturnType<typeof oneActor>;

async function trapOf(system: Drawn, ...goal: readonly string[]): Promise<Trace> {
  const { properties } = await check(system, [recoverable('recoverable', at(...goal))]);
  expect(properties[0]!.verdict).toBe('violated');
  return properties[0]!.trace!;
}

describe('recovery', () => {
  test('holds where every state has a way, however long', async () => {
    const system = oneActor({ go: 'a>b b>c c>d d>a', wander: 'a>x x>y y>x', home: 'y>d' });
    expect(await verdictOf(system, recoverable('a', at('a')))).toBe('holds');
    expect(await verdictOf(system, recoverable('b', at('b')))).toBe('holds');
  });

  test('needs a way from every state, not from the first one only', async () => {
    const system = oneActor({ go: 'a>goal', away: 'a>b' });
    expect(await verdictOf(system, recoverable('goal', at('goal')))).toBe('violated');
  });

  test('a goal that lies behind is of no use', async () => {
    const system = oneActor({ go: 'a>b b>c' });
    expect(await verdictOf(system, recoverable('a', at('a')))).toBe('violated');
    expect(await verdictOf(system, recoverable('c', at('c')))).toBe('holds');
  });

  test('has nothing to do with fairness', async () => {
    const edges = { spin: 'a>a', leave: 'a>b', back: 'b>a' };
    const fairness = { spin: 'strong', leave: 'none' } as const;
    expect(await verdictOf(oneActor(edges, { fairness }), recoverable('b', at('b')))).toBe('holds');
    const stuck = oneActor({ go: 'a>b b>b', home: 'a>a' }, { fairness: { home: 'strong' } });
    expect(await verdictOf(stuck, recoverable('a', at('a')))).toBe('violated');
  });

  test('a goal that is nowhere makes the first state a trap', async () => {
    const trace = await trapOf(oneActor({ go: 'a>b b>a' }), 'nowhere');
    expect(trace.steps).toEqual([]);
    expect(trace.trap).toMatchObject({ states: 2, steps: ['go'], stuck: [] });
  });
});

describe('a trap', () => {
  test('of several, the nearest is shown', async () => {
    // Three steps to the left trap, two to the right one.
    const edges = { left: 'a>b b>c c>l', right: 'a>d d>r', round: 'l>l r>s s>r', home: 'c>a d>a b>a' };
    const trace = await trapOf(oneActor(edges), 'a');
    expect(trace.steps.map(({ step }) => step)).toEqual(['right', 'right']);
    expect(trace.trap).toMatchObject({ states: 2, steps: ['round'] });
  });

  test('with several exits that all lead away from the goal is one trap', async () => {
    // From x one may leave by two doors; behind each, others follow.
    const edges = {
      in: 'goal>x',
      doors: 'x>y y>z z>x',
      east: 'x>e e>f f>e',
      west: 'z>w',
    };
    const trace = await trapOf(oneActor(edges), 'goal');
    expect(trace.steps.map(({ step }) => step)).toEqual(['in']);
    expect(trace.trap).toMatchObject({ states: 6, steps: ['doors', 'east', 'west'], stuck: [] });
  });

  test('with one exit to the goal, at its far end, is none', async () => {
    const open = { in: 'goal>x', doors: 'x>y y>z z>x', west: 'z>w', home: 'w>goal' };
    expect(await verdictOf(oneActor(open), recoverable('goal', at('goal')))).toBe('holds');
    // Out of e and f there is no way, so the trap is those two, not the states before.
    const trace = await trapOf(oneActor({ ...open, east: 'x>e e>f f>e' }), 'goal');
    expect(trace.steps.map(({ step }) => step)).toEqual(['in', 'east']);
    expect(trace.trap).toMatchObject({ states: 2, steps: ['east'] });
  });

  test('is where one gets stuck, not the states on the way', async () => {
    const edges = { go: 'a>b b>c c>d', home: 'b>a', last: 'd>d' };
    const trace = await trapOf(oneActor(edges), 'a');
    expect(trace.steps.map(({ step }) => step)).toEqual(['go', 'go']);
    expect(trace.final.it!.value).toBe('c');
    expect(trace.trap).toMatchObject({ states: 2, steps: ['go', 'last'] });
  });
});
