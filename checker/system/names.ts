import type { AnyStateMachine, InputFrom } from 'xstate';
import type { ActorSpec, ActorSource } from './types.ts';

/**
 * One instance of a machine with its input.
 *
 * @example defineSystem({ actors: { net0: actor(datalink, { input: { owner: 'global' } }) }, steps: … })
 */
export function actor<M extends AnyStateMachine>(
  machine: M,
  options: { readonly input: InputFrom<M> },
): ActorSpec<M> {
  return { kind: 'refhold.actor', machine, input: options.input };
}

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** `net0`, `net1`, … as far as the compiler needs names that it can spread into `actors`. */
export type Numbered<P extends string> = `${P}${Digit | `${1 | 2 | 3}${Digit}`}`;

/** `['net0', 'net1']` for `('net', 2)`. The type names the first 40; more are fine at run time. */
export function numbered<const P extends string>(prefix: P, count: number): Numbered<P>[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}` as Numbered<P>);
}

/**
 * Many actors alike, to be spread into `actors`.
 *
 * @example const nets = numbered('net', links);
 * defineSystem({ actors: { web: zone, ...family(nets, (net) => actor(datalink, { input: { name: net } })) }, … })
 */
export function family<P extends string, S extends ActorSource>(
  names: readonly P[],
  make: (name: P, index: number) => S,
): { [K in P]: S } {
  return Object.fromEntries(names.map((name, i) => [name, make(name, i)])) as { [K in P]: S };
}

/**
 * One delivery to an actor whose name is a variable. (The compiler forgets the type of `{ [net]: … }`.)
 *
 * @example step(`${who}: open(${net})`, () => ({ ...to(net, { type: 'hold' }), ...to(who, { type: 'open' }) }))
 */
export function to<const P extends string, const E extends { readonly type: string }>(
  name: P,
  event: E,
): { readonly [K in P]?: E } {
  return { [name]: event } as { [K in P]?: E };
}
