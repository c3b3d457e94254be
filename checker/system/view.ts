import type { AnyMachineSnapshot } from 'xstate';
import { RefholdError } from '../errors.ts';
import { suggest } from './suggest.ts';
import type { Machines, System, View } from './types.ts';

/** The snapshots of all actors at once, in the order of `system.actors`. */
export type SystemState = readonly AnyMachineSnapshot[];

/**
 * The object that steps and properties read. Each access to an actor calls `read` with its position,
 * so that a reader may record it. Everything else that can be done to an object is refused or empty.
 *
 * Reading an actor that the system does not have throws RH103, never `undefined`: a family is often smaller at
 * run time than its type says.
 */
export function makeView(system: System, read: (actor: number) => AnyMachineSnapshot): View<Machines> {
  const { names, positions } = namesOf(system);
  const refuse = (): never => {
    throw new TypeError('the state is read only');
  };
  return new Proxy(Object.create(null) as View<Machines>, {
    get(_, name) {
      if (typeof name === 'symbol') return undefined;
      const position = positions.get(name);
      if (position !== undefined) return read(position);
      if (name === 'then' || name === 'toJSON') return undefined;
      throw new RefholdError('RH103', { what: `"${name}".${suggest(name, names)}` });
    },
    has: (_, name) => typeof name === 'string' && positions.has(name),
    ownKeys: () => [...names],
    getOwnPropertyDescriptor(_, name) {
      const position = typeof name === 'string' ? positions.get(name) : undefined;
      if (position === undefined) return undefined;
      return { value: read(position), enumerable: true, configurable: true, writable: false };
    },
    set: refuse,
    deleteProperty: refuse,
    defineProperty: refuse,
    setPrototypeOf: refuse,
  });
}

interface Names {
  readonly names: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
}

const namesBySystem = new WeakMap<System, Names>();

/** Views are made by the thousand where states stand for others. */
function namesOf(system: System): Names {
  const known = namesBySystem.get(system);
  if (known !== undefined) return known;
  const names = system.actors.map((actor) => actor.name);
  const made = { names, positions: new Map(names.map((name, i) => [name, i])) };
  namesBySystem.set(system, made);
  return made;
}

/** A view of a state as it stands. */
export function viewOf(system: System, state: SystemState): View<Machines> {
  return makeView(system, (actor) => state[actor]!);
}
