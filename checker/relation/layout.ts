/**
 * Where each actor's local state stands in the packed state of the system.
 *
 * A state is `words` 32-bit words. A field never crosses a word. Bit 31 of word 0 is always 0 in a state, so that a
 * compiled kernel can tell by it a step that does not exist.
 */

export interface Layout {
  /** Words per state. */
  readonly words: number;
  /** Per word, how many of its bits are in use, from bit 0 on. */
  readonly bits: Int32Array;
  /** Per actor: which word, how far from bit 0, and the mask before the shift. */
  readonly word: Int32Array;
  readonly shift: Int32Array;
  readonly mask: Int32Array;
  /** Per actor: how many local states fit, a power of two. */
  readonly capacity: Int32Array;
}

const WORD_BITS = 32;
const FIRST_WORD_BITS = 31;

/**
 * A layout in which every actor has at least the bits it needs, in as few words as first-fit finds. Bits
 * that are left over go to the actors in turn, so that most of them can grow without a new layout; unless it is to be
 * tight, as fewer bits make smaller keys.
 */
export function makeLayout(bitsNeeded: readonly number[], isTight = false): Layout {
  const bits = [...bitsNeeded];
  const { wordOf, free } = fit(bits);
  if (!isTight) spread(bits, wordOf, free);
  return place(bits, wordOf, free.length);
}

function fit(bits: readonly number[]): { wordOf: number[]; free: number[] } {
  const free = [FIRST_WORD_BITS];
  const wordOf: number[] = new Array<number>(bits.length).fill(0);
  const widestFirst = bits.map((_, i) => i).sort((a, b) => bits[b]! - bits[a]! || a - b);
  for (const actor of widestFirst) {
    let word = free.findIndex((left) => left >= bits[actor]!);
    if (word < 0) word = free.push(WORD_BITS) - 1;
    free[word]! -= bits[actor]!;
    wordOf[actor] = word;
  }
  return { wordOf, free };
}

function spread(bits: number[], wordOf: readonly number[], free: number[]): void {
  for (let given = true; given;) {
    given = false;
    for (let actor = 0; actor < bits.length; actor++) {
      const word = wordOf[actor]!;
      // Doubling a field doubles the tables that are indexed by it: wide fields get no gifts.
      if (free[word] === 0 || bits[actor]! >= 8) continue;
      bits[actor]!++;
      free[word]!--;
      given = true;
    }
  }
}

function place(bits: readonly number[], wordOf: readonly number[], words: number): Layout {
  const count = bits.length;
  const layout = {
    words,
    bits: new Int32Array(words),
    word: Int32Array.from(wordOf),
    shift: new Int32Array(count),
    mask: new Int32Array(count),
    capacity: new Int32Array(count),
  };
  for (let actor = 0; actor < count; actor++) {
    const word = wordOf[actor]!;
    layout.shift[actor] = layout.bits[word]!;
    layout.bits[word]! += bits[actor]!;
    layout.mask[actor] = 2 ** bits[actor]! - 1;
    layout.capacity[actor] = 2 ** bits[actor]!;
  }
  return layout;
}

/** Bits that tell `count` things apart; at least 1. */
export function bitsFor(count: number): number {
  return Math.max(1, 32 - Math.clz32(count - 1));
}

/** Rewrites `count` packed states from one layout into another. */
export function repack(
  from: Layout,
  to: Layout,
  states: Uint32Array,
  count: number,
  target: Uint32Array,
): void {
  const actors = from.word.length;
  for (let state = 0; state < count; state++) {
    const source = state * from.words;
    const sink = state * to.words;
    for (let actor = 0; actor < actors; actor++) {
      const local = (states[source + from.word[actor]!]! >>> from.shift[actor]!) & from.mask[actor]!;
      target[sink + to.word[actor]!]! |= local << to.shift[actor]!;
    }
  }
}
