import { Relation } from '../relation/relation.ts';
import type { Symmetry } from '../symmetry/symmetry.ts';
import { statesAt } from './again.ts';
import type { Found } from './found.ts';

/** Ways to undo one set of deliveries that are tried one by one; beyond, all states are looked through. */
const MAX_WAYS = 100_000;

/** Local states by actor. */
type Locals = readonly number[];

interface Undo {
  readonly actor: number;
  readonly sources: ReadonlyMap<number, readonly number[]>;
}

/**
 * The way back from a state. No state remembers where it was found from: the deliveries of every step are undone instead,
 * and what comes of it is a predecessor if it was found, one step nearer to the first state, and the step is possible
 * there and leads here.
 *
 * Where depths are known exactly, the first predecessor will do. Where only modulo something, one may be much farther
 * away than its depth seems to say; then the way does not come to the first state in time, and the next one is tried.
 */
export class Ancestry {
  readonly #relation: Relation;
  readonly #visited: Found;
  readonly #maxWays: number;
  readonly #symmetry: Symmetry | undefined;
  readonly #sets: readonly (readonly Undo[])[];

  /**
   * `symmetry`: the visited states stand for their images. The way is one of real states all the same: it begins in one,
   * undoing leads from real states to real states, and the first state is its own only image.
   */
  constructor(relation: Relation, visited: Found, maxWays = MAX_WAYS, symmetry?: Symmetry) {
    this.#maxWays = maxWays;
    this.#symmetry = symmetry;
    symmetry?.close();
    const { events } = relation;
    this.#relation = relation;
    this.#visited = visited;
    const undone = events.events.map(({ actor }, id) => ({ actor, sources: events.sources(id) }));
    this.#sets = Array.from({ length: events.count - 1 }, (_, set) =>
      events.eventsOf(set + 1).map((id) => undone[id]!),
    );
  }

  /**
   * A way of `depth` steps from the first state to the given one. Of several, the order of steps in the definition
   * decides, going back from the end; it does not depend on the order in which states were found.
   */
  path(state: Locals, depth: number): Locals[] {
    const first = [...this.#relation.system.actors.keys()].map(() => 0).join();
    const way: { readonly at: Locals; readonly rest: Locals[] }[] = [
      { at: state, rest: this.#before(state, depth) },
    ];
    const dead = new Set<string>();
    for (;;) {
      const { at, rest } = way.at(-1)!;
      const left = depth - way.length + 1;
      if (left === 0 && at.join() === first) return way.map((one) => one.at).reverse();
      const next = rest.shift();
      if (next === undefined) {
        dead.add(`${left} ${at.join()}`);
        way.pop();
        if (way.length === 0) throw new Error('a state that was found has no way to it');
      } else if (!dead.has(`${left - 1} ${next.join()}`)) {
        way.push({ at: next, rest: this.#before(next, left - 1) });
      }
    }
  }

  /** Predecessors whose depth may be `depth` − 1, each once; those by steps that come first in the definition first. */
  #before(state: Locals, depth: number): Locals[] {
    if (depth === 0) return [];
    const found = new Map<string, { readonly locals: Locals; readonly step: number }>();
    const wanted = state.join();
    const consider = (locals: Locals): void => {
      const key = locals.join();
      if (found.has(key)) return;
      const step = this.#stepTo(locals, wanted);
      if (step >= 0) found.set(key, { locals, step });
    };
    const ways = this.#sets.map((set) =>
      set.reduce((product, { actor, sources }) => product * (sources.get(state[actor]!)?.length ?? 0), 1),
    );
    if (ways.some((count) => count > this.#maxWays)) {
      this.#eachAt(depth - 1, (kept) => {
        if (this.#symmetry === undefined) consider(kept);
        else for (const locals of this.#imagesBefore(this.#symmetry, kept, state)) consider(locals);
      });
    } else {
      this.#sets.forEach((set, i) => {
        if (ways[i]! > 0) this.#undo(set, 0, [...state], depth - 1, consider);
      });
    }
    return [...found.values()]
      .sort((a, b) => a.step - b.step || compare(a.locals, b.locals))
      .map(({ locals }) => locals);
  }

  #undo(
    set: readonly Undo[],
    member: number,
    locals: number[],
    depth: number,
    consider: (locals: Locals) => void,
  ): void {
    if (member === set.length) {
      if (this.#isAt(locals, depth)) consider([...locals]);
      return;
    }
    const { actor, sources } = set[member]!;
    const after = locals[actor]!;
    for (const before of sources.get(after)!) {
      locals[actor] = before;
      this.#undo(set, member + 1, locals, depth, consider);
    }
    locals[actor] = after;
  }

  /** Whether a state was found, and may have been at that depth. */
  #isAt(locals: Locals, depth: number): boolean {
    const { depths, layout } = this.#visited;
    const kept = this.#symmetry?.canonical(locals) ?? locals;
    // A local state that was met later is in no state that was found.
    if (kept.some((local, actor) => local >= layout.capacity[actor]!)) return false;
    const place = this.#visited.find(Relation.packed(kept, layout), 0);
    return place >= 0 && this.#visited.depthAt(place) === depth % depths;
  }

  #eachAt(depth: number, visit: (locals: Locals) => void): void {
    const { layout, depths, hash } = this.#visited;
    if (hash !== undefined) {
      statesAt(this.#relation, this.#visited, depth, (states, state) => {
        visit(this.#relation.unpack(states, state * layout.words, layout));
      });
      return;
    }
    this.#visited.each((packed, _, at) => {
      if (at === depth % depths) visit(this.#relation.unpack(packed, 0, layout));
    });
  }

  /** Images of a state that was kept from which a step leads to the given state: one for each step that can. */
  #imagesBefore(symmetry: Symmetry, kept: Locals, state: Locals): Locals[] {
    const wanted = symmetry.canonical(state).join();
    return this.#relation.system.steps.flatMap((_, step) => {
      this.#relation.hold(kept);
      const next = this.#relation.successor(step);
      if (next === null || symmetry.canonical(next).join() !== wanted) return [];
      return [symmetry.alongside(kept, next, state)];
    });
  }

  /** The first step from one state to another; −1 if there is none. */
  #stepTo(from: Locals, to: string): number {
    const relation = this.#relation;
    relation.hold(from);
    // Of an image of a state that was explored, less may be known than there is.
    return relation.system.steps.findIndex((_, step) => {
      const next = this.#symmetry === undefined ? relation.knownSuccessor(step) : relation.successor(step);
      return next?.join() === to;
    });
  }
}

function compare(a: Locals, b: Locals): number {
  const at = a.findIndex((local, i) => local !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
