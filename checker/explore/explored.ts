import type { StateGraph } from '../liveness/graph.ts';
import type { Finding } from '../property/monitor.ts';
import type { Relation } from '../relation/relation.ts';
import type { Slices } from '../slices.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';
import { Ancestry } from './ancestry.ts';
import type { Remembered } from './checkpoint/image.ts';
import type { Found } from './found.ts';
import { Numbers } from './numbers.ts';
import type { Observer, Progress } from './types.ts';

/** What can be asked of a search about the states that it has found. */
export abstract class Explored {
  /** States that findings are about: number −1 is the first, −2 the second. */
  protected readonly remembered: Remembered[] = [];
  /** Where states stand for their images. */
  protected readonly symmetry: Symmetry | undefined;
  protected readonly numbers: Numbers;
  readonly #relation: Relation;
  readonly #findings: (Finding | undefined)[];
  #ancestry: Ancestry | undefined;

  constructor(relation: Relation, { findings }: Observer, symmetry: Symmetry | undefined) {
    this.#findings = findings;
    this.#relation = relation;
    this.symmetry = symmetry;
    this.numbers = new Numbers(relation, () => this.found);
  }

  abstract get progress(): Progress;

  /** Where they are now: in one table, or in one per thread. */
  protected abstract get found(): Found;

  /** What is held in all. */
  protected abstract held(): number;

  path({ state, step, image }: Finding): { states: (readonly number[])[]; step: number | undefined } {
    if (state >= 0) return { states: this.numbers.pathTo(state), step };
    const { locals, depth } = this.remembered[-1 - state]!;
    const symmetry = this.symmetry;
    this.#ancestry ??= new Ancestry(this.#relation, this.found, undefined, symmetry);
    if (symmetry === undefined || image === undefined)
      return { states: this.#ancestry.path(locals, depth), step };
    return {
      states: this.#ancestry.path(symmetry.image(locals, image), depth),
      step: step === undefined ? undefined : symmetry.stepImage(step, image),
    };
  }

  *graph(visit: (state: number) => void): Slices<StateGraph | undefined> {
    const graph = yield* this.numbers.graph(this.progress.transitions, visit);
    this.held();
    return graph;
  }

  isStill(states: Uint32Array): boolean[] {
    return this.numbers.isStill(states);
  }

  /** The state that a numbered state was found from; of the first state, itself. */
  parentOf(state: number): number {
    return this.numbers.parentOf(state);
  }

  /** After a search: the number of a state by its local states; see {@link Numbers.finder}. */
  finder(): ((locals: readonly number[]) => number) | undefined {
    return this.numbers.finder();
  }

  /** Local states of a numbered state, by actor. */
  localsOf(state: number): number[] {
    return this.numbers.localsOf(state);
  }

  /** Keeps the states of new findings, which are in this array at this depth, and names them. */
  protected remember(states: Uint32Array, depth: number): void {
    const findings = this.#findings;
    const { layout } = this.found;
    for (let property = 0; property < findings.length; property++) {
      const finding = findings[property];
      if (finding === undefined || finding.state < 0) continue;
      const locals = this.#relation.unpack(states, finding.state * layout.words, layout);
      findings[property] = { ...finding, state: -this.remembered.push({ locals, depth }) };
    }
  }
}
