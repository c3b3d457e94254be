/** Mistakes that checkers have made, one test each. */
import { describe, expect, test } from 'vitest';
import {
  alwaysEventually,
  check,
  eventually,
  eventuallyAlways,
  leadsTo,
  ltl,
  recoverable,
} from '../../checker/index.ts';
import { at, oneActor } from './systems/one-actor.ts';
import { lassoOf, verdictOf } from './verdict.ts';

describe('an unfair cycle is no violation', () => {
  const edges = { spin: 'work>work', leave: 'work>done' };
  const done = eventually('it ends', at('done'));

  test.each(['weak', 'strong'] as const)('where the way out is %sly fair', async (fairness) => {
    expect(await verdictOf(oneActor(edges, { fairness: { leave: fairness } }), done)).toBe('holds');
  });

  test('but it is one where nothing is promised', async () => {
    expect(await verdictOf(oneActor(edges), done)).toBe('violated');
    expect(await verdictOf(oneActor(edges, { fairness: { spin: 'strong' } }), done)).toBe('violated');
  });

  test('a longer cycle', async () => {
    const longer = { go: 'a>b b>c c>a', leave: 'a>done b>done c>done' };
    const fair = oneActor(longer, { fairness: { go: 'weak', leave: 'weak' } });
    expect(await verdictOf(fair, done)).toBe('holds');
    const lasso = await lassoOf(oneActor(longer, { fairness: { go: 'weak' } }), done);
    expect(lasso).toMatchObject({ stem: [], loop: ['go', 'go', 'go'] });
    expect(lasso.trace.loop!.fairness).toEqual([
      { name: 'step go', fairness: 'weak', status: 'taken' },
      { name: 'step leave', fairness: 'none', status: 'starved' },
    ]);
  });
});

describe('fairness is judged on the component that the run stays in', () => {
  test('what was taken on the way there does not count', async () => {
    // X is taken once from a to b; around b and c it is possible for ever and never taken.
    const edges = { X: 'a>b b>d c>d', go: 'b>c c>b' };
    const end = eventually('it ends', at('d'));
    expect(await verdictOf(oneActor(edges, { fairness: { X: 'weak', go: 'weak' } }), end)).toBe('holds');
    expect(await verdictOf(oneActor(edges, { fairness: { X: 'strong', go: 'strong' } }), end)).toBe('holds');
  });

  test('what is possible outside of it does not oblige', async () => {
    const edges = { X: 'a>a', enter: 'a>b', go: 'b>c c>b' };
    const back = alwaysEventually('it comes back', at('a'));
    const fairness = { X: 'strong', enter: 'strong', go: 'strong' } as const;
    expect(await lassoOf(oneActor(edges, { fairness }), back)).toMatchObject({ loop: ['go', 'go'] });
  });

  test('a small cycle can be unfair where the whole component is fair', async () => {
    // Staying on a and b starves X for ever; going round by c does not, as X is impossible there.
    const edges = { go: 'a>b b>a', far: 'b>c c>a', X: 'a>end b>end' };
    const end = eventually('it ends', at('end'));
    const weak = oneActor(edges, { fairness: { X: 'weak', go: 'weak', far: 'weak' } });
    const lasso = await lassoOf(weak, end);
    expect(lasso.loop).toContain('far');
    expect(lasso.trace.loop!.fairness).toContainEqual({
      name: 'step X',
      fairness: 'weak',
      status: 'interrupted',
    });
    expect(
      await verdictOf(oneActor(edges, { fairness: { X: 'strong', go: 'weak', far: 'weak' } }), end),
    ).toBe('holds');
  });

  test('a part of a component can be fair where the whole is not', async () => {
    // X is possible only in c and never leads back. The whole is unfair to it, a and b alone are not.
    const edges = { go: 'a>b b>a', far: 'b>c c>a', X: 'c>end' };
    const end = eventually('it ends', at('end'));
    const lasso = await lassoOf(oneActor(edges, { fairness: { X: 'strong', go: 'weak' } }), end);
    expect(lasso.loop).toEqual(['go', 'go']);
    expect(await verdictOf(oneActor(edges, { fairness: { X: 'strong', far: 'strong' } }), end)).toBe(
      'violated',
    );
    const both = oneActor(edges, { fairness: { X: 'strong', far: 'strong', go: 'strong' } });
    expect(await verdictOf(both, end)).toBe('holds');
  });

  test('parts of parts, down to the last', async () => {
    // Each X n is possible only in the state n; only a loop on z, four parts deep, owes nothing.
    const edges = {
      go: 'z>y y>x x>w w>z',
      back: 'y>z x>z w>z',
      stay: 'z>z',
      Xw: 'w>end',
      Xx: 'x>end',
      Xy: 'y>end',
    };
    const end = eventually('it ends', at('end'));
    const fairness = { Xw: 'strong', Xx: 'strong', Xy: 'strong', stay: 'weak' } as const;
    expect(await lassoOf(oneActor(edges, { fairness }), end)).toMatchObject({ stem: [], loop: ['stay'] });
    const pushed = oneActor(edges, { fairness: { ...fairness, go: 'strong' } });
    expect(await verdictOf(pushed, end)).toBe('holds');
  });
});

