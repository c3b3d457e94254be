import type { Relation } from '../relation/relation.ts';
import { Explored } from './explored.ts';
import { layoutOf, plainLayout, sameLayout } from './checkpoint/image.ts';
import type { SearchFacts, SearchImage } from './checkpoint/image.ts';
import { Expander } from './expand.ts';
import { Frontier } from './frontier.ts';
import { omission } from './hashKeys.ts';
import type { Omission } from './hashKeys.ts';
import { LARGE } from './shape.ts';
import { Kernel, KERNEL_BATCH, KERNEL_LEAST, PATIENCE } from './kernel/kernel.ts';
import { expandBoth } from './kernel/both.ts';
import type { Found } from './found.ts';
import { Helpers, judgeRest, takeBack } from './parallel/handover.ts';
import type { Handed } from './parallel/handover.ts';
import type { LeadOptions } from './parallel/lead.ts';
import type { Bound, Observer, Progress, Search, SearchLimits } from './types.ts';
import { isForThreads, Visited } from './visited.ts';
import type { Memory } from './webassembly.ts';
import { CountingFrontier } from '../symmetry/counting.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';

/** States expanded together. */
const BATCH = 128;

/**
 * Breadth-first search: the first finding of a property is one of least depth, so every counterexample is a
 * shortest one.
 *
 * States have no numbers while it goes on: the states of findings are remembered one by one, and named −1, −2 and so on
 * in {@link Observer.findings}. Numbers from 0 on are given when the state graph is asked for.
 */
export class BreadthFirst extends Explored implements Search {
  readonly #relation: Relation;
  readonly #monitor: Observer;
  readonly #limits: SearchLimits;
  #visited: Visited;
  #frontier: Frontier;
  readonly #expander: Expander;
  #kernel: Kernel | undefined;
  /** Set where compiled code cannot be used, or is not to be. */
  #isPlain: boolean;
  /** Several threads, once they have taken over, and what they are led by. */
  #handed: Handed | undefined;
  readonly #helpers: Helpers;
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
  /** The batch that a bound broke off, for whoever goes on beyond it. */
  #again:
    { readonly states: Uint32Array; readonly expanded: number; readonly transitions: number } | undefined;
  /** Whether what was learned is all there: not after a table could not grow half-way. */
  #isWhole = true;

