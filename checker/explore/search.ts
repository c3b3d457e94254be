import type { StateGraph } from '../liveness/graph.ts';
import { finish } from '../slices.ts';
import type { Slices } from '../slices.ts';
import type { Finding } from '../property/monitor.ts';
import type { Relation } from '../relation/relation.ts';
import { Ancestry } from './ancestry.ts';
import { Expander } from './expand.ts';
import type { Watcher } from './expand.ts';
import { Frontier } from './frontier.ts';
import { numberingBytes, numberStates } from './numbering.ts';
import type { Numbering } from './numbering.ts';
import { LARGE } from './shape.ts';
import type { Judge } from './kernel/answers.ts';
import { Kernel, KERNEL_BATCH, PATIENCE } from './kernel/kernel.ts';
import { Visited } from './visited.ts';
import type { StoreLimits } from './visited.ts';
import { CountingFrontier } from '../symmetry/counting.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';

/** What may stop a search before its end. */
export type Bound = 'max-states' | 'max-depth' | 'max-memory' | 'timeout' | 'interrupted';

export interface SearchLimits extends StoreLimits {
  /** Steps from the first state. */
  readonly maxDepth: number;
  /** Every how many states all answers are asked for anew; 0 for never. */
  readonly audit: number;
}

/** How far a search is. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  /** Steps from the first state to the states being expanded. */
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
  /** The most that was held so far. */
  readonly bytes: number;
}

/** An exhaustive search, run in slices. Other strategies fit behind this. */
export interface Search {
  /** Works until about `milliseconds` have passed. True when there is nothing left to do. */
  run: (milliseconds: number) => boolean;
  /** Ends the search early. */
  stop: (bound: Bound) => void;
  readonly progress: Progress;
  /** What stopped it early; undefined if nothing did. */
  readonly bound: Bound | undefined;
  /** Per step, whether it was ever taken. */
  readonly taken: Uint8Array;
  /**
   * The whole state graph of a search that came to its end; undefined if there is no memory for it. `visit` is called
   * with each state in the relation's hand.
   */
  graph: (visit: (state: number) => void) => Slices<StateGraph | undefined>;
  /** Per actor, whether it is in the same local state in all of these states. */
  isStill: (states: Uint32Array) => boolean[];
  /** The way to a finding: local states by actor, first state first, and the step for a finding on a step. */
  path: (finding: Finding) => {
    readonly states: readonly (readonly number[])[];
    readonly step: number | undefined;
  };
}

/** Who looks at a search: it may have found something about the states that it was shown. */
export interface Observer extends Watcher, Omit<Judge, 'findings'> {
  readonly watched: Judge['watched'];
  readonly findings: (Finding | undefined)[];
}