describe('F G P is not dropped', () => {
  const blink = oneActor({ on: 'off>on', off: 'on>off' }, { fairness: { on: 'weak', off: 'weak' } });
  const settle = oneActor({ go: 'a>b b>a', rest: 'b>c' }, { fairness: { go: 'weak', rest: 'strong' } });

  test('violated where P goes on and off', async () => {
    expect(await verdictOf(blink, eventuallyAlways('stays on', at('on')))).toBe('violated');
    expect(await verdictOf(blink, ltl('stays on', '<>[] on', { on: at('on') }))).toBe('violated');
    const lasso = await lassoOf(blink, ltl('stays on', 'F G on', { on: at('on') }));
    expect(lasso.loop.toSorted()).toEqual(['off', 'on']);
  });

  test('holds where it settles', async () => {
    expect(await verdictOf(settle, eventuallyAlways('settles', at('c')))).toBe('holds');
    expect(await verdictOf(settle, ltl('settles', '<>[] c', { c: at('c') }))).toBe('holds');
  });

  test('is not the same as G F P', async () => {
    expect(await verdictOf(blink, alwaysEventually('comes on', at('on')))).toBe('holds');
  });
});

describe('a behaviour that ends goes on standing still', () => {
  const ends = oneActor({ go: 'a>b' }, { fairness: { go: 'weak' } });

  test('what has not happened by then never does', async () => {
    const oncemore = alwaysEventually('a again and again', at('a'));
    expect(await lassoOf(ends, oncemore)).toMatchObject({ stem: ['go'], loop: [] });
    expect(await verdictOf(ends, leadsTo('back to a', at('b'), at('a')))).toBe('violated');
  });

  test('what is so at the end stays so', async () => {
    expect(await verdictOf(ends, alwaysEventually('b again and again', at('b')))).toBe('holds');
    expect(await verdictOf(ends, eventuallyAlways('b for ever', at('b')))).toBe('holds');
    expect(await verdictOf(ends, ltl('b for ever', 'a U G b', { a: at('a'), b: at('b') }))).toBe('holds');
  });

  test('also in the first state, with no step at all', async () => {
    const none = oneActor({ never: 'elsewhere>elsewhere', go: 'a>b' });
    expect(await verdictOf(none, eventually('b', at('b')))).toBe('violated');
    expect(await lassoOf(none, eventually('b', at('b')))).toMatchObject({ stem: [], loop: [] });
  });

  test('nothing has to go on that is not promised to', async () => {
    const two = oneActor({ one: 'a>b', two: 'b>c' }, { fairness: { one: 'weak' } });
    expect(await verdictOf(two, eventually('b', at('b', 'c')))).toBe('holds');
    const lasso = await lassoOf(two, eventually('c', at('c')));
    expect(lasso).toMatchObject({ stem: ['one'], loop: [] });
    expect(lasso.trace.loop!.fairness).toContainEqual({
      name: 'step two',
      fairness: 'none',
      status: 'starved',
    });
  });
});

test('a loop is a run, not the states of a component', async () => {
  // A wheel: each spoke goes out and back. The states in the order they are found are no run.
  const edges = { go: 'start>hub', out: 'hub>a a>hub', two: 'hub>b b>hub', three: 'hub>c c>hub' };
  const system = oneActor(edges, { fairness: { out: 'weak', three: 'strong', go: 'weak' } });
  const { stem, loop } = await lassoOf(system, eventually('b', at('b')));
  expect(stem).toEqual(['go']);
  const sorted = ['out', 'out', 'three', 'three'];
  expect(loop.toSorted()).toEqual(sorted);
  expect([
    ['out', 'out', 'three', 'three'],
    ['three', 'three', 'out', 'out'],
  ]).toContainEqual(loop);
});

