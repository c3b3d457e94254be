import type { AnyMachineSnapshot } from 'xstate';
import { RefholdError } from '../errors.ts';
import { snapshotKey } from '../system/snapshot.ts';
import type { ActorDefinition } from '../system/types.ts';

/** The local states of one actor met so far: a small integer for each. */
export class Locals {
  readonly snapshots: AnyMachineSnapshot[] = [];
  readonly #actor: ActorDefinition;
  readonly #limit: number;
  readonly #ids = new Map<string, number>();

  constructor(actor: ActorDefinition, limit: number) {
    this.#actor = actor;
    this.#limit = limit;
  }

  get size(): number {
    return this.snapshots.length;
  }

  /** The integer of a snapshot; a new one if it was not met before. Throws RH301 past the limit. */
  intern(snapshot: AnyMachineSnapshot): number {
    const key = this.key(snapshot);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    if (this.snapshots.length >= this.#limit) throw this.#tooMany();
    this.#ids.set(key, this.snapshots.length);
    return this.snapshots.push(snapshot) - 1;
  }

  /** Forgets the local state that was met last. */
  forgetLast(): void {
    this.#ids.delete(this.key(this.snapshots.pop()!));
  }

  /** The integer of a snapshot that was met; undefined for another one. */
  find(snapshot: AnyMachineSnapshot): number | undefined {
    return this.#ids.get(this.key(snapshot));
  }

  /** What tells local states apart. */
  key(snapshot: AnyMachineSnapshot): string {
    return snapshotKey({ actor: this.#actor.name, machine: this.#actor.machine }, snapshot);
  }

  #tooMany(): RefholdError {
    const { name, machine } = this.#actor;
    const field = mostVaried(this.snapshots);
    return new RefholdError('RH301', {
      what: `actor ${name} has more than ${this.#limit} local states${field}`,
      where: [`actor ${name}`, `machine ${machine.id}`],
    });
  }
}

/** The context field with the most distinct values: the one that grows. */
function mostVaried(snapshots: readonly AnyMachineSnapshot[]): string {
  const values = new Map<string, Set<string>>();
  for (const { context } of snapshots) {
    for (const [field, value] of Object.entries(context as object)) {
      const seen = values.get(field) ?? new Set();
      values.set(field, seen.add(JSON.stringify(value)));
    }
  }
  const [field, seen] = [...values].sort((a, b) => b[1].size - a[1].size)[0] ?? [];
  if (field === undefined || seen === undefined) return '';
  return `; context.${field} grows: ${seen.size} values so far, the last ${[...seen].slice(-3).join(', ')}`;
}
