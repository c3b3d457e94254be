/** Sets of small numbers (steps), as words of 32 bits. */
export type Bits = Int32Array;

export function makeBits(count: number): Bits {
  return new Int32Array(Math.max(1, Math.ceil(count / 32)));
}

export function setBit(bits: Bits, bit: number): void {
  bits[bit >>> 5]! |= 1 << (bit & 31);
}

export function hasBit(bits: Bits, bit: number): boolean {
  return (bits[bit >>> 5]! & (1 << (bit & 31))) !== 0;
}

export function addAll(bits: Bits, more: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word]! |= more[word]!;
}

export function union(sets: readonly Bits[], count: number): Bits {
  const all = makeBits(count);
  for (const set of sets) addAll(all, set);
  return all;
}

/** How many numbers are in both. */
export function countCommon(one: Bits, other: Bits): number {
  let count = 0;
  for (let word = 0; word < one.length; word++) count += ones(one[word]! & other[word]!);
  return count;
}

/** How many bits of a word are set. */
export function ones(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Calls back with every number in the set, ascending. */
export function eachBit(bits: Bits, visit: (bit: number) => void): void {
  for (let word = 0; word < bits.length; word++) {
    for (let rest = bits[word]!; rest !== 0; rest &= rest - 1) {
      visit(32 * word + 31 - Math.clz32(rest & -rest));
    }
  }
}
