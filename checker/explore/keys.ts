/** Keys of packed states, for the table of visited states: one number of up to 63 bits per state. */
import type { Layout } from '../relation/layout.ts';
import { Pairs } from './pairs.ts';
import type { Allow } from './table.ts';

export interface Keys {
  /** Bits of a key. */
  readonly bits: number;
  /** Keys of `count` packed states, state `first` and those after it, as low parts and high parts. */
  encode: (states: Uint32Array, first: number, count: number, low: Int32Array, high: Int32Array) => void;
  /** The packed state of a key. */
  decode: (low: number, high: number, states: Uint32Array, state: number) => void;
  /** Bytes that it holds. */
  readonly bytes: number;
  /** What it has numbered, in an order that its layout tells. */
  readonly pairs: readonly Pairs[];
}

/** `allow`: whether so many bytes more may be taken. */
export function makeKeys(layout: Layout, allow?: Allow): Keys {
  if (layout.words === 1) return oneWord(layout);
  return layout.words === 2 ? twoWords(layout) : manyWords(layout.words, allow);
}

function oneWord({ bits }: Layout): Keys {
  return {
    bits: bits[0]!,
    bytes: 0,
    pairs: [],
    encode: (states, first, count, low, high) => {
      for (let i = 0; i < count; i++) {
        low[i] = states[first + i]!;
        high[i] = 0;
      }
    },
    decode: (low, _, states, state) => {
      states[state] = low;
    },
  };
}

/** The bits of the second word follow those of the first. */
function twoWords({ bits }: Layout): Keys {
  const [first, second] = [bits[0]!, bits[1]!];
  const mask = 2 ** first - 1;
  return {
    bits: first + second,
    bytes: 0,
    pairs: [],
    encode: (states, from, count, low, high) => {
      for (let i = 0; i < count; i++) {
        const at = 2 * (from + i);
        low[i] = states[at]! | (states[at + 1]! << first);
        high[i] = states[at + 1]! >>> (32 - first);
      }
    },
    decode: (low, high, states, state) => {
      states[2 * state] = low & mask;
      states[2 * state + 1] = (low >>> first) | (high << (32 - first));
    },
  };
}

/**
 * Tree compression: pairs of words are numbered, then pairs of these numbers, until two are left. Parts of states come
 * again and again where whole states do not, so these tables stay small beside the table of states.
 */
function manyWords(words: number, allow?: Allow): Keys {
  const levels: Pairs[][] = [];
  for (let width = words; width > 2; width = Math.ceil(width / 2)) {
    // Of three, only the first two are paired: the high part of a key must be a number of a pair, which has 31 bits.
    levels.push(Array.from({ length: width === 3 ? 1 : Math.floor(width / 2) }, () => new Pairs(allow)));
  }
  const parts = new Int32Array(words);
  return {
    bits: 63,
    pairs: levels.flat(),
    get bytes() {
      return levels.flat().reduce((sum, pairs) => sum + pairs.bytes, 0);
    },
    encode: (states, first, count, low, high) => {
      for (let i = 0; i < count; i++) {
        const base = (first + i) * words;
        for (let word = 0; word < words; word++) parts[word] = states[base + word]!;
        let width = words;
        for (const level of levels) {
          level.forEach((pairs, k) => (parts[k] = pairs.number(parts[2 * k]!, parts[2 * k + 1]!)));
          if (width % 2 === 1) parts[level.length] = parts[width - 1]!;
          width = Math.ceil(width / 2);
        }
        high[i] = parts[0]!;
        low[i] = parts[1]!;
      }
    },
    decode: (low, high, states, state) => {
      parts[0] = high;
      parts[1] = low;
      for (let depth = levels.length - 1; depth >= 0; depth--) {
        const level = levels[depth]!;
        const width = depth === 0 ? words : Math.ceil(words / 2 ** depth);
        if (width % 2 === 1) parts[width - 1] = parts[level.length]!;
        for (let k = level.length - 1; k >= 0; k--) {
          const number = parts[k]!;
          parts[2 * k] = level[k]!.first(number);
          parts[2 * k + 1] = level[k]!.second(number);
        }
      }
      states.set(new Uint32Array(parts.buffer, 0, words), state * words);
    },
  };
}
