/** What a search is made of, so that another one can go on from there. */
import type { Layout } from '../../relation/layout.ts';
import type { VisitedImage } from '../visited.ts';

/** Whole numbers, in this machine's order of bytes. */
export type Numbers = Int32Array | Uint32Array | Uint8Array;

export interface SearchImage {
  readonly facts: SearchFacts;
  /** Large. Of each, as many bytes as the facts say; where states are, in which pieces does not matter. */
  readonly arrays: readonly Numbers[];
}

/** A state that a finding is about. */
export interface Remembered {
  readonly locals: readonly number[];
  readonly depth: number;
}

/** The part of an image that is plain data. */
export interface SearchFacts {
  /** States expanded, how many will be at the end of the level, and steps taken on the way. */
  readonly expanded: number;
  readonly levelEnd: number;
  readonly transitions: number;
  readonly depth: number;
  /** The most that was held. */
  readonly bytes: number;
  readonly remembered: readonly Remembered[];
  /** States that are not expanded yet. */
  readonly frontier: number;
  /** Of the packed states. */
  readonly layout: PlainLayout;
  readonly visited: VisitedImage;
}

/** A layout as plain data. */
export interface PlainLayout {
  readonly bits: readonly number[];
  readonly word: readonly number[];
  readonly shift: readonly number[];
  readonly mask: readonly number[];
}

export function plainLayout({ bits, word, shift, mask }: Layout): PlainLayout {
  return { bits: [...bits], word: [...word], shift: [...shift], mask: [...mask] };
}

export function layoutOf({ bits, word, shift, mask }: PlainLayout): Layout {
  return {
    words: bits.length,
    bits: Int32Array.from(bits),
    word: Int32Array.from(word),
    shift: Int32Array.from(shift),
    mask: Int32Array.from(mask),
    capacity: Int32Array.from(mask, (one) => one + 1),
  };
}

export function sameLayout(a: Layout, b: Layout): boolean {
  return JSON.stringify(plainLayout(a)) === JSON.stringify(plainLayout(b));
}
