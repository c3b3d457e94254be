/** Pieces of code that make the mixed key of a packed state, as `keys.ts` and `mix.ts` do, and know those made lately. */
import type { Layout } from '../../relation/layout.ts';
import { MULTIPLIERS } from '../mix.ts';
import type { MixShape } from '../mix.ts';
import {
  add,
  and,
  bothBits,
  eitherBits,
  equal,
  four,
  get,
  load,
  loadFour,
  mul,
  mulWords,
  num,
  or,
  pick,
  set,
  shl,
  shlWords,
  shr,
  shrWords,
  store,
  tee,
  xor,
  xorBits,
} from './assemble.ts';
import type { Code } from './assemble.ts';

/**
 * Keys that were looked up lately. Most successors are known already, and 37 in a hundred came up not long ago: this table
 * fits into a near cache, the one of all states does not.
 */
export const RECENT_AT = 1 << 20;
const RECENT_BITS = 15;
/** Where they end, at most. */
export const RECENT_END = RECENT_AT + 8 * 2 ** RECENT_BITS;

/** Sets `low` and `high` to the key of the state at the address in `state`; all are variables. */
export function mixedKey(
  layout: Layout,
  { mask, shift }: MixShape,
  { state, low, high }: { readonly state: number; readonly low: number; readonly high: number },
): Code {
  const isNarrow = layout.words === 1;
  const first = layout.bits[0]!;
  const word = (index: number): Code => load(get(state), 4 * index);
  const masked = (code: Code): Code => (mask === -1 ? code : and(code, num(mask)));
  const folded = xor(get(low), shr(get(low), num(shift)));
  const joined = or(word(0), shl(word(1), num(first)));
  return [
    ...(isNarrow ? [] : set(high, shr(word(1), num(32 - first)))),
    ...set(low, isNarrow ? word(0) : masked(xor(joined, mul(get(high), num(MULTIPLIERS.high))))),
    ...set(low, masked(mul(folded, num(MULTIPLIERS.first)))),
    ...set(low, masked(mul(folded, num(MULTIPLIERS.second)))),
    ...set(low, folded),
  ];
}

/** The same for four states that follow each other from the address in `state` on; `low` and `high` are vectors. */
export function mixedKeys(
  layout: Layout,
  { mask, shift }: MixShape,
  { state, low, high }: { readonly state: number; readonly low: number; readonly high: number },
): Code {
  const first = layout.bits[0]!;
  const states = (index: number): Code => loadFour(get(state), 16 * index);
  const masked = (code: Code): Code => (mask === -1 ? code : bothBits(code, four(num(mask))));
  const folded = xorBits(get(low), shrWords(get(low), num(shift)));
  const times = (code: Code, factor: number): Code => mulWords(code, four(num(factor)));
  const key: Code =
    layout.words === 1
      ? set(low, states(0))
      : [
          // Second words first, and the first ones after them.
          ...set(high, pick(states(0), states(1), [1, 3, 5, 7])),
          ...set(low, eitherBits(pick(states(0), states(1), [0, 2, 4, 6]), shlWords(get(high), num(first)))),
          ...set(high, shrWords(get(high), num(32 - first))),
          ...set(low, masked(xorBits(get(low), times(get(high), MULTIPLIERS.high)))),
        ];
  return [
    ...key,
    ...set(low, masked(times(folded, MULTIPLIERS.first))),
    ...set(low, masked(times(folded, MULTIPLIERS.second))),
    ...set(low, folded),
  ];
}

interface KeyVariables {
  readonly low: number;
  readonly high: number;
  readonly entry: number;
  /** From where on the keys of a thread are kept; from 0 on if left out. */
  readonly origin?: number;
}

/** 1 if the key came up lately. Sets `entry`. */
export function isRecent({ words }: Layout, { low, high, entry, origin }: KeyVariables): Code {
  // An entry is one word, or two.
  const offset = shl(and(get(low), num(2 ** RECENT_BITS - 1)), num(words === 1 ? 2 : 3));
  const at = origin === undefined ? offset : add(get(origin), offset);
  const sameLow = equal(load(tee(entry, at), RECENT_AT), get(low));
  return words === 1 ? sameLow : and(sameLow, equal(load(get(entry), RECENT_AT + 4), get(high)));
}

/** Remembers the key; `entry` as {@link isRecent} has set it. */
export function noteRecent({ words }: Layout, { low, high, entry }: KeyVariables): Code {
  return [
    ...store(get(entry), get(low), RECENT_AT),
    ...(words === 1 ? [] : store(get(entry), get(high), RECENT_AT + 4)),
  ];
}
