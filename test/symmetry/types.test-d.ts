import { setup } from 'xstate';
import { defineSystem, family, numbered } from '../../checker/index.ts';

const one = setup({ types: { events: {} as { type: 'go' } } }).createMachine({ on: { go: {} } });
const actors = { a: one, b: one, c: one, d: one };
const steps = { go: () => null };
const names = numbered('n', 3);
const wrong = [
  ['a', 'y'],
  ['b', 'c'],
] as const;

// Names of actors are known to the compiler, one by one or in blocks.
defineSystem({ actors, steps, symmetry: [{ blocks: ['a', 'b'] }] });
defineSystem({ actors, steps, symmetry: [{ blocks: [['a', 'b'] as const, ['c', 'd'] as const] }] });
defineSystem({ actors: family(names, () => one), steps, symmetry: [{ blocks: names }] });
// @ts-expect-error there is no actor of this name
defineSystem({ actors, steps, symmetry: [{ blocks: ['a', 'z'] }] });
// @ts-expect-error nor in a block of several
defineSystem({ actors, steps, symmetry: [{ blocks: wrong }] });
