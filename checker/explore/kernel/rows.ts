/**
 * The table of steps that stand side by side. Per joint local state of all actors that they depend on there is a row: how
 * many of them exist, and what each of these changes. Successors are written four words at a time, however many there are;
 * what is too much is written over.
 *
 *     [ bytes of the successors, or NOT_KNOWN ]  [ what the first step changes ]  [ the second ]  ...
 */
import { add, and, get, load, loadFour, num, or, set, storeFour, tee, xorBits } from './assemble.ts';
import type { Code } from './assemble.ts';
import { ADDRESS, DELTA, OUT, UNKNOWN, vectorOf, wordOf } from './expand.ts';
import type { Group } from './grouping.ts';
import type { Joint } from './joint.ts';
import { change, eachJoint, includesAll, jointAnswer, NOT_KNOWN } from './steps.ts';
import type { StepFacts, StepTable } from './steps.ts';

const VECTOR_WORDS = 4;

export class StepRows implements StepTable {
  readonly joint: Joint;
  readonly bytes: number;
  readonly #facts: StepFacts;
  readonly #members: readonly number[];
  /** Words of a row that may be changes, words before them, and bytes of a row, as a power of two. */
  readonly #most: number;
  readonly #head: number;
  readonly #scale: number;
  /** Rows that were known at the beginning, by index. */
  #known: ReadonlyMap<number, readonly number[]>;

  constructor(facts: StepFacts, { members, joint }: Group) {
    const { words } = facts.relation.layout;
    this.#facts = facts;
    this.#members = members;
    this.joint = joint;
    this.#known = this.#survey();
    this.#most = Math.max(words, ...[...this.#known.values()].map(({ length }) => length));
    this.#head = words;
    this.#scale = 2 + Math.ceil(Math.log2(this.#head + this.#most));
    // The last row is read as whole vectors, too.
    this.bytes = 2 ** (joint.bits + this.#scale) + 4 * VECTOR_WORDS;
  }

  code(base: number): Code {
    const vectors = Array.from(
      { length: Math.ceil(this.#most / VECTOR_WORDS) },
      (_, i) => 4 * VECTOR_WORDS * i,
    );
    return [
      ...set(ADDRESS, this.joint.address(wordOf, this.#scale)),
      ...vectors.flatMap((at) =>
        storeFour(
          get(OUT),
          xorBits(
            get(vectorOf(this.#facts.relation.layout)),
            loadFour(get(ADDRESS), base + 4 * this.#head + at),
          ),
          at,
        ),
      ),
      ...set(UNKNOWN, or(get(UNKNOWN), tee(DELTA, load(get(ADDRESS), base)))),
      ...set(OUT, add(get(OUT), and(get(DELTA), num(~NOT_KNOWN)))),
    ];
  }

  begin(words: Uint32Array, base: number): void {
    words.fill(NOT_KNOWN, base / 4, (base + this.bytes) / 4);
    for (const [index, row] of this.#known) this.#fill(words, base + (index << this.#scale), row, []);
    this.#known = new Map();
  }

  learn(words: Uint32Array, base: number, changed: number[]): boolean {
    const { relation, answers, supports } = this.#facts;
    const at = base + (this.joint.indexOf(relation.hand) << this.#scale);
    if (words[at >>> 2] !== NOT_KNOWN >>> 0) return true;
    // All are asked, so that what they depend on becomes known at once.
    const row = this.#row((member) => answers.step(member, supports[member]!)?.events);
    if (!this.#members.every((member) => includesAll(this.joint.actors, supports[member]!))) return false;
    if (row === undefined) return true;
    if (row.length > this.#most) return false;
    this.#fill(words, at, row, changed);
    return true;
  }

  fillKnown(words: Uint32Array, base: number, changed: number[]): void {
    for (const [index, row] of this.#survey()) {
      const at = base + (index << this.#scale);
      if (words[at >>> 2] === NOT_KNOWN >>> 0 && row.length <= this.#most)
        this.#fill(words, at, row, changed);
    }
  }

  /** All rows that are known, by index. */
  #survey(): Map<number, readonly number[]> {
    const rows = new Map<number, readonly number[]>();
    const { relation } = this.#facts;
    eachJoint(relation, this.joint, () => {
      const row = this.#row((member) => jointAnswer(this.#facts, member, this.joint)?.events);
      if (row !== undefined) rows.set(this.joint.indexOf(relation.hand), row);
    });
    return rows;
  }

  /** What the steps that exist change in the state in hand, word for word; undefined unless all steps are known. */
  #row(eventsOf: (member: number) => readonly number[] | null | undefined): readonly number[] | undefined {
    const { relation } = this.#facts;
    const row: number[] = [];
    let isWhole = true;
    for (const member of this.#members) {
      const ids = eventsOf(member);
      if (ids === undefined) isWhole = false;
      if (ids === undefined || ids === null) continue;
      const first = row.length;
      for (let word = 0; word < relation.layout.words; word++) row.push(0);
      for (const id of ids) change(relation, id, (word, bits) => (row[first + word]! ^= bits));
    }
    return isWhole ? row : undefined;
  }

  #fill(words: Uint32Array, base: number, row: readonly number[], changed: number[]): void {
    const at = base >>> 2;
    words[at] = 4 * row.length;
    words.set(row, at + this.#head);
    changed.push(at);
    for (let i = 0; i < row.length; i++) changed.push(at + this.#head + i);
  }
}
