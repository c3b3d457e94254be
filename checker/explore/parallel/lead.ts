import type { Relation } from '../../relation/relation.ts';
import type { Layout } from '../../relation/layout.ts';
import type { Expander } from '../expand.ts';
import { expandBoth } from '../kernel/both.ts';
import { Kernel, KERNEL_BATCH } from '../kernel/kernel.ts';
import { KERNEL_BYTES, PAGE } from '../room.ts';
import { wasm } from '../webassembly.ts';
import type { Leader } from './leader.ts';
import type { Program } from './protocol.ts';

/** States that plain code expands together. */
const BATCH = 128;

export interface LeadOptions {
  readonly relation: Relation;
  readonly expander: Expander;
  /** With the tables that the search has filled so far. */
  readonly kernel: Kernel;
  /** Makes another one over a memory of its own, for a new layout. */
  readonly remake: (memory: ConstructorParameters<typeof Kernel>[3]) => Kernel;
  /** Called when something may have been found about one of these states. */
  readonly remember: (states: Uint32Array, depth: number) => void;
}

/** Expands what the code of the threads knows nothing about, and makes their code. */
export class Lead implements Leader {
  readonly steps: number;
  /** Steps taken by compiled code here. */
  transitions = 0;
  readonly #options: LeadOptions;
  #kernel: Kernel;
  isNew = true;

  constructor(options: LeadOptions) {
    this.#options = options;
    this.#kernel = options.kernel;
    this.steps = options.relation.system.steps.length;
  }

  get layout(): Layout {
    return this.#options.relation.layout;
  }

  get cannot(): boolean {
    return this.#kernel.tooLarge !== undefined;
  }

  expand(states: Uint32Array, depth: number): { done: number; successors: Uint32Array } {
    const { relation } = this.#options;
    const { version, layout } = relation;
    const count = states.length / layout.words;
    const found: Uint32Array[] = [];
    let done = 0;
    while (done < count && relation.version === version) {
      const expand = this.cannot ? this.#plain : this.#compiled;
      const end = Math.min(done + (this.cannot ? BATCH : KERNEL_BATCH), count);
      done += expand.call(this, states, depth, done, end, found);
    }
    return { done, successors: joined(found) };
  }

  remake(): void {
    const pages = KERNEL_BYTES / PAGE;
    this.#kernel = this.#options.remake(new wasm.Memory({ initial: pages, maximum: pages }));
    this.#kernel.renew();
  }

  program(): Program | undefined {
    this.isNew = false;
    this.#kernel.takePatch();
    return this.cannot ? undefined : this.#kernel.program;
  }

  patch(): Uint32Array {
    return this.#kernel.takePatch();
  }

  #compiled(states: Uint32Array, depth: number, first: number, end: number, found: Uint32Array[]): number {
    const { expander, remember } = this.#options;
    const kernel = this.#kernel;
    if (kernel.renew()) this.isNew = true;
    if (this.cannot) return 0;
    kernel.begin(states, first, end);
    const { done, compiled } = expandBoth(kernel, expander, states, first, end, () =>
      remember(states, depth),
    );
    this.transitions += compiled;
    found.push(kernel.successors.slice());
    return done;
  }

  #plain(states: Uint32Array, depth: number, first: number, end: number, found: Uint32Array[]): number {
    const { expander, remember } = this.#options;
    const isDone = expander.expand(states, first, end);
    remember(states, depth);
    if (!isDone) return 0;
    found.push(expander.successors.slice(0, expander.found * this.layout.words));
    return end - first;
  }
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
