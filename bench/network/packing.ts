/** Where each actor stands in a packed state: one number of as few bits as its local states need. */
import { bitsFor } from '../../checker/relation/layout.ts';
import type { Network } from '../../checker/export/network.ts';
import { supportOf } from './support.ts';

/** Bits of a state at most: the highest bit of 64 says that a step does not exist. */
const MOST_BITS = 63;

export interface Field {
  readonly shift: number;
  readonly bits: number;
  /** Local states. */
  readonly size: number;
}

export interface Packing {
  /** By actor. */
  readonly fields: readonly Field[];
  readonly bits: number;
  /** Bits of the type of a state. */
  readonly wordBits: 32 | 64;
}

/** Undefined if a state does not fit into 64 bits. */
export function packingOf(network: Network): Packing | undefined {
  const fields = new Array<Field>(network.actors.length);
  let bits = 0;
  for (const actor of ordered(network)) {
    const size = network.actors[actor]!.states.length;
    fields[actor] = { shift: bits, bits: bitsFor(size), size };
    bits += bitsFor(size);
  }
  if (bits > MOST_BITS) return undefined;
  return { fields, bits, wordBits: bits < 32 ? 32 : 64 };
}

/** Actors that steps look at together stand side by side, so that fewer instructions take them out of a state. */
function ordered(network: Network): number[] {
  const together = network.steps.map((step) => supportOf(network, step));
  const order: number[] = [];
  for (const actors of together.sort((a, b) => a.length - b.length)) {
    if (actors.length < 2) continue;
    for (const actor of actors) if (!order.includes(actor)) order.push(actor);
  }
  for (const actor of network.actors.keys()) if (!order.includes(actor)) order.push(actor);
  return order;
}

/** A table's index is made of the fields of these actors, the first one lowest. */
export interface Index {
  readonly actors: readonly number[];
  readonly bits: number;
}

export function indexOf({ fields }: Packing, actors: Iterable<number>): Index {
  const sorted = [...actors].sort((a, b) => fields[a]!.shift - fields[b]!.shift);
  return { actors: sorted, bits: sorted.reduce((sum, actor) => sum + fields[actor]!.bits, 0) };
}

/** Calls back with every entry of a table: its position, and the local states of the actors, which are put into `locals`. */
export function eachEntry(
  { fields }: Packing,
  { actors }: Index,
  locals: Int32Array,
  visit: (entry: number) => void,
): void {
  const go = (i: number, entry: number, shift: number): void => {
    if (i === actors.length) {
      visit(entry);
      return;
    }
    const actor = actors[i]!;
    const { size, bits } = fields[actor]!;
    for (let local = 0; local < size; local++) {
      locals[actor] = local;
      go(i + 1, entry + local * 2 ** shift, shift + bits);
    }
  };
  go(0, 0, 0);
}

/** A field, as a mask within the state. */
export function maskOf({ shift, bits }: Field): bigint {
  return ((1n << BigInt(bits)) - 1n) << BigInt(shift);
}
