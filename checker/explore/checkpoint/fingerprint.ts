/**
 * What a system and its properties are made of, one checksum per part, so that a changed model can be refused with the
 * name of what has changed. What functions depend on from outside is not seen here, but by asking again
 * (`knowledge.ts`).
 */
import { createHash } from 'node:crypto';
import type { Property } from '../../property/types.ts';
import type { Machines, System } from '../../system/types.ts';

/** Checksums by what they are about: `actor net0`, `step …`, `property …`. */
export type Fingerprint = Readonly<Record<string, string>>;

export function fingerprintOf(system: System, properties: readonly Property<Machines>[]): Fingerprint {
  const { actors, steps, fair, ends, holders } = system;
  return Object.fromEntries([
    ['the order of actors', sum(actors.map(({ name }) => name))],
    ['the order of steps', sum(steps.map(({ name }) => name))],
    ['the order of properties', sum(properties.map(({ name }) => name))],
    ['what is fair', sum(fair)],
    ['which ends are accepted', sum(ends)],
    ['who holds whom', sum(holders)],
    ...actors.map(({ name, machine, input }): [string, string] => {
      const { config, implementations } = machine as { config: unknown; implementations: unknown };
      return [`actor ${name}`, sum([config, implementations, input])];
    }),
    ...steps.map((step): [string, string] => [`step ${step.name}`, sum(step)]),
    ...properties.map((property): [string, string] => [`property ${property.name}`, sum(property)]),
  ]);
}

/** What is different, in words; empty if nothing is. */
export function differences(before: Fingerprint, now: Fingerprint): string[] {
  return [
    ...Object.keys(before)
      .filter((part) => !Object.hasOwn(now, part))
      .map((part) => `${part} is gone`),
    ...Object.keys(now)
      .filter((part) => !Object.hasOwn(before, part))
      .map((part) => `${part} is new`),
    ...Object.keys(now)
      .filter((part) => Object.hasOwn(before, part) && before[part] !== now[part])
      .map((part) => `${part} has changed`),
  ];
}

function sum(value: unknown): string {
  return createHash('sha256').update(write(value, new Set())).digest('hex').slice(0, 16);
}

/** Text that is the same for the same data and the same source text of functions. */
function write(value: unknown, parents: Set<object>): string {
  if (typeof value === 'function') {
    // What `assign` makes is a function with the user's functions as its properties.
    return `${Function.prototype.toString.call(value)}${writeEntries(value, parents)}`;
  }
  if (value instanceof RegExp) return String(value);
  if (typeof value === 'object' && value !== null) return writeEntries(value, parents);
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function writeEntries(value: object, parents: Set<object>): string {
  if (parents.has(value)) return '…';
  parents.add(value);
  const text = Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}:${write(inner, parents)}`)
    .join();
  parents.delete(value);
  return Array.isArray(value) ? `[${text}]` : `{${text}}`;
}