/** States expanded together. */
const BATCH = 128;

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
  readonly #visited: Visited;
  readonly #frontier: Frontier;
  readonly #expander: Expander;
  readonly #remembered: Remembered[] = [];
  /** Where states stand for their images. */
  readonly #symmetry: Symmetry | undefined;
  #numbering: Numbering | undefined;
  #ancestry: Ancestry | undefined;
  #kernel: Kernel | undefined;
  /** Set where compiled code cannot be used, or is not to be. */
  #isPlain: boolean;
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

  /** `symmetry`: only one state of each orbit is kept, and the monitor judges all its images. Then there are no graphs. */
  constructor(relation: Relation, monitor: Observer, limits: SearchLimits, symmetry?: Symmetry) {
    this.#relation = relation;
    this.#symmetry = symmetry;
    this.#monitor = monitor;
    this.#limits = limits;
    this.#isPlain = limits.kernel === 'plain' || limits.audit > 0;
    this.#expander = new Expander(relation, monitor, BATCH, limits.audit);
    this.#visited = new Visited(relation.layout, limits, () => this.#frontier.bytes);
    this.#frontier =
      symmetry === undefined
        ? new Frontier(relation.layout)
        : new CountingFrontier(relation.layout, symmetry);
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
    return {
      states: this.#visited.count,
      transitions: this.#expander.transitions + this.#transitions,
      depth: this.#depth,
      frontier: this.#visited.count - this.#expanded,
      bytes: this.#held(),
    };
  }

  run(milliseconds: number): boolean {
    const end = performance.now() + milliseconds;
    while (!this.#done && performance.now() < end) this.#batch();
    return this.#done;
  }

  stop(bound: Bound): void {
    this.#bound ??= bound;
    this.#done = true;
  }

  path({ state, step, image }: Finding): { states: (readonly number[])[]; step: number | undefined } {
    if (state >= 0) return { states: this.#numberedPath(state), step };
    const { locals, depth } = this.#remembered[-1 - state]!;
    const symmetry = this.#symmetry;
    this.#ancestry ??= new Ancestry(this.#relation, this.#visited, undefined, symmetry);
    if (symmetry === undefined || image === undefined)
      return { states: this.#ancestry.path(locals, depth), step };
    return {
      states: this.#ancestry.path(symmetry.image(locals, image), depth),
      step: step === undefined ? undefined : symmetry.stepImage(step, image),
    };
  }

  *graph(visit: (state: number) => void): Slices<StateGraph | undefined> {
    const { transitions, states } = this.progress;
    const perEdge = this.#relation.system.steps.length <= 0x1_0000 ? 6 : 8;
    const bytes = 4 * states + perEdge * transitions + numberingBytes(this.#visited);
    // Edges are counted in 32 bits.
    if (transitions >= 2 ** 32 || !this.#visited.fits(bytes)) return undefined;
    this.#numbering = yield* numberStates(this.#relation, this.#visited, transitions, visit);
    this.#held();
    return this.#numbering.graph;
  }

  isStill(states: Uint32Array): boolean[] {
    const { layout } = this.#visited;
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
    const visited = this.#visited;
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
    const { layout } = this.#visited;
    return this.#relation.unpack(this.#numbers().words, state * layout.words, layout);
  }

  /** Numbers of all states; gives them first if nobody has asked for the graph. */
  #numbers(): Numbering {
    const nothing = (): void => undefined;
    this.#numbering ??= finish(numberStates(this.#relation, this.#visited, undefined, nothing));
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
    const before = this.#expander.transitions;
    const isDone = this.#expander.expand(states, first, end, this.#expanded);
    this.#remember(states, this.#depth);
    if (!isDone) return;
    if (!this.#canonicalise(this.#expander.successors, this.#expander.found)) {
      this.#expander.transitions = before;
      return;
    }
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
    let done = kernel.expand(0, end - first);
    for (; done < end - first; done = kernel.expand(done + 1, end - first)) {
      const isDone = this.#expander.expand(states, first + done, first + done + 1, this.#expanded + done);
      this.#remember(states, this.#depth);
      // A new layout: what was found so far is stored in the old one.
      if (!isDone) break;
      kernel.append(this.#expander.successors, this.#expander.found);
      kernel.learn();
    }
    if (!this.#canonicalise(kernel.successors, kernel.found)) {
      this.#expander.transitions = before;
      return true;
    }
    this.#transitions += kernel.found - (this.#expander.transitions - before);
    this.#frontier.drop(done);
    this.#expanded += done;
    this.#visited.addFrom(kernel, this.#depth + 1, this.#frontier);
    return true;
  }

  /** False if the layout has changed: then the batch is to be expanded again. */
  #canonicalise(states: Uint32Array, count: number): boolean {
    return this.#symmetry?.canonicalise(states, count, this.#visited.layout) ?? true;
  }

  /** The compiled code for the table as it is; undefined if there is none. */
  #compiled(): Kernel | undefined {
    const { memory } = this.#visited.table.room;
    if (this.#isPlain || memory === undefined) return undefined;
    if (this.#kernel?.memory !== memory) {
      const patience = this.#limits.kernel === 'wasm' ? 4 : PATIENCE;
      this.#kernel = new Kernel(this.#relation, this.#monitor, this.#expander.taken, memory, patience);
    }
    return this.#kernel;
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
    if (this.#depth < this.#limits.maxDepth) return true;
    this.#stopHere('max-depth');
    return false;
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
    const { layout } = this.#visited;
    for (let property = 0; property < findings.length; property++) {
      const finding = findings[property];
      if (finding === undefined || finding.state < 0) continue;
      const locals = this.#relation.unpack(states, finding.state * layout.words, layout);
      findings[property] = { ...finding, state: -this.#remembered.push({ locals, depth }) };
    }
  }

  #held(): number {
    const numbers = this.#numbering;
    const numbered =
      numbers === undefined
        ? 0
        : numbers.words.byteLength + numbers.parents.byteLength + numbers.numbers.byteLength;
    const kernel = this.#kernel?.bytes ?? 0;
    const bytes = this.#visited.bytes + this.#frontier.bytes + this.#relation.bytes + kernel + numbered;
    return (this.#bytes = Math.max(this.#bytes, bytes));
  }
}
