/** The table of a step that depends on many actors: per joint local state, what is XORed into the packed state. */
import { add, and, get, load, num, or, set, shl, shrSigned, store, tee, xor } from './assemble.ts';
import type { Code } from './assemble.ts';
import { ADDRESS, DELTA, OUT, UNKNOWN, wordOf } from './expand.ts';
import { Joint } from './joint.ts';
import { change, eachJoint, includesAll, jointAnswer, NOT_KNOWN } from './steps.ts';
import type { StepFacts, StepTable } from './steps.ts';

/** What an entry says where the step does not exist. */
const NO_STEP = 0x8000_0000 | 0;

export class StepEntries implements StepTable {
  readonly joint: Joint;
  readonly bytes: number;
  readonly #facts: StepFacts;
  readonly #step: number;
  /** The words of a state that entries are for. */
  readonly #words: readonly number[];
  /** Bytes of an entry, as a power of two. */
  readonly #scale: number;

  constructor(facts: StepFacts, step: number, joint: Joint) {
    this.#facts = facts;
    this.#step = step;
    this.#words = [...facts.words[step]!];
    this.#scale = 2 + Math.ceil(Math.log2(this.#words.length));
    this.joint = joint;
    this.bytes = 2 ** (joint.bits + this.#scale);
  }

  /** Writes a successor always; the next one is written over it if the step does not exist. */
  code(base: number): Code {
    const { words } = this.#facts.relation.layout;
    const address = this.joint.address(wordOf, this.#scale);
    const successor = Array.from({ length: words }, (_, word): Code => {
      if (word === 0) {
        const entry = load(this.#words.length === 1 ? address : tee(ADDRESS, address), base);
        return store(get(OUT), xor(get(wordOf(0)), tee(DELTA, entry)));
      }
      const at = this.#words.indexOf(word);
      const value = get(wordOf(word));
      return store(get(OUT), at < 0 ? value : xor(value, load(get(ADDRESS), base + 4 * at)), 4 * word);
    });
    return [
      ...successor.flat(),
      // Bits 31 and 30: not known.
      ...set(UNKNOWN, or(get(UNKNOWN), and(get(DELTA), shl(get(DELTA), num(1))))),
      ...set(OUT, add(add(get(OUT), num(4 * words)), and(shrSigned(get(DELTA), num(31)), num(-4 * words)))),
    ];
  }

  begin(words: Uint32Array, base: number): void {
    words.fill(NOT_KNOWN, base / 4, (base + this.bytes) / 4);
  }

  learn(words: Uint32Array, base: number, changed: number[]): boolean {
    const { relation, answers, supports, words: changes } = this.#facts;
    const at = this.#at(base);
    if (words[at] !== NOT_KNOWN >>> 0) return true;
    const support = supports[this.#step]!;
    const answer = answers.step(this.#step, support);
    if (answer === undefined) return true;
    for (const id of answer.events ?? []) change(relation, id, (word) => changes[this.#step]!.add(word));
    if (!includesAll(this.joint.actors, support) || changes[this.#step]!.size > this.#words.length)
      return false;
    this.#fill(words, at, answer.events, changed);
    return true;
  }

  fillKnown(words: Uint32Array, base: number, changed: number[]): void {
    const { relation } = this.#facts;
    eachJoint(relation, this.joint, () => {
      const at = this.#at(base);
      if (words[at] !== NOT_KNOWN >>> 0) return;
      const answer = jointAnswer(this.#facts, this.#step, this.joint);
      if (answer === undefined) return;
      const touched: number[] = [];
      for (const id of answer.events ?? []) change(relation, id, (word) => touched.push(word));
      if (touched.every((word) => this.#words.includes(word))) this.#fill(words, at, answer.events, changed);
    });
  }

  /** The word of the entry for the state in hand. */
  #at(base: number): number {
    return (base + (this.joint.indexOf(this.#facts.relation.hand) << this.#scale)) >>> 2;
  }

  #fill(words: Uint32Array, at: number, ids: readonly number[] | null, changed: number[]): void {
    for (let i = 0; i < this.#words.length; i++) changed.push(at + i);
    words[at] = ids === null ? NO_STEP : 0;
    words.fill(0, at + 1, at + this.#words.length);
    for (const id of ids ?? []) {
      change(this.#facts.relation, id, (word, bits) => {
        words[at + this.#words.indexOf(word)]! ^= bits;
      });
    }
  }
}
