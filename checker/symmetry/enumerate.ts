import { RefholdError } from '../errors.ts';
import type { Group, Renaming } from './group.ts';
import { NONE } from './group.ts';

/** Runs of one question at most. */
const MAX_RUNS = 200_000;

/** What an answer depended on: where these blocks go, and what comes to these places. */
export class Needs {
  readonly blocks: number[] = [];
  readonly places: number[] = [];

  goesWhere(block: number): void {
    this.blocks.push(block);
  }

  comesTo(place: number): void {
    this.places.push(place);
  }
}

/** Part of a renaming: {@link NONE} where it is open. */
export type Partial = Renaming;

export function nothingFixed({ blocks }: Group): Partial {
  const open = (): Int32Array => new Int32Array(blocks.length).fill(NONE);
  return { to: open(), from: open() };
}

/** A part that says as well that one block goes to a place. */
export function fixed(part: Partial, block: number, place: number): Partial {
  const to = part.to.slice();
  const from = part.from.slice();
  to[block] = place;
  from[place] = block;
  return { to, from };
}

/**
 * Runs for renamings until there is one of each kind that makes a difference: `run` notes what its answer depended on, and
 * renamings that agree in that are one kind. Ends early, with true, as soon as a run says true.
 *
 * `seed`: blocks whose place makes a difference in any case. Throws RH325.
 */
export function someRenaming(
  group: Group,
  what: string,
  start: Partial,
  seed: readonly number[],
  run: (renaming: Renaming, needs: Needs) => boolean,
): boolean {
  let runs = 0;
  const explore = (part: Partial): boolean => {
    const open = seed.find((block) => part.to[block] === NONE);
    if (open !== undefined) return eachPlace(part, open);
    if (++runs > MAX_RUNS) {
      throw new RefholdError('RH325', {
        what: `it depends on so many blocks at once that there are more than ${MAX_RUNS} ways to exchange them`,
        where: [what],
      });
    }
    const needs = new Needs();
    if (run(completed(group, part), needs)) return true;
    const block = needs.blocks.find((one) => part.to[one] === NONE);
    if (block !== undefined) return eachPlace(part, block);
    const place = needs.places.find((one) => part.from[one] === NONE);
    if (place === undefined) return false;
    return familyOf(place).some((one) => part.to[one] === NONE && explore(fixed(part, one, place)));
  };
  const familyOf = (block: number): readonly number[] => group.families[group.familyOf[block]!]!;
  const eachPlace = (part: Partial, block: number): boolean =>
    familyOf(block).some((place) => part.from[place] === NONE && explore(fixed(part, block, place)));
  return explore(start);
}

/** A whole renaming of which this is a part: what is open stays where it is, if it can. */
function completed({ families }: Group, part: Partial): Renaming {
  const to = part.to.slice();
  const from = part.from.slice();
  for (const family of families) {
    for (const block of family) {
      if (to[block] !== NONE || from[block] !== NONE) continue;
      to[block] = block;
      from[block] = block;
    }
    const places = family.filter((place) => from[place] === NONE);
    for (const block of family) {
      if (to[block] !== NONE) continue;
      const place = places.shift()!;
      to[block] = place;
      from[place] = block;
    }
  }
  return { to, from };
}
