import { RefholdError } from '../errors.ts';
import type { Relation } from '../relation/relation.ts';
import { factorial, NONE } from './group.ts';
import type { Group, Renaming } from './group.ts';
import type { Images } from './images.ts';
import { rankBlocks } from './rank.ts';
import type { Ranked } from './rank.ts';

/** Orders of blocks that are tried for one state at most: 8!. */
const MAX_ORDERS = 40_320;

/**
 * Finds the one state that stands for a state and all its images.
 *
 * Where no local state names blocks other than its own, that is the one whose blocks stand in order, by the kinds of their
 * local states. Otherwise blocks are ranked by their kinds and by how they are named; where that leaves some in a tie that
 * name others or are named, all orders of these are tried, and the least outcome taken.
 */
export class Canonical {
  /** The canonical state that was found last, by local states. */
  readonly found: Int32Array;
  /** How many renamings leave it as it is. */
  stabilizer = 1;
  readonly #group: Group;
  readonly #images: Images;
  readonly #actors: number;
  /** Per actor and local state: 0 where not known; else 1 + twice its kind, and 1 more if it names other blocks. */
  readonly #kinds: Int32Array[];
  /** Per actor of a block, by local state and place: 1 + the local state there, for those that name no other block. */
  readonly #moved: Int32Array[];
  /** Blocks of the family in hand, in order. */
  readonly #order: Int32Array;
  readonly #candidate: Int32Array;

  constructor(relation: Relation, images: Images) {
    const { actors } = relation;
    this.#images = images;
    this.#group = images.group;
    this.#actors = actors;
    this.found = new Int32Array(actors);
    this.#candidate = new Int32Array(actors);
    this.#kinds = Array.from({ length: actors }, () => new Int32Array(64));
    this.#moved = Array.from({ length: actors }, () => new Int32Array(64));
    this.#order = new Int32Array(this.#group.blocks.length);
  }

