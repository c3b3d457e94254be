import type { Layout } from '../../relation/layout.ts';
import type { Program } from '../parallel/protocol.ts';
import type { Relation } from '../../relation/relation.ts';
import type { Shape } from '../shape.ts';
import type { Table } from '../table.ts';
import type { Memory } from '../webassembly.ts';
import { KERNEL_BYTES } from '../room.ts';
import { Answers } from './answers.ts';
import type { Judge } from './answers.ts';
import { hasVectors, instantiate, moduleBytes } from './assemble.ts';
import { expandRoutine, RESULT } from './expand.ts';
import type { PlacedSteps, QuestionTable } from './expand.ts';
import { insertRoutine, prepareInsert } from './insert.ts';
import { groupSteps, isShared } from './grouping.ts';
import { Joint } from './joint.ts';
import { StepEntries } from './entries.ts';
import { StepRows } from './rows.ts';
import { includesAll } from './steps.ts';
import type { StepFacts } from './steps.ts';

/** States expanded together. */
export const KERNEL_BATCH = 1024;
/** Where the states of a batch are. What is before belongs to the routines. */
export const STATES_AT = 2 << 20;
/** Bytes that it takes, about: where there are no more than that, plain code needs less. */
export const KERNEL_LEAST = 4 << 20;
/** Bits that the index of a table of a step, and of questions, may have. */
const MAX_STEP_BITS = 22;
const MAX_JUDGED_BITS = 16;
/** The same where several questions share a table. */
const MAX_QUESTION_BITS = 12;
/** How many states the kernel must have been able to say nothing about, since it was last made, to be made anew. */
export const PATIENCE = 256;
/** How many times as many, for all its tables to be filled with what is known by then. */
const MANY = 128;

/**
 * Expands states in compiled code, made for the system at hand while it runs. For each step it has a table with an entry
 * per joint local state of the actors that the step depends on: what to XOR into a packed state, or that the step does not
 * exist. The tables are a cache of what the relation knows. A state with an entry that is missing is left to the plain
 * code, which asks, learns and judges; then the entries are filled in ({@link Kernel.learn}).
 *
 * So nothing rests on the tables being complete or up to date. Entries hold as long as the layout does: all they depend
 * on is in their index, and what is learned later changes no answer.
 */
export class Kernel {
  /** Why there can be none for this system, or on this machine; undefined if there can. */
  tooLarge: string | undefined = hasVectors ? undefined : 'this processor has no vectors';
  readonly #relation: Relation;
  /** Of this layout; another one needs another kernel. */
  readonly #layout: Layout;
  readonly #judge: Judge;
  readonly #answers: Answers;
  readonly #memory: Memory;
  /** The actors that each question about states depends on, as far as has been seen. */
  readonly #questionActors: Set<number>[];
  readonly #facts: StepFacts;
  #steps: PlacedSteps[] = [];
  /** With the questions that share a table, and whether it leaves out actors that would make it too large. */
  #questions: (QuestionTable & { readonly members: readonly number[]; readonly isCut: boolean })[] = [];
  #run: (state: number, end: number, out: number) => number = () => 0;
  /** Whether a table lacks an actor that it depends on, and how many states were left to the plain code. */
  #isStale = true;
  #missed: number;
  readonly #patience: number;
  #insert: (state: number, end: number, depth: number, out: number, origin: number) => number = () => 0;
  /** The shape that it is for. */
  #shape: Shape | undefined;
  #outAt = 0;
  #tablesAt = 0;
  /** Words of tables that were filled in since somebody asked. */
  #changed: number[] = [];
  #out = 0;
  #bytes = 0;
  #words: Uint32Array = new Uint32Array(0);

