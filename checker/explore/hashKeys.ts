/**
 * Hash compaction: the key of a state is a hash of it, and the state itself is not kept. What of two states with the same
 * hash comes second is taken for the first, and omitted.
 *
 * The hash is the XOR of one random number per actor and local state (Zobrist hashing), so it does not depend on how
 * states are packed, and any two states have the same hash with probability 2^−bits, over the choice of the seed.
 */
import { createHash, randomBytes } from 'node:crypto';
import { RefholdError } from '../errors.ts';
import type { Layout } from '../relation/layout.ts';
import type { Keys } from './keys.ts';

export interface HashOptions {
  /** Bits of a hash, 8 to 63. */
  readonly bits: number;
  /** What the random numbers are drawn from: the same seed omits the same states. */
  readonly seed: string;
}

/** How likely it is that something was overlooked. */
export interface Omission extends HashOptions {
  /** At most: that two states were taken for one, and some state was omitted. */
  readonly states: number;
  /** About, at most: that a given violation was missed that is no deeper than the search went. */
  readonly finding: number;
}

/** Then slots of one word are enough from some 30 million states on. */
export const DEFAULT_HASH_BITS = 48;
const [LEAST, MOST] = [8, 63];
/** Random numbers of 64 bits in one checksum. */
const PER_SUM = 4;

/** Throws RH540. */
export function hashOptions(bits = DEFAULT_HASH_BITS, seed = randomBytes(8).toString('hex')): HashOptions {
  if (Number.isInteger(bits) && bits >= LEAST && bits <= MOST) return { bits, seed };
  throw new RefholdError('RH540', { what: `${bits} bits` });
}

/**
 * A search that took two states for one, and stored `states` states in the end, has two among the first `states` + 1 of an
 * exact search that have the same hash: hence the first bound. A violation is missed only if a state on a shortest way to
 * it is: hence the second, by U. Stern and D. L. Dill, "A new scheme for memory-efficient probabilistic verification",
 * FORTE 1996.
 */
export function omission({ bits, seed }: HashOptions, states: number, depth: number): Omission {
  return {
    bits,
    seed,
    states: Math.min(1, (states * (states + 1)) / 2 ** (bits + 1)),
    finding: Math.min(1, ((depth + 1) * states) / 2 ** bits),
  };
}

export function hashKeys(layout: Layout, { bits, seed }: HashOptions): Keys {
  const { words, word, shift, mask, capacity } = layout;
  const masks = { low: bits >= 32 ? -1 : 2 ** bits - 1, high: bits > 32 ? 2 ** (bits - 32) - 1 : 0 };
  const numbers = Array.from(capacity, (count, actor) => numbersOf(seed, actor, count, masks));
  return {
    bits,
    bytes: numbers.reduce((sum, { low, high }) => sum + low.byteLength + high.byteLength, 0),
    pairs: [],
    encode: (states, first, count, low, high) => {
      for (let i = 0; i < count; i++) {
        const base = (first + i) * words;
        let [lowest, highest] = [0, 0];
        for (let actor = 0; actor < numbers.length; actor++) {
          const local = (states[base + word[actor]!]! >>> shift[actor]!) & mask[actor]!;
          lowest ^= numbers[actor]!.low[local]!;
          highest ^= numbers[actor]!.high[local]!;
        }
        low[i] = lowest;
        high[i] = highest;
      }
    },
    decode: () => {
      throw new Error('a hash does not tell its state');
    },
  };
}

function numbersOf(
  seed: string,
  actor: number,
  count: number,
  masks: { readonly low: number; readonly high: number },
): { low: Int32Array; high: Int32Array } {
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  for (let first = 0; first < count; first += PER_SUM) {
    const sum = createHash('sha256').update(`${seed} ${actor} ${first}`).digest();
    for (let i = 0; i < Math.min(PER_SUM, count - first); i++) {
      low[first + i] = sum.readInt32LE(8 * i) & masks.low;
      high[first + i] = sum.readInt32LE(8 * i + 4) & masks.high;
    }
  }
  return { low, high };
}
