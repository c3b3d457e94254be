/** Which steps share a table: neighbours in the order of steps, so that successors come out in that order. */
import type { Layout } from '../../relation/layout.ts';
import { Joint } from './joint.ts';

/** Bits that the index of a table of several steps may have: such tables are to stay in a near cache. */
const SHARED_BITS = 10;

/** Whether several steps may share a table: it is small, and its changes make whole vectors. */
export function isShared({ words }: Layout, { bits }: Joint): boolean {
  return bits <= SHARED_BITS && words <= 2;
}

/** Instructions, roughly: per table, per piece of a state that its index is made of, and per vector of changes. */
const COST = { table: 6, piece: 4, vector: 3 };

/** Steps, and the actors that they depend on together. */
export interface Group {
  readonly members: readonly number[];
  readonly joint: Joint;
}

/** Splits all steps into groups with the least work per state. `supports`: per step, the actors that it depends on. */
export function groupSteps(layout: Layout, supports: readonly ReadonlySet<number>[]): Group[] {
  /** The best way to split the steps before each one, and its last group. */
  const best: { readonly cost: number; readonly last?: Group }[] = [{ cost: 0 }];
  supports.forEach((_, last) => {
    let chosen: (typeof best)[number] | undefined;
    const actors = new Set<number>();
    for (let first = last; first >= 0; first--) {
      for (const actor of supports[first]!) actors.add(actor);
      const joint = new Joint(layout, actors);
      if (first < last && !isShared(layout, joint)) break;
      const members = supports.slice(first, last + 1).map((_, i) => first + i);
      const cost = best[first]!.cost + costOf(layout, { members, joint });
      if (chosen === undefined || cost < chosen.cost) chosen = { cost, last: { members, joint } };
    }
    best.push(chosen!);
  });
  const groups: Group[] = [];
  for (let end = supports.length; end > 0; end -= groups[0]!.members.length) groups.unshift(best[end]!.last!);
  return groups;
}

function costOf({ words }: Layout, { members, joint }: Group): number {
  const vectors = Math.ceil((members.length * words) / 4);
  return COST.table + COST.piece * joint.pieces + COST.vector * vectors;
}
