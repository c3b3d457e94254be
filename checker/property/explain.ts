/**
 * What a property looked at: it is asked once more, about snapshots that note which of their values are read.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { showPath } from '../system/plain.ts';
import type { Machines, System, View } from '../system/types.ts';
import { makeView } from '../system/view.ts';
import type { SystemState } from '../system/view.ts';

/** A value that was read, as `net0.context.ddRef`. */
export interface ReadValue {
  readonly path: string;
  readonly value: unknown;
}

type Path = readonly (string | number)[];
type Note = (path: string, value: unknown) => void;

/** A view that notes what is read, and the notes so far, first reads first. */
export function notingView(
  system: System,
  state: SystemState,
  notes: Map<string, unknown>,
  prefix = '',
): View<Machines> {
  const note: Note = (path, value) => notes.set(prefix + path, value);
  return makeView(system, (actor) => noteSnapshot(state[actor]!, system.actors[actor]!.name, note));
}

const QUESTIONS = new Set(['matches', 'hasTag', 'can']);

function noteSnapshot(snapshot: AnyMachineSnapshot, name: string, note: Note): AnyMachineSnapshot {
  // A proxy of the frozen snapshot itself might not answer otherwise than the snapshot.
  const open = { ...snapshot };
  return new Proxy(open, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof key === 'symbol') return value;
      if (QUESTIONS.has(key) && typeof value === 'function') {
        return (argument: unknown): unknown => {
          const answer: unknown = (value as (argument: unknown) => unknown).call(target, argument);
          note(`${name}.${key}(${JSON.stringify(argument)})`, answer);
          return answer;
        };
      }
      return key === 'context' || key === 'value' || key === 'output' || key === 'status'
        ? noteValue(value, [name, key], note)
        : value;
    },
  });
}

/** Notes leaves; objects and arrays are stood in for, as a proxy of a frozen object may not answer otherwise. */
function noteValue(value: unknown, path: Path, note: Note): unknown {
  if (typeof value !== 'object' || value === null) {
    note(showPath(path), value);
    return value;
  }
  const real = value as Record<string, unknown>;
  return new Proxy(Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value) as object | null), {
    get(_, key) {
      if (typeof key === 'symbol' || !Object.hasOwn(real, key)) return Reflect.get(real, key) as unknown;
      if (key === 'length') return real[key];
      return noteValue(real[key], [...path, Array.isArray(value) ? Number(key) : key], note);
    },
    has: (_, key) => key in real,
    ownKeys: () => Reflect.ownKeys(real),
    getOwnPropertyDescriptor(target, key) {
      if (Array.isArray(value) && key === 'length') {
        (target as unknown[]).length = value.length;
        return Reflect.getOwnPropertyDescriptor(target, key);
      }
      const descriptor = Reflect.getOwnPropertyDescriptor(real, key);
      if (descriptor === undefined) return undefined;
      const noted = noteValue(
        descriptor.value,
        [...path, Array.isArray(value) ? Number(key) : String(key)],
        note,
      );
      return { ...descriptor, value: noted, configurable: true };
    },
  }) as unknown;
}

/** Notes as a list. */
export function readValues(notes: ReadonlyMap<string, unknown>): ReadValue[] {
  return [...notes].map(([path, value]) => ({ path, value }));
}
