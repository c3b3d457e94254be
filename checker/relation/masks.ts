/**
 * Per actor and local state, which of up to any number of questions still need an answer. The AND over all actors
 * leaves the few that are worth walking a tree for.
 */
export class Masks {
  /** Words of 32 bits per actor and local state. */
  readonly width: number;
  /** Where the masks of an actor start in `bits`. */
  base: Int32Array;
  bits: Int32Array;
  #capacity: Int32Array;

  constructor(count: number, capacity: Int32Array) {
    this.width = Math.max(1, Math.ceil(count / 32));
    this.#capacity = capacity;
    [this.base, this.bits] = this.#allocate(capacity, count);
  }

  /** Says that the question is settled whenever the actor is in this local state. */
  clear(actor: number, local: number, question: number): void {
    this.bits[this.base[actor]! + local * this.width + (question >>> 5)]! &= ~(1 << (question & 31));
  }

  /** Says that the question is settled everywhere. */
  clearAll(question: number): void {
    const keep = ~(1 << (question & 31));
    for (let i = question >>> 5; i < this.bits.length; i += this.width) this.bits[i]! &= keep;
  }

  /** What brings back the table as it is now. */
  keep(): () => void {
    const [base, bits, capacity] = [this.base, this.bits, this.#capacity];
    return () => ([this.base, this.bits, this.#capacity] = [base, bits, capacity]);
  }

  /** Fits the table to new capacities; new local states start with the questions that no other state settles. */
  resize(capacity: Int32Array, count: number, settled: (question: number) => boolean): void {
    const { base: oldBase, bits: oldBits } = this;
    const oldCapacity = this.#capacity;
    [this.base, this.bits] = this.#allocate(capacity, count);
    for (let question = 0; question < count; question++) if (settled(question)) this.clearAll(question);
    for (let actor = 0; actor < capacity.length; actor++) {
      const shared = Math.min(oldCapacity[actor]!, capacity[actor]!) * this.width;
      const used = oldBits.subarray(oldBase[actor], oldBase[actor]! + shared);
      this.bits.set(used, this.base[actor]);
    }
    this.#capacity = capacity;
  }

  #allocate(capacity: Int32Array, count: number): [Int32Array, Int32Array] {
    const base = new Int32Array(capacity.length);
    let total = 0;
    for (let actor = 0; actor < capacity.length; actor++) {
      base[actor] = total;
      total += capacity[actor]! * this.width;
    }
    const bits = new Int32Array(total).fill(-1);
    const spare = count & 31;
    const last = this.width - 1;
    const rest = count === 0 ? 0 : spare === 0 ? -1 : (1 << spare) - 1;
    for (let i = last; i < total; i += this.width) bits[i] = rest;
    return [base, bits];
  }
}
