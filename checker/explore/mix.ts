/**
 * A bijection on keys. A key is a number of up to 63 bits, as its low 32 bits and the rest. Mixing spreads keys over
 * the table of visited states and can be undone, so that a place in the table together with the bits that the place
 * does not tell is the whole key.
 *
 * The low part is mixed with the high part, which stays as it is: for a given high part every step below is a
 * bijection on the low part (an XOR, a shift XORed in, a product with an odd number modulo a power of two).
 */
const FIRST = 0x7feb352d;
const SECOND = 0x846ca68b;
const HIGH = 0x9e3779b1;
const FIRST_UNDONE = inverse(FIRST);
const SECOND_UNDONE = inverse(SECOND);

/** The multipliers, for kernels that mix by themselves. */
export const MULTIPLIERS = { first: FIRST, second: SECOND, high: HIGH } as const;

/** What mixing a low part of so many bits needs. */
export interface MixShape {
  /** At least half of the bits: then XORing in the shifted number is its own inverse. */
  readonly shift: number;
  /** All bits of the low part. */
  readonly mask: number;
}

export function mixShape(bits: number): MixShape {
  return { shift: (bits + 1) >>> 1, mask: bits === 32 ? -1 : 2 ** bits - 1 };
}

/** The mixed low part of a key, as a signed number. */
export function mix(low: number, high: number, { shift, mask }: MixShape): number {
  let x = (low ^ Math.imul(high, HIGH)) & mask;
  x = Math.imul(x ^ (x >>> shift), FIRST) & mask;
  x = Math.imul(x ^ (x >>> shift), SECOND) & mask;
  return x ^ (x >>> shift);
}

/** The low part of the key that {@link mix} made this of, as a signed number. */
export function unmix(mixed: number, high: number, { shift, mask }: MixShape): number {
  let x = Math.imul(mixed ^ (mixed >>> shift), SECOND_UNDONE) & mask;
  x = Math.imul(x ^ (x >>> shift), FIRST_UNDONE) & mask;
  return (x ^ (x >>> shift) ^ Math.imul(high, HIGH)) & mask;
}

/** The number whose product with an odd number is 1 modulo 2³². Each round doubles the bits that are right. */
function inverse(odd: number): number {
  let x = odd;
  for (let round = 0; round < 5; round++) x = Math.imul(x, 2 - Math.imul(odd, x));
  return x;
}
