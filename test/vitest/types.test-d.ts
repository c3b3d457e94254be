/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access -- of types that must not resolve */
import { expect, expectTypeOf, test } from 'vitest';
import { setup } from 'xstate';
import '../../checker/vitest.ts';
import { always, defineSystem, never } from '../../checker/index.ts';
import type { ActorsOf } from '../../checker/index.ts';

const lamp = setup({ types: { events: {} as { type: 'press' } } }).createMachine({
  initial: 'off',
  states: { off: { on: { press: 'on' } }, on: { on: { press: 'off' } } },
});
const system = defineSystem({ actors: { lamp }, steps: { press: () => ({ lamp: { type: 'press' } }) } });

test('a property knows the actors of the system', () => {
  expectTypeOf(expect(system).toSatisfy(never('it burns', (s) => s.lamp.matches('on')))).toEqualTypeOf<
    Promise<void>
  >();
  // @ts-expect-error there is no such actor
  void expect(system).toSatisfy(never('it burns', (s) => s.candle.matches('on')));
  // @ts-expect-error there is no such state
  void expect(system).toSatisfy(always<ActorsOf<typeof system>>('it burns', (s) => s.lamp.matches('lit')));
  // @ts-expect-error there is no such option
  void expect(system).toSatisfy(
    never('it burns', (s) => s.lamp.matches('on')),
    { maxStats: 1 },
  );
  void expect(system).not.toSatisfy(
    never('it burns', (s) => s.lamp.matches('on')),
    { maxStates: 1 },
  );
});

test('other values have what Vitest has', () => {
  expect(7).toSatisfy((value) => value > 6, 'too young');
  // @ts-expect-error a number has no properties of this kind
  void expect(7).toSatisfy(never('it burns', () => true));
});
