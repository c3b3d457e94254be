import type { AnyEventObject } from 'xstate';
import { canonical } from '../system/plain.ts';
import type { Delivery } from '../system/semantics.ts';

/** Where an actor goes: not known yet. */
export const UNKNOWN = 0;
/** The actor does not take the event. Any positive entry is 1 + (local state XOR next local state). */
export const REFUSED = -1;

/**
 * Every (actor, event) that a step has delivered, with the actor's answer per local state; and every set of
 * deliveries, by number. Set 0 is the empty one: the step does not exist.
 */
export class Events {
  readonly events: { readonly actor: number; readonly event: AnyEventObject }[] = [];
  /** Per event, the receiving actor, and where its answers start in `answers`. */
  actor: Int32Array = new Int32Array(16);
  base: Int32Array = new Int32Array(16);
  answers: Int32Array = new Int32Array(256);
  /** Per answer, 1 once the event was taken there as part of a whole step. */
  used: Uint8Array = new Uint8Array(256);
  /** Events that would be taken somewhere, but have not been yet: as long as there are any, the search marks `used`. */
  unused = 0;
  /** Set k holds the events `members[start[k]]` up to `members[start[k + 1]]`. */
  start: Int32Array = new Int32Array(16);
  members: Int32Array = new Int32Array(16);

  #sets = 1;
  #answersUsed = 0;
  #capacity: Int32Array;
  readonly #eventIds = new Map<string, number>();
  readonly #setIds = new Map<string, number>([['', 0]]);

  constructor(capacity: Int32Array) {
    this.#capacity = capacity;
  }

  /** The number of a set of deliveries. */
  setOf(deliveries: readonly Delivery[] | null): number {
    const ids = (deliveries ?? []).map((delivery) => this.eventOf(delivery));
    const key = ids.join(',');
    const known = this.#setIds.get(key);
    if (known !== undefined) return known;
    const set = this.#sets++;
    this.#setIds.set(key, set);
    const first = this.start[set]!;
    this.start = grown(this.start, this.#sets + 1);
    this.members = grown(this.members, first + ids.length);
    this.members.set(ids, first);
    this.start[this.#sets] = first + ids.length;
    return set;
  }

  /** How many sets there are, the empty one included. */
  get count(): number {
    return this.#sets;
  }

  /** The local states from which an event takes its actor to each local state, as far as they are known. */
  sources(id: number): Map<number, number[]> {
    const sources = new Map<number, number[]>();
    const base = this.base[id]!;
    for (let local = 0; local < this.#capacity[this.actor[id]!]!; local++) {
      const answer = this.answers[base + local]!;
      if (answer === UNKNOWN || answer === REFUSED) continue;
      const target = local ^ (answer - 1);
      sources.set(target, [...(sources.get(target) ?? []), local]);
    }
    return sources;
  }

  /** The events of a set. */
  eventsOf(set: number): number[] {
    return [...this.members.subarray(this.start[set], this.start[set + 1])];
  }

  /** What brings back the tables as they are now, also from half-way through {@link Events.resize}. */
  keep(): () => void {
    const [base, answers, used] = [this.base.slice(), this.answers, this.used];
    const [end, capacity] = [this.#answersUsed, this.#capacity];
    return () => {
      [this.base, this.answers, this.used] = [base, answers, used];
      [this.#answersUsed, this.#capacity] = [end, capacity];
    };
  }

  /** Fits the tables to new capacities. */
  resize(capacity: Int32Array): void {
    const old = this.answers;
    this.#answersUsed = 0;
    const oldUsed = this.used;
    this.answers = new Int32Array(old.length);
    this.used = new Uint8Array(old.length);
    for (let event = 0; event < this.events.length; event++) {
      const actor = this.actor[event]!;
      const from = this.base[event]!;
      const base = this.#reserve(capacity[actor]!);
      const shared = Math.min(this.#capacity[actor]!, capacity[actor]!);
      this.answers.set(old.subarray(from, from + shared), base);
      this.used.set(oldUsed.subarray(from, from + shared), base);
      this.base[event] = base;
    }
    this.#capacity = capacity;
  }

  /** The number of an event for an actor. */
  eventOf({ actor, event }: Delivery): number {
    const key = `${actor} ${canonical(event) as string}`;
    const known = this.#eventIds.get(key);
    if (known !== undefined) return known;
    const id = this.events.push({ actor, event }) - 1;
    this.#eventIds.set(key, id);
    this.actor = grown(this.actor, id + 1);
    this.base = grown(this.base, id + 1);
    this.actor[id] = actor;
    this.base[id] = this.#reserve(this.#capacity[actor]!);
    return id;
  }

  #reserve(size: number): number {
    const base = this.#answersUsed;
    this.#answersUsed += size;
    this.answers = grown(this.answers, this.#answersUsed);
    if (this.used.length < this.answers.length) {
      const used = new Uint8Array(this.answers.length);
      used.set(this.used);
      this.used = used;
    }
    return base;
  }
}

function grown(array: Int32Array, needed: number): Int32Array {
  if (needed <= array.length) return array;
  const larger = new Int32Array(Math.max(needed, array.length * 2));
  larger.set(array);
  return larger;
}
