import type { StateGraph } from '../liveness/graph.ts';
import type { Relation } from '../relation/relation.ts';
import { finish } from '../slices.ts';
import type { Slices } from '../slices.ts';
import { numberingBytes, numberStates } from './numbering.ts';
import type { Numbering } from './numbering.ts';
import type { Found } from './found.ts';

/** Numbers of the states of a search that is over, given when somebody asks for the first. */
export class Numbers {
  readonly #relation: Relation;
  readonly #found: () => Found;
  #numbering: Numbering | undefined;

  constructor(relation: Relation, found: () => Found) {
    this.#relation = relation;
    this.#found = found;
  }

  /** The states, in one table or several. */
  get #visited(): Found {
    return this.#found();
  }

  /** Bytes held. */
  get bytes(): number {
    const numbers = this.#numbering;
    if (numbers === undefined) return 0;
    return numbers.words.byteLength + numbers.parents.byteLength + numbers.numbers.byteLength;
  }

  /** The state graph; undefined if there is no memory for it. `visit` is called with each state in the relation's hand. */
  *graph(transitions: number, visit: (state: number) => void): Slices<StateGraph | undefined> {
    const perEdge = this.#relation.system.steps.length <= 0x1_0000 ? 6 : 8;
    const bytes = 4 * this.#visited.count + perEdge * transitions + numberingBytes(this.#visited);
    // Edges are counted in 32 bits.
    if (transitions >= 2 ** 32 || !this.#visited.fits(bytes)) return undefined;
    this.#numbering = yield* numberStates(this.#relation, this.#visited, transitions, visit);
    return this.#numbering.graph;
  }

  /** Per actor, whether it is in the same local state in all of these states. */
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

  /** The state that a state was found from; of the first state, itself. */
  parentOf(state: number): number {
    return this.#numbers().parents[state]!;
  }

  /** Local states, by actor. */
  localsOf(state: number): number[] {
    const { layout } = this.#visited;
    return this.#relation.unpack(this.#numbers().words, state * layout.words, layout);
  }

  /** The way to a state: local states by actor, first state first. */
  pathTo(state: number): number[][] {
    const path = [this.localsOf(state)];
    for (let at = state; at !== 0;) {
      at = this.parentOf(at);
      path.push(this.localsOf(at));
    }
    return path.reverse();
  }

  /**
   * What tells the number of a state from its local states, −1 for one that was not found. Undefined if there is no
   * memory for numbers.
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

  /** Numbers of all states; gives them first if nobody has asked for the graph. */
  #numbers(): Numbering {
    const nothing = (): void => undefined;
    this.#numbering ??= finish(numberStates(this.#relation, this.#visited, undefined, nothing));
    return this.#numbering;
  }
}
