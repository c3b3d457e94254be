/** Ranks the blocks of a state by what is the same for all its images. */
import type { Local } from './images.ts';
import { NONE } from './group.ts';
import type { Group } from './group.ts';

/** Blocks of one family that look the same. */
interface Cell {
  readonly blocks: readonly number[];
  /** Whether they name no other block and are named by nobody: exchanging them changes nothing. */
  readonly isFree: boolean;
}

export interface Ranked {
  /** In order; those of one family in the order of its places. */
  readonly cells: readonly Cell[];
  /** Ways to exchange blocks inside free cells. */
  readonly alike: number;
}

/** One actor names one block. */
interface Mention {
  readonly from: number;
  readonly block: number;
  readonly way: number;
}

/**
 * Blocks get a colour by the kinds of their local states; then, as long as that tells more of them apart, by the colours of
 * those that name them, and that they name.
 */
export function rankBlocks(group: Group, local: (actor: number) => Local): Ranked {
  const { blocks, blockOf, familyOf } = group;
  const mentions: Mention[] = [];
  const isTangled = new Uint8Array(blocks.length);
  for (let actor = 0; actor < blockOf.length; actor++) {
    const { others, ways } = local(actor);
    for (let i = 0; i < others.length; i++) {
      const from = blockOf[actor]!;
      mentions.push({ from, block: others[i]!, way: ways[i]! });
      isTangled[others[i]!] = 1;
      if (from !== NONE) isTangled[from] = 1;
    }
  }
  let signatures = blocks.map((actors, block) => [
    familyOf[block]!,
    1 - isTangled[block]!,
    ...actors.map((actor) => local(actor).kind),
  ]);
  let { colours, count } = colour(signatures);
  for (;;) {
    signatures = blocks.map((_, block) => {
      if (isTangled[block] === 0) return [colours[block]!];
      const to = mentions
        .filter((one) => one.block === block)
        .map(({ way, from }) => [way, from === NONE ? NONE : colours[from]!]);
      const out = mentions
        .filter((one) => one.from === block)
        .map(({ way, block: other }) => [way, colours[other]!]);
      return [colours[block]!, to.length, ...to.sort(compare).flat(), ...out.sort(compare).flat()];
    });
    const next = colour(signatures);
    ({ colours } = next);
    if (next.count === count || next.count === blocks.length) break;
    ({ count } = next);
  }
  const cells: { blocks: number[]; isFree: boolean }[] = [];
  for (let block = 0; block < blocks.length; block++) {
    (cells[colours[block]!] ??= { blocks: [], isFree: isTangled[block] === 0 }).blocks.push(block);
  }
  let alike = 1;
  for (const { blocks: members, isFree } of cells) {
    if (isFree) for (let i = 2; i <= members.length; i++) alike *= i;
  }
  return { cells, alike };
}

/** Numbers in the order of the signatures, the same for the same. */
function colour(signatures: readonly number[][]): { colours: number[]; count: number } {
  const sorted = [...signatures.keys()].sort((a, b) => compare(signatures[a]!, signatures[b]!));
  const colours: number[] = [];
  let count = 0;
  sorted.forEach((block, i) => {
    if (i > 0 && compare(signatures[sorted[i - 1]!]!, signatures[block]!) !== 0) count++;
    colours[block] = count;
  });
  return { colours, count: count + 1 };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
