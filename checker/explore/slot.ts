/** What a slot keeps of a key, and the key again from its slot and its line; see `shape.ts`. */
import { DETOURS, TRIES, TRY_BITS } from './shape.ts';
import type { Shape } from './shape.ts';

/** What a slot of one word keeps of a key, besides its place. */
export function restOf(mixed: number, high: number, { lineBits, width }: Shape): number {
  return width === 1 ? (mixed >>> lineBits) | (high << (32 - lineBits)) : mixed >>> lineBits;
}

/** The mixed low part of the key in a slot. */
export function mixedOf(first: number, line: number, { lineBits, lineMask, keyMask }: Shape): number {
  const home = line ^ (DETOURS[first & TRIES]! & lineMask);
  return (((first & keyMask) >>> TRY_BITS) << lineBits) | home;
}

/** The high part of the key in a slot. */
export function highOf(first: number, second: number, { lineBits, keyMask, width }: Shape): number {
  return width === 2 ? second : ((first & keyMask) >>> TRY_BITS) >>> (32 - lineBits);
}