  constructor(relation: Relation, judge: Judge, taken: Uint8Array, memory: Memory, patience = PATIENCE) {
    this.#patience = patience;
    this.#missed = patience;
    this.#relation = relation;
    this.#layout = relation.layout;
    this.#judge = judge;
    this.#answers = new Answers(relation, judge, taken);
    this.#memory = memory;
    this.#facts = {
      relation,
      answers: this.#answers,
      supports: relation.system.steps.map(() => new Set()),
      words: relation.system.steps.map(() => new Set([0])),
    };
    this.#questionActors = judge.questions.map(() => new Set());
  }

  /** The memory that it works on. */
  get memory(): Memory {
    return this.#memory;
  }

  /** Bytes of memory in use. */
  get bytes(): number {
    return this.#bytes;
  }

  /** All of the memory, by words. */
  get words(): Uint32Array {
    // Memory that has grown has a new buffer.
    if (this.#words.length === 0) this.#words = new Uint32Array(this.#memory.buffer);
    return this.#words;
  }

  /** Takes a batch in: states `first` up to `end`. Makes the code anew where it is time to. */
  begin(states: Uint32Array, first: number, end: number): void {
    this.renew();
    const width = this.#layout.words;
    this.words.set(states.subarray(first * width, end * width), STATES_AT / 4);
    this.#out = this.#outAt;
  }

  /** Expands states `from` up to `end` of the batch; the number of the first that is left to the plain code, or `end`. */
  expand(from: number, end: number): number {
    const bytes = 4 * this.#layout.words;
    const stopped = this.#run(STATES_AT + from * bytes, STATES_AT + end * bytes, this.#out);
    this.#out = this.words[RESULT / 4]!;
    return (stopped - STATES_AT) / bytes;
  }

  /** Makes the code, or makes it anew where it is time to. Whether it did. */
  renew(): boolean {
    if (!this.#isStale || this.#missed < this.#patience) return false;
    this.#make();
    return true;
  }

  /** The code and its tables as they are, for threads with memories of their own. */
  get program(): Program {
    const tables = new Uint8Array(this.#memory.buffer).slice(this.#tablesAt, this.#bytes);
    const routine = expandRoutine(this.#layout, this.#steps, this.#questions);
    return {
      module: moduleBytes([routine], true),
      tablesAt: this.#tablesAt,
      tables,
      outAt: this.#outAt,
      end: this.#bytes,
    };
  }

  /** What has become known since this was asked last: address of a word, its value, and so on. */
  takePatch(): Uint32Array {
    const { words } = this;
    const patch = new Uint32Array(2 * this.#changed.length);
    this.#changed.forEach((at, i) => {
      patch[2 * i] = at;
      patch[2 * i + 1] = words[at]!;
    });
    this.#changed = [];
    return patch;
  }

  /** Appends successors that were found elsewhere. */
  append(successors: Uint32Array, count: number): void {
    const words = count * this.#layout.words;
    this.words.set(successors.subarray(0, words), this.#out / 4);
    this.#out += 4 * words;
  }

  /**
   * Adds the successors to the table, and calls back with the new ones. The number of those that were looked up: all, or
   * up to the first that found no slot.
   */
  insert(
    table: Table,
    depth: number,
    take: (states: Uint32Array, first: number, end: number) => void,
  ): number {
    if (this.#shape !== table.shape) {
      this.#shape = table.shape;
      prepareInsert(this.words);
      const routine = insertRoutine(this.#layout, table.shape, { isFiltered: true, isAtomic: false });
      this.#insert = instantiate(this.#memory, [routine]).insert!;
    }
    const bytes = 4 * this.#layout.words;
    const stopped = this.#insert(this.#outAt, this.#out, table.depthBitsOf(depth), this.#outAt, 0);
    const first = this.#outAt / bytes;
    const end = this.words[RESULT / 4]! / bytes;
    take(this.words, first, end);
    table.noteAdded(end - first, depth);
    return (stopped - this.#outAt) / bytes;
  }

  /** Successors found since the beginning of the batch. */
  get found(): number {
    return (this.#out - this.#outAt) / (4 * this.#layout.words);
  }

  /** Where they begin, as a byte address. */
  get successorsAt(): number {
    return this.#outAt;
  }

  /** They themselves. */
  get successors(): Uint32Array {
    return this.words.subarray(this.#outAt / 4, this.#out / 4);
  }

  /** Fills in what is known of the state in hand, which the plain code has just expanded. */
  learn(): void {
    this.#missed++;
    const { words } = this;
    const { hand } = this.#relation;
    const isTime = this.#missed % (MANY * this.#patience) === 0;
    for (const { table, base } of this.#steps) {
      if (isTime) table.fillKnown(words, base, this.#changed);
      if (!table.learn(words, base, this.#changed)) this.#isStale = true;
    }
    const bytes = new Uint8Array(this.#memory.buffer);
    for (const { joint, base, members, isCut } of this.#questions) {
      const at = base + joint.indexOf(hand);
      if (bytes[at] === 0) continue;
      let isFine = true;
      for (const member of members) {
        const support = new Set<number>();
        if (!this.#answers.isFine(this.#judge.questions[member]!, support)) isFine = false;
        for (const actor of support) this.#questionActors[member]!.add(actor);
        if (includesAll(joint.actors, support)) continue;
        isFine = false;
        if (!isCut) this.#isStale = true;
      }
      if (!isFine) continue;
      bytes[at] = 0;
      this.#changed.push(at >>> 2);
    }
  }

  /** Tables and code for what is known now of who depends on whom. */
  #make(): void {
    const layout = this.#layout;
    const { system } = this.#relation;
    const width = 4 * layout.words;
    this.#isStale = false;
    this.#missed = 0;
    this.#outAt = STATES_AT + KERNEL_BATCH * width;
    // States are told from byte addresses: those of successors are whole numbers of states.
    this.#outAt = Math.ceil(this.#outAt / width) * width;
    // More by one state's: what does not exist is written, too.
    let end = this.#outAt + ((KERNEL_BATCH + 1) * system.steps.length + 4) * width;
    this.#tablesAt = (end + 63) & ~63;
    this.#changed = [];
    const take = (bytes: number): number => {
      const base = (end + 63) & ~63;
      end = base + bytes;
      return base;
    };
    const groups = groupSteps(layout, this.#facts.supports);
    const widest = groups.find(({ joint }) => joint.bits > MAX_STEP_BITS);
    if (widest !== undefined)
      this.tooLarge = `step ${system.steps[widest.members[0]!]!.name} depends on too many actors`;
    if (this.tooLarge !== undefined) return;
    const steps = groups.map(({ members, joint }) =>
      isShared(layout, joint)
        ? new StepRows(this.#facts, { members, joint })
        : new StepEntries(this.#facts, members[0]!, joint),
    );
    const questions = this.#groups().map((members) => ({ members, ...this.#jointOf(members) }));
    this.#steps = steps.map((table) => ({ table, base: take(table.bytes) }));
    this.#questions = questions.map((table) => ({ ...table, base: take(2 ** table.joint.bits) }));
    if (end > KERNEL_BYTES) {
      this.tooLarge = 'its tables are too large';
      return;
    }
    for (const { table, base } of this.#steps) table.begin(this.words, base);
    const bytes = new Uint8Array(this.#memory.buffer);
    for (const { joint, base } of this.#questions) bytes.fill(1, base, base + 2 ** joint.bits);
    this.#bytes = end;
    const routines = instantiate(this.#memory, [expandRoutine(layout, this.#steps, this.#questions)]);
    this.#run = routines.expand!;
  }

  /**
   * The actors that the table of these questions is indexed by. Where there are too many, it is those that were read
   * first: most states are decided by them, the others are left to the plain code.
   */
  #jointOf(members: readonly number[]): { readonly joint: Joint; readonly isCut: boolean } {
    const layout = this.#layout;
    const actors = [...new Set(members.flatMap((member) => [...this.#questionActors[member]!]))];
    const all = new Joint(layout, actors);
    if (all.bits <= MAX_JUDGED_BITS) return { joint: all, isCut: false };
    let joint = new Joint(layout, []);
    for (const actor of actors) {
      const more = new Joint(layout, [...joint.actors, actor]);
      if (more.bits <= MAX_JUDGED_BITS) joint = more;
    }
    return { joint, isCut: true };
  }

  /** Questions that share a table, as they depend on few actors together. */
  #groups(): number[][] {
    const layout = this.#layout;
    const groups: { readonly actors: Set<number>; readonly members: number[] }[] = [];
    this.#questionActors.forEach((actors, member) => {
      const group = groups.find(
        (one) => new Joint(layout, new Set([...one.actors, ...actors])).bits <= MAX_QUESTION_BITS,
      );
      if (group === undefined) groups.push({ actors: new Set(actors), members: [member] });
      else {
        group.members.push(member);
        for (const actor of actors) group.actors.add(actor);
      }
    });
    return groups.map(({ members }) => members);
  }
}
