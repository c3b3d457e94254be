import { RefholdError } from '../errors.ts';
import type { Relation } from '../relation/relation.ts';
import { factorial, NONE } from './group.ts';
import type { Group, Renaming } from './group.ts';
import type { Images } from './images.ts';
import { rankBlocks } from './rank.ts';
import type { Ranked } from './rank.ts';

/** Orders of blocks that are tried for one state at most: 8!. */
const MAX_ORDERS = 40_320;

/** What names blocks in a state: nobody; only actors that are in no block; or blocks name each other. */
const UNNAMED = 0;
const NAMED = 1;
const TANGLED = 2;

/**
 * Finds the one state that stands for a state and all its images.
 *
 * Where blocks do not name each other, that is the one whose blocks stand in order: by how actors in no block name them,
 * and by the kinds of their local states. Otherwise, or if blocks are named in the very same way, they are ranked by what
 * is the same for all images; where that leaves some in a tie, all orders of these are tried, and the least outcome taken.
 */
export class Canonical {
  /** The canonical state that was found last, by local states. */
  readonly found: Int32Array;
  /** The renaming that leads there. */
  readonly renaming: Renaming;
  /** How many renamings leave it as it is. */
  stabilizer = 1;
  readonly #group: Group;
  readonly #images: Images;
  readonly #actors: number;
  /** Per actor and local state: 0 where not known; else 1 + twice its kind, and 1 more if it names other blocks. */
  readonly #kinds: Int32Array[];
  /** Per actor of a block, by local state and place: 1 + the local state there, for those that name no other block. */
  readonly #moved: Int32Array[];
  /** Per block, how actors in no block name it, as one number: 0 if they do not. */
  readonly #named: Int32Array;
  readonly #pairs = new Map<string, number>();
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
    const blocks = this.#group.blocks.length;
    this.#named = new Int32Array(blocks);
    this.#order = new Int32Array(blocks);
    this.renaming = { to: new Int32Array(blocks), from: new Int32Array(blocks) };
  }

  /** Finds the canonical image of local states; in {@link Canonical.found}. New local states may change the layout. */
  find(locals: ArrayLike<number>): void {
    const naming = this.#naming(locals);
    if (naming === TANGLED || !this.#sort(locals, naming)) this.#untangle(locals);
  }

  /** How many states the last one stands for. */
  get orbit(): number {
    return this.#group.order / this.stabilizer;
  }

  /** The image of local states. */
  image(locals: ArrayLike<number>, renaming: Renaming, image: Int32Array): void {
    for (let actor = 0; actor < this.#actors; actor++) {
      image[this.#group.actorImage(actor, renaming)] = this.#images.id(actor, locals[actor]!, renaming);
    }
  }

  /** Who names blocks in a state; fills in how. */
  #naming(locals: ArrayLike<number>): number {
    const { blockOf } = this.#group;
    const named = this.#named;
    let naming = UNNAMED;
    for (let actor = 0; actor < this.#actors; actor++) {
      const local = locals[actor]!;
      if ((this.#kindOf(actor, local) & 1) === 0) continue;
      if (blockOf[actor] !== NONE) {
        naming = TANGLED;
        continue;
      }
      if (naming === UNNAMED) {
        named.fill(0);
        naming = NAMED;
      }
      if (naming === TANGLED) continue;
      const { others, ways } = this.#images.local(actor, local);
      for (let i = 0; i < others.length; i++) {
        const before = named[others[i]!]!;
        named[others[i]!] = before === 0 ? 1 + ways[i]! : this.#pair(before, ways[i]!);
      }
    }
    return naming;
  }

  /** A negative number for each sequence of ways to be named. (Actors in no block have an order that is always the same.) */
  #pair(before: number, way: number): number {
    const key = `${before} ${way}`;
    const known = this.#pairs.get(key);
    if (known !== undefined) return known;
    const fresh = -1 - this.#pairs.size;
    this.#pairs.set(key, fresh);
    return fresh;
  }

  /** Puts the blocks of each family in order. False if some are named in the very same way and look the same. */
  #sort(locals: ArrayLike<number>, naming: number): boolean {
    const { families, blocks, blockOf } = this.#group;
    const { found } = this;
    const { to, from } = this.renaming;
    const order = this.#order;
    const named = this.#named;
    if (naming === UNNAMED) named.fill(0);
    for (let actor = 0; actor < this.#actors; actor++) found[actor] = locals[actor]!;
    let stabilizer = 1;
    for (const family of families) {
      const count = family.length;
      for (let i = 0; i < count; i++) {
        const block = family[i]!;
        let at = i;
        while (at > 0 && this.#compare(order[at - 1]!, block, locals) > 0) {
          order[at] = order[at - 1]!;
          at--;
        }
        order[at] = block;
      }
      let equal = 1;
      for (let i = 0; i < count; i++) {
        const block = order[i]!;
        const place = family[i]!;
        to[block] = place;
        from[place] = block;
        if (i > 0) {
          equal = this.#compare(order[i - 1]!, block, locals) === 0 ? equal + 1 : 1;
          if (equal > 1 && named[block] !== 0) return false;
          stabilizer *= equal;
        }
        if (block === place) continue;
        const actors = blocks[block]!;
        for (let role = 0; role < actors.length; role++) {
          found[blocks[place]![role]!] = this.#movedTo(actors[role]!, locals[actors[role]!]!, place);
        }
      }
    }
    if (naming === NAMED) {
      for (let actor = 0; actor < this.#actors; actor++) {
        const isNaming = blockOf[actor] === NONE && (this.#kindOf(actor, locals[actor]!) & 1) !== 0;
        if (isNaming) found[actor] = this.#images.id(actor, locals[actor]!, this.renaming);
      }
    }
    this.stabilizer = stabilizer;
    return true;
  }

  /** By how blocks are named; then by the kinds of local states, actor by actor. */
  #compare(a: number, b: number, locals: ArrayLike<number>): number {
    const way = this.#named[a]! - this.#named[b]!;
    if (way !== 0) return way;
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
    const ranked = rankBlocks(this.#group, (actor) => this.#images.local(actor, locals[actor]!));
    const candidate = this.#candidate;
    const found = this.found;
    let least = 0;
    for (const renaming of this.#orders(ranked)) {
      this.image(locals, renaming, candidate);
      let difference = least === 0 ? -1 : 0;
      for (let actor = 0; actor < this.#actors && difference === 0; actor++)
        difference = candidate[actor]! - found[actor]!;
      if (difference === 0) least++;
      if (difference >= 0) continue;
      found.set(candidate);
      this.renaming.to.set(renaming.to);
      this.renaming.from.set(renaming.from);
      least = 1;
    }
    this.stabilizer = least * ranked.alike;
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
      else yield* permutations(open[cell]!, 0, () => permute(cell + 1));
    }
    yield* permute(0);
  }
}

/** Rearranges a list in place, in all ways, and yields what comes of each. */
function* permutations<T>(list: number[], from: number, each: () => Generator<T>): Generator<T> {
  if (from >= list.length - 1) {
    yield* each();
    return;
  }
  for (let i = from; i < list.length; i++) {
    exchange(list, from, i);
    yield* permutations(list, from + 1, each);
    exchange(list, from, i);
  }
}

function exchange(list: number[], a: number, b: number): void {
  const kept = list[a]!;
  list[a] = list[b]!;
  list[b] = kept;
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