describe('what counts as taken are the edges of a component', () => {
  test('not the states that have such an edge', async () => {
    // X is possible in both states, and always leads out: nobody who stays takes it.
    const edges = { go: 'a>b b>a', X: 'a>end b>end' };
    const fairness = { go: 'weak', X: 'weak' } as const;
    expect(await verdictOf(oneActor(edges, { fairness }), eventually('it ends', at('end')))).toBe('holds');
  });

  test('not the edges between its states that the formula forbids', async () => {
    // X leads from b back to a, but only through c, where P becomes true.
    const edges = { go: 'a>b b>a', X: 'a>c b>c', home: 'c>a' };
    const fairness = { go: 'weak', X: 'weak', home: 'weak' } as const;
    expect(await verdictOf(oneActor(edges, { fairness }), alwaysEventually('c', at('c')))).toBe('holds');
  });

  test('an edge that changes nothing is taken, too', async () => {
    const system = oneActor({ X: 'a>a', leave: 'a>b' }, { fairness: { X: 'strong' } });
    expect(await lassoOf(system, eventually('b', at('b')))).toMatchObject({ stem: [], loop: ['X'] });
  });

  test('of two edges between the same states, the one that is taken', async () => {
    const system = oneActor(
      { X: 'a>b', Y: 'a>b', back: 'b>a' },
      { fairness: { X: 'strong', Y: 'strong', back: 'weak' } },
    );
    const { loop } = await lassoOf(system, eventually('c', at('c')));
    expect(loop.toSorted()).toEqual(['X', 'Y', 'back', 'back']);
  });
});

describe('a bound leaves everything about runs open', () => {
  const system = oneActor({ go: 'a>b b>c c>d d>e e>a', halt: 'c>c' }, { fairness: { go: 'weak' } });
  const properties = [
    recoverable('recoverable', at('a')),
    recoverable('not recoverable', at('nowhere')),
    leadsTo('leads to', at('a'), at('b')),
    leadsTo('vacuous', at('nowhere'), at('b')),
    eventually('eventually', at('b')),
    alwaysEventually('always eventually', at('a')),
    eventuallyAlways('eventually always', at('a')),
    ltl('true of all runs', 'G (a -> a)', { a: at('a') }),
    ltl('false of all runs', 'F (a & !a)', { a: at('a') }),
  ];
  const aborted = AbortSignal.abort();

  test.each([
    ['states', { maxStates: 3 }],
    ['depth', { maxDepth: 2 }],
    // Enough for the states, but not for the graph.
    ['memory', { maxMemory: 1 }],
  ])('of %s', async (_, options) => {
    const result = await check(system, properties, options);
    for (const { verdict, trace } of result.properties.slice(0, properties.length)) {
      expect(verdict).toBe('incomplete');
      expect(trace).toBeUndefined();
    }
  });

  test('and without one, nothing is open', async () => {
    const { properties: results } = await check(system, properties, { signal: aborted });
    expect(results.map(({ verdict }) => verdict)).toEqual([
      'holds',
      'violated',
      'holds',
      'vacuous',
      'holds',
      'holds',
      'violated',
      'holds',
      'violated',
      'holds',
    ]);
  });
});

describe('a cycle is not a state in which something good happened', () => {
  test('eventually is false of a cycle without it', async () => {
    const system = oneActor({ go: 'a>b b>c c>a', exit: 'b>d' }, { fairness: { go: 'strong' } });
    expect(await lassoOf(system, eventually('d', at('d')))).toMatchObject({ loop: ['go', 'go', 'go'] });
  });

  test('also where the cycle is met again on another way', async () => {
    const system = oneActor(
      { left: 'a>b', right: 'a>c c>b', go: 'b>b' },
      { fairness: { go: 'weak', left: 'weak', right: 'weak' } },
    );
    expect(await lassoOf(system, eventually('d', at('d')))).toMatchObject({ stem: ['left'], loop: ['go'] });
  });

  test('and an obligation is not forgotten when a state is met a second time', async () => {
    // b is reached with the debt of F c, and without it.
    const system = oneActor(
      { ask: 'a>p p>b', skip: 'a>b', go: 'b>a', answer: 'p>c c>a' },
      { fairness: { ask: 'strong', go: 'strong', skip: 'strong', answer: 'none' } },
    );
    const { loop } = await lassoOf(system, leadsTo('answered', at('p'), at('c')));
    expect(loop).not.toContain('answer');
  });
});