  /** `symmetry`: only one state of each orbit is kept, and the monitor judges all its images. Then there are no graphs. */
  constructor(relation: Relation, monitor: Observer, limits: SearchLimits, symmetry?: Symmetry) {
    super(relation, monitor, symmetry);
    this.#relation = relation;
    this.#monitor = monitor;
    this.#limits = limits;
    this.#isPlain = limits.kernel === 'plain' || limits.audit > 0 || limits.reduction !== undefined;
    this.#expander = new Expander(relation, monitor, BATCH, limits.audit, limits.reduction);
    this.#visited = new Visited(relation.layout, limits, () => this.#frontier.bytes + relation.bytes);
    this.#frontier =
      symmetry === undefined
        ? new Frontier(relation.layout)
        : new CountingFrontier(relation.layout, symmetry);
    this.#helpers = new Helpers(limits);
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
    const states = fleet?.states ?? this.#visited.count;
    return {
      states,
      transitions: this.#taken + (fleet?.transitions ?? 0),
      depth: this.#handed?.fleet.level ?? this.#depth,
      frontier: fleet?.frontier ?? states - this.#expanded,
      bytes: this.held(),
      ...(fleet === undefined ? { memory: this.#visited.forecast } : {}),
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

  /**
   * All that it takes to go on from here. A batch that a bound broke off counts as not begun. The arrays are those in
   * use: they must be written before the search runs on.
   */
  get image(): SearchImage | undefined {
    if (!this.#isWhole) return undefined;
    const { layout } = this.#visited;
    const { states, ...counts } = this.#again ?? {
      states: new Uint32Array(0),
      expanded: this.#expanded,
      transitions: this.#taken,
    };
    return {
      facts: {
        ...counts,
        levelEnd: this.#levelEnd,
        depth: this.#depth,
        bytes: this.#bytes,
        remembered: this.remembered,
        frontier: this.#frontier.count + states.length / layout.words,
        layout: plainLayout(layout),
        visited: this.#visited.image,
      },
      arrays: [...this.#visited.arrays, this.taken, states, ...this.#frontier.arrays],
    };
  }

  /** Becomes the search of an image; then the arrays are to be filled in. Throws RangeError where there is no memory. */
  resume(facts: SearchFacts): SearchImage['arrays'] {
    const saved = layoutOf(facts.layout);
    const layout = sameLayout(saved, this.#relation.layout) ? this.#relation.layout : saved;
    this.#expanded = facts.expanded;
    this.#transitions = facts.transitions;
    this.#levelEnd = facts.levelEnd;
    this.#depth = facts.depth;
    this.#bytes = facts.bytes;
    this.remembered.splice(0, Infinity, ...facts.remembered);
    const arrays = this.#visited.restore(facts.visited, layout);
    this.#frontier = new Frontier(layout);
    return [...arrays, this.taken, ...this.#frontier.restore(facts.frontier)];
  }

  /** After {@link BreadthFirst.resume}, once the arrays are filled in. */
  resumed(): void {
    this.#visited.restored();
    this.#version = this.#relation.version;
    if (this.#visited.layout !== this.#relation.layout) this.#relayout();
    if (this.#depth >= this.#limits.maxDepth) this.#stopHere('max-depth');
  }

  get omission(): Omission | undefined {
    const { hash, count } = this.#visited;
    return hash && omission(hash, count, this.#depth);
  }

  /** Whether the numbers agree, and states are where a table like this would have them; some are looked at. */
  isSound(): boolean {
    let isSound = this.#visited.count === this.#frontier.count + this.#expanded;
    this.#frontier.each((states, first, end) => {
      for (let state = first; state < Math.min(end, first + 64); state++)
        isSound &&= this.#visited.find(states, state) >= 0;
    });
    return isSound;
  }

  stop(bound: Bound): void {
    this.#bound ??= bound;
    this.#done = true;
    this.#handed?.fleet.stop();
  }

  close(): void {
    this.#helpers.close();
  }

  #batch(): void {
    if (this.#expanded === this.#levelEnd && !this.#nextLevel()) return;
    const expanded = this.#expanded;
    const transitions = this.#taken;
    const { states, first } = this.#frontier.peek(1);
    try {
      this.#expandBatch();
    } catch (thrown) {
      // What the engine says when an array cannot be had. Nothing of the batch was added to what is stored.
      if (!(thrown instanceof RangeError)) throw thrown;
      this.#isWhole = false;
      this.stop('max-memory');
      return;
    }
    const { full } = this.#visited;
    if (full !== undefined || !this.#visited.fits(0)) {
      const { words } = this.#visited.layout;
      const broken = states.slice(first * words, (first + this.#expanded - expanded) * words);
      this.#again = { states: broken, expanded, transitions };
      this.#stopHere(full ?? 'max-memory');
      return;
    }
    const { layout, table } = this.#visited;
    // By now few local states are new: bits that were kept for them would make every key larger.
    if (layout.words > 1 && table.shape.lineBits >= LARGE) this.#relation.tighten();
    if (this.#version === this.#relation.version) return;
    this.#version = this.#relation.version;
    this.#kernel = undefined;
    this.#relayout();
  }

  /** Transitions found by this thread. */
  get #taken(): number {
    return this.#transitions + this.#expander.transitions + (this.#handed?.lead.transitions ?? 0);
  }

  #expandBatch(): void {
    // Near the bound on states it counts how many are expanded together.
    const isNear = this.#visited.left < KERNEL_BATCH * this.#relation.system.steps.length;
    const kernel = isNear ? undefined : this.#compiled();
    if (kernel === undefined || !this.#batchOf(kernel)) this.#plainBatch();
  }

  #plainBatch(): void {
    const { states, first, end } = this.#frontier.peek(Math.min(BATCH, this.#levelEnd - this.#expanded));
    const before = this.#expander.transitions;
    const isDone = this.#expander.expand(states, first, end, this.#expanded);
    this.remember(states, this.#depth);
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
      // Perhaps only by the bits that are kept for local states to come.
      this.#isPlain = this.#relation.isTight;
      this.#relation.tighten();
      return !this.#isPlain;
    }
    const before = this.#expander.transitions;
    const { done, compiled } = expandBoth(kernel, this.#expander, states, first, end, () =>
      this.remember(states, this.#depth),
    );
    if (!this.#canonicalise(kernel.successors, kernel.found)) {
      this.#expander.transitions = before;
      return true;
    }
    this.#transitions += compiled;
    this.#frontier.drop(done);
    this.#expanded += done;
    this.#visited.addFrom(kernel, this.#depth + 1, this.#frontier);
    return true;
  }

  /** False if the layout has changed: then the batch is to be expanded again. */
  #canonicalise(states: Uint32Array, count: number): boolean {
    return this.symmetry?.canonicalise(states, count, this.#visited.layout) ?? true;
  }

  /** The compiled code for the table as it is; undefined if there is none. */
  #compiled(): Kernel | undefined {
    const { memory } = this.#visited.table.room;
    if (this.#isPlain || memory === undefined || !this.#visited.fits(KERNEL_LEAST)) return undefined;
    if (this.#kernel?.memory !== memory) this.#kernel = this.#makeKernel(memory);
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
    try {
      const fits = this.#visited.fits((this.#frontier.bytes / words) * layout.words);
      const frontier = fits ? this.#frontier.inLayout(layout) : undefined;
      if (frontier !== undefined && this.#visited.relayout(layout)) this.#frontier = frontier;
      else this.stop('max-memory');
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      this.stop('max-memory');
    }
  }

  /** False when the search is over. */
  #nextLevel(): boolean {
    const { count } = this.#visited;
    if (this.#levelEnd === count) {
      if (this.#visited.hash !== undefined) this.stop('hash-storage');
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
  protected get found(): Found {
    return this.#handed?.fleet.shards ?? this.#visited;
  }

  /** Has several threads take over at the beginning of a level, where that pays and can be done. */
  #handOver(): void {
    const isFit = isForThreads(this.#limits) && this.symmetry === undefined && !this.#isPlain;
    const isTime = isFit && this.#helpers.isTime(this.#visited.count);
    const kernel = isTime ? this.#compiled() : undefined;
    if (kernel === undefined) return;
    const standing = { visited: this.#visited, frontier: this.#frontier, depth: this.#depth };
    const options: LeadOptions = {
      relation: this.#relation,
      expander: this.#expander,
      kernel,
      remake: (memory) => this.#makeKernel(memory),
      remember: (states, depth) => this.remember(states, depth),
    };
    this.#handed = this.#helpers.takeOver(standing, options);
    if (this.#handed === undefined) return;
    // Nothing is left here.
    this.#visited = new Visited(this.#visited.layout, { ...this.#limits, kernel: 'plain' });
    this.#frontier = new Frontier(this.#visited.layout);
  }

  /** Looks whether the threads have ended, and takes over again where they cannot go on. */
  #follow(handed: Handed): boolean {
    const { fleet, lead } = handed;
    if (!fleet.isOver) return false;
    const { end } = fleet;
    this.#helpers.close();
    if (end === 'max-depth' || end === 'max-memory') {
      judgeRest(fleet, this.#expander, (states, depth) => this.remember(states, depth));
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

  /** Stops, but judges the states that were found already. */
  #stopHere(bound: Bound): void {
    this.stop(bound);
    // What is packed otherwise than the relation packs now cannot be judged.
    if (this.#visited.layout !== this.#relation.layout) return;
    const inLevel = this.#levelEnd - this.#expanded;
    this.#frontier.each((states, first, end, before) => {
      const next = first + Math.min(Math.max(inLevel - before, 0), end - first);
      this.#expander.judge(states, first, next);
      this.remember(states, this.#depth);
      this.#expander.judge(states, next, end);
      this.remember(states, this.#depth + 1);
    });
  }

  protected held(): number {
    const states = this.#handed?.fleet.progress.bytes ?? this.#visited.bytes + this.#frontier.bytes;
    const stored = states + this.#relation.bytes;
    const bytes = stored + (this.#kernel?.bytes ?? 0) + this.numbers.bytes;
    return (this.#bytes = Math.max(this.#bytes, bytes));
  }
}
