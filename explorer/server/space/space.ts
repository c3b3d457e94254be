/** The reachable states of a scenario, kept in a thread for searches, shortest paths and drawings. */
import { defaultMemoryLimit } from '../../../checker/explore/memory.ts';
import { BreadthFirst } from '../../../checker/explore/search.ts';
import { Monitor } from '../../../checker/property/monitor.ts';
import { noDeadlock } from '../../../checker/property/properties.ts';
import { DEFAULT_MAX_LOCAL_STATES, Relation } from '../../../checker/relation/relation.ts';
import { RefholdError } from '../../../checker/errors.ts';
import type { CheckProgress, SearchAnswer, SpaceSummary } from '../../shared/api.ts';
import { parsePredicate } from '../predicate/parse.ts';
import { questionOf } from '../predicate/evaluate.ts';
import type { Built } from '../subjects.ts';

/** States that are explored at most: it is for looking, and a check has its own bounds. */
export const MAX_STATES = 4_000_000;
/** Milliseconds between two looks at the outside. */
const SLICE = 100;
/** Found states that are listed. */
const LISTED = 200;

export class Space {
  readonly relation: Relation;
  readonly built: Built;
  /** Steps from the first state, by state. */
  readonly distance: Uint32Array;
  readonly #search: BreadthFirst;
  readonly #numberOf: (locals: readonly number[]) => number;

  private constructor(built: Built, relation: Relation, search: BreadthFirst) {
    this.built = built;
    this.relation = relation;
    this.#search = search;
    const { states } = search.progress;
    this.distance = new Uint32Array(states);
    for (let state = 1; state < states; state++) {
      this.distance[state] = this.distance[search.parentOf(state)]! + 1;
    }
    const numberOf = search.finder();
    if (numberOf === undefined) throw new RefholdError('RH527', { what: `there are ${states} states` });
    this.#numberOf = numberOf;
  }

  /** Explores; `progress` is called about ten times a second. A bound ends it early, and the summary says so. */
  static async explore(
    built: Built,
    progress: (progress: CheckProgress) => void,
    signal: AbortSignal,
    maxStates = MAX_STATES,
  ): Promise<Space> {
    const started = performance.now();
    const relation = new Relation(built.system, { maxLocalStates: DEFAULT_MAX_LOCAL_STATES });
    const search = new BreadthFirst(relation, new Monitor(relation, [noDeadlock]), {
      maxStates,
      maxDepth: Infinity,
      maxBytes: defaultMemoryLimit() / 2,
      audit: 0,
    });
    while (!search.run(SLICE)) {
      progress({ ...search.progress, milliseconds: performance.now() - started });
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) search.stop('interrupted');
    }
    return new Space(built, relation, search);
  }

  get states(): number {
    return this.distance.length;
  }

  get summary(): SpaceSummary {
    const { progress, bound } = this.#search;
    return {
      states: progress.states,
      transitions: progress.transitions,
      depth: this.distance.at(-1) ?? 0,
      complete: bound === undefined,
      ...(bound === undefined ? {} : { bound }),
    };
  }

  parentOf(state: number): number {
    return this.#search.parentOf(state);
  }

  localsOf(state: number): number[] {
    return this.#search.localsOf(state);
  }

  /**
   * Calls back with each step that exists in a state, and the number of the state it leads to (−1: not explored).
   * Returns how many there are.
   */
  forEachStep(state: number, visit: (step: number, next: number) => void): number {
    const steps = this.built.system.steps.length;
    this.relation.hold(this.localsOf(state));
    let count = 0;
    for (let step = 0; step < steps; step++) {
      const next = this.relation.successor(step);
      if (next === null) continue;
      count++;
      visit(step, this.#numberOf(next));
    }
    return count;
  }

  /** A shortest path to a state, as numbers of steps. */
  pathTo(state: number): number[] {
    this.#refuseUnknown(state);
    const path: number[] = [];
    for (let at = state; at !== 0; at = this.parentOf(at))
      path.push(this.#stepBetween(this.parentOf(at), at));
    return path.reverse();
  }

  /** Numbers of the states along a path, the first state first; −1 for states that were not explored. */
  statesAlong(path: readonly number[]): number[] {
    let locals = this.localsOf(0);
    const states = [0];
    for (const [i, step] of path.entries()) {
      this.relation.hold(locals);
      const next = step < this.built.system.steps.length ? this.relation.successor(step) : null;
      if (next === null) {
        throw new RefholdError('RH522', { what: `step ${i + 1} of the path does not exist there` });
      }
      locals = next;
      states.push(this.#numberOf(locals));
    }
    return states;
  }

  /** Looks for states, nearest first; `drawn` is how many of the first states are drawn. Throws RH521. */
  search(text: string, drawn: number): SearchAnswer {
    const { holds, shown } = questionOf(this.built, this.relation, text, parsePredicate(text));
    const found: SearchAnswer['found'][number][] = [];
    const inDrawing: number[] = [];
    let total = 0;
    for (let state = 0; state < this.states; state++) {
      const locals = this.localsOf(state);
      if (!holds(locals)) continue;
      total++;
      if (state < drawn) inDrawing.push(state);
      if (found.length < LISTED) {
        found.push({ state, distance: this.distance[state]!, shown: shown.map((show) => show(locals)) });
      }
    }
    return { total, searched: this.states, complete: this.summary.complete, found, drawn: inDrawing };
  }

  #stepBetween(before: number, after: number): number {
    let found = -1;
    this.forEachStep(before, (step, next) => {
      if (found < 0 && next === after) found = step;
    });
    return found;
  }

  #refuseUnknown(state: number): void {
    if (state < this.states) return;
    throw new RefholdError('RH526', { what: `there is no state ${state}; there are ${this.states}` });
  }
}
