import { expect, test } from 'vitest';
import { ltl } from '../../checker/index.ts';
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
