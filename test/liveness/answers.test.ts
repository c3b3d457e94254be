import { describe, expect, test } from 'vitest';
import { check, eventually, ltl, recoverable } from '../../checker/index.ts';
import { rejection } from '../support.ts';
import { at, oneActor } from './systems/one-actor.ts';
import { lassoOf, verdictOf } from './verdict.ts';

const ring = oneActor({ go: 'a>b b>c c>a' }, { fairness: { go: 'weak' } });

describe('predicates of properties of runs', () => {
  test.each([
    ['an object', () => ({ why: 'not' })],
    ['nothing', (() => undefined) as never],
    ['a number', (() => 1) as never],
  ])('may not answer with %s', async (_, predicate) => {
    for (const property of [eventually('odd', predicate), recoverable('odd', predicate)]) {
      const error = await rejection(check(ring, [property]));
      expect(error.code).toBe('RH209');
      expect(error.where).toContain('property odd');
    }
  });

  test('are asked in every state, also where it no longer matters', async () => {
    const picky = eventually('picky', (state: Parameters<typeof ring.ends>[0]) => {
      if (at('c')(state)) throw new Error('meant to');
      return at('a')(state);
    });
    const error = await rejection(check(ring, [picky]));
    expect(error).toMatchObject({ code: 'RH201', where: ['property picky'] });
  });
});

describe('a loop', () => {
  test('has no steps that nobody promised, where there is one without', async () => {
    // The observer may come and go, or simply stay.
    const edges = { come: 'out>in', leave: 'in>out', halt: 'in>in' };
    const done = eventually('done', at('done'));
    const { stem, loop } = await lassoOf(oneActor(edges, { fairness: { halt: 'weak' } }), done);
    expect([stem, loop]).toEqual([[], []]);
    const pushed = oneActor(edges, { fairness: { come: 'weak', halt: 'weak' } });
    expect(await lassoOf(pushed, done)).toMatchObject({ stem: ['come'], loop: ['halt'] });
  });

  test('has them where there is none without', async () => {
    const edges = { come: 'out>in', leave: 'in>out', halt: 'in>done' };
    const again = ltl('not again and again', 'F G !in', { in: at('in') });
    const { loop } = await lassoOf(oneActor(edges, { fairness: { halt: 'weak' } }), again);
    expect(loop.toSorted()).toEqual(['come', 'leave']);
  });

  test('begins as early as can be', async () => {
    // Two places to go round for ever; the nearer one is shown.
    const edges = { far: 'a>b b>c c>d d>c', near: 'a>x x>y y>x' };
    const fairness = { far: 'weak', near: 'weak' } as const;
    const { stem } = await lassoOf(oneActor(edges, { fairness }), eventually('done', at('done')));
    expect(stem).toEqual(['near']);
  });
});

test('the same system gives the same counterexample every time', async () => {
  const edges = { go: 'a>b b>c c>a', other: 'a>c c>b b>a', stop: 'c>d' };
  const make = () => oneActor(edges, { fairness: { go: 'weak', other: 'strong' } });
  const first = await lassoOf(make(), eventually('done', at('d')));
  for (let i = 0; i < 3; i++) expect(await lassoOf(make(), eventually('done', at('d')))).toEqual(first);
  expect(await verdictOf(make(), eventually('a', at('a')))).toBe('holds');
});