  /** Finds the canonical image of local states; in {@link Canonical.found}. New local states may change the layout. */
  find(locals: ArrayLike<number>): void {
    let isTangled = 0;
    for (let actor = 0; actor < this.#actors; actor++) isTangled |= this.#kindOf(actor, locals[actor]!) & 1;
    if (isTangled === 0) this.#sort(locals);
    else this.#untangle(locals);
  }

  /** How many states the last one stands for. */
  get orbit(): number {
    return this.#group.order / this.stabilizer;
  }

  /** A renaming that takes a state to its canonical image. */
  renaming(locals: readonly number[]): Renaming {
    const ranked = this.#rank(locals);
    this.find(locals);
    const wanted = this.found.slice();
    for (const renaming of this.#orders(ranked)) {
      this.image(locals, renaming, this.#candidate);
      if (this.#candidate.every((local, actor) => local === wanted[actor])) return renaming;
    }
    throw new Error('no renaming leads to the canonical state');
  }

  /** The image of local states. */
  image(locals: ArrayLike<number>, renaming: Renaming, image: Int32Array): void {
    for (let actor = 0; actor < this.#actors; actor++) {
      image[this.#group.actorImage(actor, renaming)] = this.#images.id(actor, locals[actor]!, renaming);
    }
  }

  /** Puts the blocks of each family in order. */
  #sort(locals: ArrayLike<number>): void {
    const { families, blocks } = this.#group;
    const order = this.#order;
    const found = this.found;
    for (let actor = 0; actor < this.#actors; actor++) found[actor] = locals[actor]!;
    let stabilizer = 1;
    for (const family of families) {
      const count = family.length;
      let equal = 1;
      let isMoved = false;
      for (let i = 0; i < count; i++) {
        const block = family[i]!;
        let at = i;
        while (at > 0 && this.#compare(order[at - 1]!, block, locals) > 0) {
          order[at] = order[at - 1]!;
          at--;
          isMoved = true;
        }
        order[at] = block;
      }
      for (let i = 1; i < count; i++) {
        equal = this.#compare(order[i - 1]!, order[i]!, locals) === 0 ? equal + 1 : 1;
        stabilizer *= equal;
      }
      if (!isMoved) continue;
      for (let i = 0; i < count; i++) {
        const from = order[i]!;
        const place = family[i]!;
        if (from === place) continue;
        const actors = blocks[from]!;
        for (let role = 0; role < actors.length; role++) {
          found[blocks[place]![role]!] = this.#movedTo(actors[role]!, locals[actors[role]!]!, place);
        }
      }
    }
    this.stabilizer = stabilizer;
  }

  /** By the kinds of local states, actor by actor. */
  #compare(a: number, b: number, locals: ArrayLike<number>): number {
    const first = this.#group.blocks[a]!;
    const second = this.#group.blocks[b]!;
    for (let role = 0; role < first.length; role++) {
      const x = first[role]!;
      const y = second[role]!;
      const difference = this.#kinds[x]![locals[x]!]! - this.#kinds[y]![locals[y]!]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #kindOf(actor: number, local: number): number {
    const kinds = this.#kinds[actor]!;
    const known = local < kinds.length ? kinds[local]! : 0;
    if (known !== 0) return known - 1;
    const { kind, others } = this.#images.local(actor, local);
    this.#kinds[actor] = put(kinds, local, 1 + 2 * kind + (others.length > 0 ? 1 : 0));
    return this.#kinds[actor][local]! - 1;
  }

  #movedTo(actor: number, local: number, place: number): number {
    const moved = this.#moved[actor]!;
    const at = local * this.#group.blocks.length + place;
    const known = at < moved.length ? moved[at]! : 0;
    if (known !== 0) return known - 1;
    // Only the place of its own block matters.
    const swap = this.#group.identity().to.slice();
    const own = this.#group.blockOf[actor]!;
    swap[own] = place;
    swap[place] = own;
    const id = this.#images.id(actor, local, { to: swap, from: swap });
    this.#moved[actor] = put(moved, at, 1 + id);
    return id;
  }

  #untangle(locals: ArrayLike<number>): void {
    const ranked = this.#rank(locals);
    const candidate = this.#candidate;
    const found = this.found;
    let least = 0;
    for (const renaming of this.#orders(ranked)) {
      this.image(locals, renaming, candidate);
      let difference = least === 0 ? -1 : 0;
      for (let actor = 0; actor < this.#actors && difference === 0; actor++)
        difference = candidate[actor]! - found[actor]!;
      if (difference < 0) {
        found.set(candidate);
        least = 1;
      } else if (difference === 0) least++;
    }
    this.stabilizer = least * ranked.alike;
  }

  #rank(locals: ArrayLike<number>): Ranked {
    return rankBlocks(this.#group, (actor) => this.#images.local(actor, locals[actor]!));
  }

  /** The renamings that put blocks in the order of their ranks, with all orders of those in a tie. */
  *#orders({ cells }: Ranked): Generator<Renaming> {
    const tied = cells.filter(({ isFree, blocks }) => !isFree && blocks.length > 1);
    const count = tied.reduce((product, { blocks }) => product * factorial(blocks.length), 1);
    if (count > MAX_ORDERS) {
      const [first] = tied;
      throw new RefholdError('RH325', {
        what: `in some state, ${tied.map(({ blocks }) => blocks.length).join(' and ')} blocks that name each other, or are named, look the same`,
        where: [`block ${this.#group.showBlock(first!.blocks[0]!)}`],
      });
    }
    const orders = cells.map(({ blocks }) => [...blocks]);
    const places = this.#group.families.map(() => 0);
    const starts = cells.map(({ blocks }) => {
      const family = this.#group.familyOf[blocks[0]!]!;
      const start = places[family]!;
      places[family]! += blocks.length;
      return start;
    });
    const make = (): Renaming => {
      const to = new Int32Array(this.#group.blocks.length).fill(NONE);
      const from = to.slice();
      orders.forEach((blocks, cell) => {
        blocks.forEach((block, i) => {
          const place = this.#group.families[this.#group.familyOf[block]!]![starts[cell]! + i]!;
          to[block] = place;
          from[place] = block;
        });
      });
      return { to, from };
    };
    const open = orders.filter((_, cell) => tied.includes(cells[cell]!));
    function* permute(cell: number): Generator<Renaming> {
      if (cell === open.length) yield make();
      else for (const _ of permutations(open[cell]!, 0)) yield* permute(cell + 1);
    }
    yield* permute(0);
  }
}

/** Rearranges a list in place, in all ways. */
function* permutations(list: number[], from: number): Generator<undefined> {
  if (from >= list.length - 1) {
    yield undefined;
    return;
  }
  for (let i = from; i < list.length; i++) {
    [list[from], list[i]] = [list[i]!, list[from]!];
    yield* permutations(list, from + 1);
    [list[from], list[i]] = [list[i]!, list[from]!];
  }
}

/** Puts an entry; the table, or a larger one. */
function put(table: Int32Array, at: number, value: number): Int32Array {
  let larger = table;
  if (at >= table.length) {
    larger = new Int32Array(Math.max(at + 1, 2 * table.length));
    larger.set(table);
  }
  larger[at] = value;
  return larger;
}
