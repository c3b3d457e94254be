import type { StateGraph } from '../liveness/graph.ts';
import { finish } from '../slices.ts';
import type { Slices } from '../slices.ts';
import type { Finding } from '../property/monitor.ts';
import type { Relation } from '../relation/relation.ts';
import { Ancestry } from './ancestry.ts';
import { Expander } from './expand.ts';
import { Frontier } from './frontier.ts';
import { numberingBytes, numberStates } from './numbering.ts';
import type { Numbering } from './numbering.ts';
import { LARGE } from './shape.ts';
import { Kernel, KERNEL_BATCH, PATIENCE } from './kernel/kernel.ts';
import { expandBoth } from './kernel/both.ts';
import type { Found } from './found.ts';
import type { Fleet } from './parallel/fleet.ts';
import { handOver, takeBack } from './parallel/handover.ts';
import type { Handed } from './parallel/handover.ts';
import type { LeadOptions } from './parallel/lead.ts';
import type { Bound, Observer, Progress, Search, SearchLimits } from './strategy.ts';
import { Visited } from './visited.ts';
import type { Memory } from './webassembly.ts';

export type { Bound, Observer, Progress, Search, SearchLimits } from './strategy.ts';

/** States expanded together. */
const BATCH = 128;
/** States from which on several threads are faster than one. */
const LARGE_SEARCH = 1 << 20;

/** A state that a finding is about. */
interface Remembered {
  readonly locals: readonly number[];
  readonly depth: number;
}

/**
 * Breadth-first search: the first finding of a property is one of least depth, so every counterexample is a
 * shortest one.
 *
 * States have no numbers while it goes on: the states of findings are remembered one by one, and named −1, −2 and so on
 * in {@link Observer.findings}. Numbers from 0 on are given when the state graph is asked for.
 */
export class BreadthFirst implements Search {
  readonly #relation: Relation;
  readonly #monitor: Observer;
  readonly #limits: SearchLimits;
  #visited: Visited;
  #frontier: Frontier;
  readonly #expander: Expander;
  readonly #remembered: Remembered[] = [];
  #numbering: Numbering | undefined;
  #ancestry: Ancestry | undefined;
  #kernel: Kernel | undefined;
  /** Set where compiled code cannot be used, or is not to be. */
  #isPlain: boolean;
  /** Several threads, once they have taken over, and what they are led by. */
  #handed: Handed | undefined;
  /** Steps taken by compiled code. */
  #transitions = 0;
  #version: number;
  /** States expanded, and how many will be at the end of this level. */
  #expanded = 0;
  #levelEnd = 1;
  #depth = 0;
  #bytes = 0;
  #bound: Bound | undefined;
  #done = false;

