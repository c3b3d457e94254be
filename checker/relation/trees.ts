/**
 * What is known of many pure functions of the state, as decision trees in one array of integers.
 *
 * A node asks for the local state at one position (an actor; or, for questions about a step, an actor before or
 * after it) and has one branch per local state. A branch is 0 (not known yet), a positive number (the next node)
 * or a negative one (−1 − answer).
 */
import { RefholdError } from '../errors.ts';

/** One thing a function looked at, and what it saw. */
export interface Read {
  readonly position: number;
  readonly local: number;
}

/** Entries of the array at most: 256 MiB. */
const MAX_ENTRIES = 1 << 26;

export class Trees {
  /** Slot `q + 1` is the root of question q. Slot 0 is unused, so that 0 can mean "not known". */
  code: Int32Array = new Int32Array(1024);
  #used = 1;
  #questions: string[] = [];
  /** Per position, how many local states it may have. */
  #capacity: Int32Array;

  constructor(capacity: Int32Array) {
    this.#capacity = capacity;
  }

  /** Adds a question and returns its number. All questions come before the first answer. */
  ask(name: string): number {
    this.#reserve(1);
    this.#used++;
    return this.#questions.push(name) - 1;
  }

  /** Answer of question q, or −1 if not known. */
  find(question: number, locals: Int32Array): number {
    const code = this.code;
    let ref = code[question + 1]!;
    while (ref > 0) ref = code[ref + 1 + locals[code[ref]!]!]!;
    return -ref - 1;
  }

  /** Remembers an answer under what was read to give it. Throws RH204 if that contradicts what is known, RH302. */
  learn(question: number, reads: readonly Read[], answer: number): void {
    let slot = question + 1;
    for (const { position, local } of reads) {
      let node = this.code[slot]!;
      if (node < 0) throw this.#impure(question);
      if (node === 0) {
        node = this.#allocate(position, question);
        this.code[slot] = node;
      } else if (this.code[node] !== position) {
        throw this.#impure(question);
      }
      slot = node + 1 + local;
    }
    const known = this.code[slot]!;
    if (known !== 0 && known !== -1 - answer) throw this.#impure(question);
    this.code[slot] = -1 - answer;
  }

  /** The array as far as it is in use, for {@link eachAnswer}. */
  get used(): Int32Array {
    return this.code.subarray(0, this.#used);
  }

  /** How many questions there are. */
  get questions(): number {
    return this.#questions.length;
  }

  /** What is looked at to answer a question about these local states, in order, as far as it is known. */
  positions(question: number, locals: Int32Array): number[] {
    const positions: number[] = [];
    let ref = this.code[question + 1]!;
    while (ref > 0) {
      positions.push(this.code[ref]!);
      ref = this.code[ref + 1 + locals[this.code[ref]!]!]!;
    }
    return positions;
  }

  /** Bytes in use. */
  get bytes(): number {
    return this.code.byteLength;
  }

  /** What brings back the tables as they are now, also from half-way through {@link Trees.resize}. */
  keep(): () => void {
    const [code, used, capacity] = [this.code, this.#used, this.#capacity];
    return () => ([this.code, this.#used, this.#capacity] = [code, used, capacity]);
  }

  /** Fits the tables to new capacities. (A capacity shrinks when spare bits go to where they are needed.) */
  resize(capacity: Int32Array): void {
    const old = this.code;
    const oldCapacity = this.#capacity;
    this.#capacity = capacity;
    this.code = new Int32Array(old.length);
    this.#used = this.#questions.length + 1;
    const copy = (ref: number, question: number): number => {
      if (ref <= 0) return ref;
      const position = old[ref]!;
      const node = this.#allocate(position, question);
      const shared = Math.min(oldCapacity[position]!, capacity[position]!);
      for (let local = 0; local < shared; local++) {
        const branch = copy(old[ref + 1 + local]!, question);
        this.code[node + 1 + local] = branch;
      }
      return node;
    };
    for (let question = 0; question < this.#questions.length; question++) {
      const root = copy(old[question + 1]!, question);
      this.code[question + 1] = root;
    }
  }

  #allocate(position: number, question: number): number {
    const node = this.#used;
    const size = 1 + this.#capacity[position]!;
    if (node + size > MAX_ENTRIES) {
      throw new RefholdError('RH302', {
        what: `the table of ${this.#questions[question]} and others has more than ${MAX_ENTRIES} entries`,
        where: [this.#questions[question]!],
      });
    }
    this.#reserve(size);
    this.#used += size;
    this.code[node] = position;
    return node;
  }

  #reserve(size: number): void {
    if (this.#used + size <= this.code.length) return;
    const grown = new Int32Array(Math.max(this.code.length * 2, this.#used + size));
    grown.set(this.code);
    this.code = grown;
  }

  #impure(question: number): RefholdError {
    return new RefholdError('RH204', {
      what: 'it read other actors, or gave another answer, than before in the same state',
      where: [this.#questions[question]!],
    });
  }
}

/** Calls back with every answer in the array of some trees: the question, and what was read to give it. */
export function* eachAnswer(
  code: Int32Array,
  capacity: Int32Array,
  questions: number,
): Generator<{ readonly question: number; readonly reads: readonly Read[]; readonly answer: number }> {
  const reads: Read[] = [];
  function* below(ref: number, question: number): ReturnType<typeof eachAnswer> {
    if (ref < 0) yield { question, reads, answer: -1 - ref };
    if (ref <= 0) return;
    const position = code[ref]!;
    for (let local = 0; local < capacity[position]!; local++) {
      reads.push({ position, local });
      yield* below(code[ref + 1 + local]!, question);
      reads.pop();
    }
  }
  for (let question = 0; question < questions; question++) yield* below(code[question + 1]!, question);
}
