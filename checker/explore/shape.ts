/**
 * How a table of visited states keeps its keys. It has lines of 64 bytes, one cache line each. The low bits of a mixed
 * key say in which line it belongs (its home). Where that is full, others are tried: home XOR one constant after the
 * other, so that the line and the number of the constant tell the home again.
 *
 * A slot keeps what the line does not tell: the rest of the mixed key, which try it was (from 1 on, so that no slot in use
 * is 0), and the depth at which the state was found. One word if that fits, two if not:
 *
 *     one word:   [ depth | rest | try ]
 *     two words:  [ depth | rest of the low part | try ]  [ high part ]
 */
import { mixShape } from './mix.ts';
import type { MixShape } from './mix.ts';

/** Words of a line. */
export const LINE_WORDS = 16;
/** From a word to its line. */
export const LINE_SHIFT = 4;
/** Bits that say which try it was. */
export const TRY_BITS = 4;
/** Lines that are tried. */
export const TRIES = 2 ** TRY_BITS - 1;
/** What is XORed into the home for each try; entry 0 is not used. Any numbers will do that are not alike. */
export const DETOURS = Int32Array.from({ length: TRIES + 1 }, (_, i) =>
  i <= 1 ? 0 : Math.imul(i, 0x9e3779b1) ^ (Math.imul(i, 0x85ebca6b) >>> 13),
);
/** Lines, as a power of two, from which on memory counts more than depths that are known exactly. */
export const LARGE = 16;
/** Bits of depth that a slot has at least in small tables, and in large ones. */
const MIN_DEPTH_BITS = { small: 8, large: 2 };
const FIRST_LINE_BITS = 9;

export interface Shape {
  /** Bits of a key, 1 to 63. */
  readonly bits: number;
  /** 2 to the power of this many lines. */
  readonly lineBits: number;
  readonly lineMask: number;
  /** Words per slot. */
  readonly width: 1 | 2;
  /** The part of a slot's first word that belongs to the key. */
  readonly keyBits: number;
  readonly keyMask: number;
  readonly mix: MixShape;
}

export function makeShape(bits: number, lineBits: number, width: 1 | 2): Shape {
  const rest = width === 1 ? bits - lineBits : Math.min(32, bits) - lineBits;
  const keyBits = rest + TRY_BITS;
  return {
    bits,
    lineBits,
    lineMask: 2 ** lineBits - 1,
    width,
    keyBits,
    keyMask: 2 ** keyBits - 1,
    mix: mixShape(Math.min(32, bits)),
  };
}

/** The smallest shape with room for so many keys at the given share of its slots. */
export function shapeFor(bits: number, count: number, load: number): Shape {
  let lineBits = Math.min(bits, FIRST_LINE_BITS);
  for (; ; lineBits++) {
    const width = isEnough(bits, lineBits) ? 1 : 2;
    // A line of its own for each key is always enough.
    if (lineBits === bits || count <= (load * LINE_WORDS * 2 ** lineBits) / width)
      return makeShape(bits, lineBits, width);
  }
}

/** The next larger shape. Where slots of one word have become enough, the same lines hold twice as many. */
export function nextShape({ bits, lineBits, width }: Shape): Shape {
  if (width === 2 && isEnough(bits, lineBits)) return makeShape(bits, lineBits, 1);
  return makeShape(bits, lineBits + 1, width);
}

/** Words of a table of this shape. */
export function wordsOf({ lineBits }: Shape): number {
  return 2 ** lineBits * LINE_WORDS;
}

/** Slots of it. */
export function slotsOf({ lineBits, width }: Shape): number {
  return (2 ** lineBits * LINE_WORDS) / width;
}

/** Bits of depth that its slots have room for. */
export function depthRoom({ keyBits }: Shape): number {
  return 32 - keyBits;
}

/** Whether slots of one word can keep what such a place does not tell of a key. */
function isEnough(bits: number, lineBits: number): boolean {
  const depthBits = lineBits < LARGE ? MIN_DEPTH_BITS.small : MIN_DEPTH_BITS.large;
  return bits - lineBits + TRY_BITS + depthBits <= 32;
}