  constructor(relation: Relation, monitor: Observer, limits: SearchLimits) {
    this.#relation = relation;
    this.#monitor = monitor;
    this.#limits = limits;
    this.#isPlain = limits.kernel === 'plain' || limits.audit > 0;
    this.#expander = new Expander(relation, monitor, BATCH, limits.audit);
    this.#visited = new Visited(relation.layout, limits, () => this.#frontier.bytes);
    this.#frontier = new Frontier(relation.layout);
    this.#version = relation.version;
    this.#visited.add(relation.first(), 1, 0, this.#frontier);
    if (this.#visited.full) this.stop(this.#visited.full);
    else if (limits.maxDepth <= 0) this.#stopHere('max-depth');
  }

  get bound(): Bound | undefined {
    return this.#bound;
  }

  get taken(): Uint8Array {
    return this.#expander.taken;
  }

  get progress(): Progress {
    const fleet = this.#handed?.fleet.progress;
    const own = this.#transitions + (this.#handed?.lead.transitions ?? 0);
    const states = fleet?.states ?? this.#visited.count;
    return {
      states,
      transitions: this.#expander.transitions + own + (fleet?.transitions ?? 0),
      depth: this.#handed?.fleet.level ?? this.#depth,
      frontier: fleet?.frontier ?? states - this.#expanded,
      bytes: this.#held(),
    };
  }

  run(milliseconds: number): boolean {
    if (this.#handed !== undefined) return this.#follow(this.#handed);
    const end = performance.now() + milliseconds;
    while (this.#isAlone && performance.now() < end) this.#batch();
    return this.#done;
  }

  async wait(milliseconds: number): Promise<void> {
    if (this.#handed !== undefined) await this.#handed.fleet.wait(milliseconds);
    else await new Promise((resolve) => setImmediate(resolve));
  }

  stop(bound: Bound): void {
    this.#bound ??= bound;
    this.#done = true;
    this.#handed?.fleet.stop();
  }

  close(): void {
    this.#handed?.fleet.close();
  }

  path({ state, step }: Finding): { states: (readonly number[])[]; step: number | undefined } {
    if (state >= 0) return { states: this.#numberedPath(state), step };
    const { locals, depth } = this.#remembered[-1 - state]!;
    this.#ancestry ??= new Ancestry(this.#relation, this.#found);
    return { states: this.#ancestry.path(locals, depth), step };
  }

  *graph(visit: (state: number) => void): Slices<StateGraph | undefined> {
    const { transitions, states } = this.progress;
    const perEdge = this.#relation.system.steps.length <= 0x1_0000 ? 6 : 8;
    const bytes = 4 * states + perEdge * transitions + numberingBytes(this.#found);
    // Edges are counted in 32 bits.
    if (transitions >= 2 ** 32 || !this.#found.fits(bytes)) return undefined;
    this.#numbering = yield* numberStates(this.#relation, this.#found, transitions, visit);
    this.#held();
    return this.#numbering.graph;
  }

  isStill(states: Uint32Array): boolean[] {
    const { layout } = this.#found;
    const { words } = this.#numbers();
    const width = layout.words;
    const first = states[0]! * width;
    const changed = new Uint32Array(width);
    for (const state of states) {
      for (let word = 0; word < width; word++) {
        changed[word]! |= words[state * width + word]! ^ words[first + word]!;
      }
    }
    return this.#relation.unpack(changed, 0, layout).map((bits) => bits === 0);
  }

  /** The state that a numbered state was found from; of the first state, itself. */
  parentOf(state: number): number {
    return this.#numbers().parents[state]!;
  }

  /**
   * After a search: what tells the number of a state from its local states, −1 for one that was not found. Undefined if
   * there is no memory for numbers.
   */
  finder(): ((locals: readonly number[]) => number) | undefined {
    const visited = this.#found;
    if (this.#numbering === undefined && !visited.fits(numberingBytes(visited))) return undefined;
    const { numbers } = this.#numbers();
    const { layout } = visited;
    const packed = new Uint32Array(layout.words);
    return (locals) => {
      // Local states that were met later may not fit into the fields, and cannot be part of a state that was found.
      if (locals.some((local, actor) => local >= layout.capacity[actor]!)) return -1;
      packed.fill(0);
      locals.forEach((local, actor) => (packed[layout.word[actor]!]! |= local << layout.shift[actor]!));
      const place = visited.find(packed, 0);
      return place < 0 ? -1 : numbers[place]! - 1;
    };
  }

  /** Local states of a numbered state, by actor. */
  localsOf(state: number): number[] {
    const { layout } = this.#found;
    return this.#relation.unpack(this.#numbers().words, state * layout.words, layout);
  }

  /** Numbers of all states; gives them first if nobody has asked for the graph. */
  #numbers(): Numbering {
    const nothing = (): void => undefined;
    this.#numbering ??= finish(numberStates(this.#relation, this.#found, undefined, nothing));
    return this.#numbering;
  }

  #numberedPath(state: number): number[][] {
    const { parents } = this.#numbers();
    const path = [this.localsOf(state)];
    for (let at = state; at !== 0;) {
      at = parents[at]!;
      path.push(this.localsOf(at));
    }
    return path.reverse();
  }

  #batch(): void {
    if (this.#expanded === this.#levelEnd && !this.#nextLevel()) return;
    // Near the bound on states it counts how many are expanded together.
    const isNear = this.#visited.left < KERNEL_BATCH * this.#relation.system.steps.length;
    const kernel = isNear ? undefined : this.#compiled();
    if (kernel === undefined || !this.#batchOf(kernel)) this.#plainBatch();
    const { layout, table } = this.#visited;
    // By now few local states are new: bits that were kept for them would make every key larger.
    if (layout.words > 1 && table.shape.lineBits >= LARGE) this.#relation.tighten();
    if (this.#version !== this.#relation.version) {
      this.#version = this.#relation.version;
      this.#kernel = undefined;
      this.#relayout();
    }
    if (this.#visited.full) this.#stopHere(this.#visited.full);
  }

  #plainBatch(): void {
    const { states, first, end } = this.#frontier.peek(Math.min(BATCH, this.#levelEnd - this.#expanded));
    const isDone = this.#expander.expand(states, first, end, this.#expanded);
    this.#remember(states, this.#depth);
    if (!isDone) return;
    this.#frontier.drop(end - first);
    this.#expanded += end - first;
    this.#visited.add(this.#expander.successors, this.#expander.found, this.#depth + 1, this.#frontier);
  }

  /** A batch by compiled code, which leaves states that are new to it to the plain code. False if it cannot be used. */
  #batchOf(kernel: Kernel): boolean {
    const most = Math.min(KERNEL_BATCH, this.#levelEnd - this.#expanded);
    const { states, first, end } = this.#frontier.peek(most);
    kernel.begin(states, first, end);
    if (kernel.tooLarge !== undefined) {
      this.#isPlain = true;
      return false;
    }
    const before = this.#expander.transitions;
    const done = expandBoth(kernel, this.#expander, states, first, end, () =>
      this.#remember(states, this.#depth),
    );
    this.#transitions += kernel.found - (this.#expander.transitions - before);
    this.#frontier.drop(done);
    this.#expanded += done;
    this.#visited.addFrom(kernel, this.#depth + 1, this.#frontier);
    return true;
  }

  /** The compiled code for the table as it is; undefined if there is none. */
  #compiled(): Kernel | undefined {
    const { memory } = this.#visited.table.room;
    if (this.#isPlain || memory === undefined) return undefined;
    if (this.#kernel?.memory !== memory) {
      this.#kernel = this.#makeKernel(memory);
    }
    return this.#kernel;
  }

  #makeKernel(memory: Memory): Kernel {
    const patience = this.#limits.kernel === 'wasm' ? 4 : PATIENCE;
    return new Kernel(this.#relation, this.#monitor, this.#expander.taken, memory, patience);
  }

  /** Moves what is stored to the new layout. Without memory for it, the states stay in the one they have. */
  #relayout(): void {
    const { layout } = this.#relation;
    const { words } = this.#visited.layout;
    const fits = this.#visited.fits((this.#frontier.bytes / words) * layout.words);
    if (fits && this.#visited.relayout(layout)) this.#frontier.relayout(layout);
    else this.stop('max-memory');
  }

  /** False when the search is over. */
  #nextLevel(): boolean {
    const { count } = this.#visited;
    if (this.#levelEnd === count) {
      this.#done = true;
      return false;
    }
    this.#depth++;
    this.#levelEnd = count;
    if (this.#depth >= this.#limits.maxDepth) this.#stopHere('max-depth');
    else this.#handOver();
    return this.#isAlone;
  }

  /** Whether there is something to do for this thread. */
  get #isAlone(): boolean {
    return !this.#done && this.#handed === undefined;
  }

  /** Where they are now: in one table, or in one per thread. */
  get #found(): Found {
    return this.#handed?.fleet.shards ?? this.#visited;
  }

  /** Has several threads take over at the beginning of a level, where that pays and can be done. */
  #handOver(): void {
    const { workers = 1, kernel: choice, maxStates, maxBytes, maxDepth } = this.#limits;
    // Tests have every search taken over; a bound on states is exact only where one thread counts.
    const isLarge = choice === 'wasm' || this.#visited.count >= LARGE_SEARCH;
    const kernel = workers > 1 && maxStates === Infinity && isLarge ? this.#compiled() : undefined;
    if (kernel === undefined) return;
    const standing = { visited: this.#visited, frontier: this.#frontier, depth: this.#depth };
    const options: LeadOptions = {
      relation: this.#relation,
      expander: this.#expander,
      kernel,
      remake: (memory) => this.#makeKernel(memory),
      remember: (states, depth) => this.#remember(states, depth),
    };
    this.#handed = handOver(standing, options, { threads: workers, maxDepth, maxBytes });
    // Nothing is left here: its memory is given back, but for what the leader's code works on.
    if (this.#handed !== undefined) this.#visited = new Visited(this.#visited.layout, this.#limits);
  }

  /** Looks whether the threads have ended, and takes over again where they cannot go on. */
  #follow(handed: Handed): boolean {
    const { fleet, lead } = handed;
    if (!fleet.isOver) return false;
    const { end } = fleet;
    fleet.close();
    if (end === 'max-depth' || end === 'max-memory') {
      this.#judgeRest(fleet);
      this.#bound ??= end;
    }
    if (end !== 'cannot' || this.#done) return (this.#done = true);
    const back = takeBack(handed, this.#limits);
    if (back === undefined) {
      this.stop('max-memory');
      return true;
    }
    this.#transitions += fleet.progress.transitions + lead.transitions;
    this.#handed = undefined;
    this.#kernel = undefined;
    this.#isPlain ||= lead.cannot;
    this.#version = this.#relation.version;
    ({ visited: this.#visited, frontier: this.#frontier, depth: this.#depth } = back);
    this.#expanded = this.#visited.count - this.#frontier.count;
    this.#levelEnd = this.#expanded + back.left;
    return false;
  }

  /** Judges what the threads have found and not expanded. */
  #judgeRest({ rest, shards }: Fleet): void {
    const { layout } = shards;
    [rest.current, rest.next].forEach((chunks, further) => {
      for (const chunk of chunks) {
        this.#expander.judge(chunk, 0, chunk.length / layout.words);
        this.#remember(chunk, rest.depth + further);
      }
    });
  }

  /** Stops, but judges the states that were found already. */
  #stopHere(bound: Bound): void {
    while (this.#frontier.count > 0) {
      const inLevel = this.#levelEnd - this.#expanded;
      const { states, first, end } = this.#frontier.peek(inLevel > 0 ? inLevel : Infinity);
      this.#expander.judge(states, first, end);
      this.#remember(states, inLevel > 0 ? this.#depth : this.#depth + 1);
      this.#frontier.drop(end - first);
      if (inLevel > 0) this.#levelEnd -= end - first;
    }
    this.stop(bound);
  }

  /** Keeps the states of new findings, which are in this array at this depth, and names them. */
  #remember(states: Uint32Array, depth: number): void {
    const { findings } = this.#monitor;
    const { layout } = this.#found;
    for (let property = 0; property < findings.length; property++) {
      const finding = findings[property];
      if (finding === undefined || finding.state < 0) continue;
      const locals = this.#relation.unpack(states, finding.state * layout.words, layout);
      findings[property] = { state: -this.#remembered.push({ locals, depth }), step: finding.step };
    }
  }

  #held(): number {
    const numbers = this.#numbering;
    const numbered =
      numbers === undefined
        ? 0
        : numbers.words.byteLength + numbers.parents.byteLength + numbers.numbers.byteLength;
    const kernel = this.#kernel?.bytes ?? 0;
    const states = this.#handed?.fleet.progress.bytes ?? this.#visited.bytes + this.#frontier.bytes;
    const bytes = states + this.#relation.bytes + kernel + numbered;
    return (this.#bytes = Math.max(this.#bytes, bytes));
  }
}
