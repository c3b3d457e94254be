/** Blocks of actors that are said to be interchangeable. What is said is verified while a system is explored. */
import { RefholdError } from '../errors.ts';
import { suggest } from './suggest.ts';
import type { ActorDefinition } from './types.ts';

/**
 * A family of blocks that may be exchanged as wholes: the k-th actor of one block stands for the k-th of every other.
 * A block of one actor may be written as its name.
 *
 * @example { blocks: [['web', 'net0', 'snoop0'], ['db', 'net1', 'snoop1']] }
 */
export interface Interchangeable<Name extends string = string> {
  readonly blocks: readonly (Name | readonly Name[])[];
}

/** The same, with every block written as a list. */
export interface Family {
  readonly blocks: readonly (readonly string[])[];
}

/**
 * What counts as a character of a word: a name inside a longer text (a step's name, a string in a context) is replaced
 * where it stands as a word of its own.
 */
export const WORD = '[\\p{L}\\p{N}_$]';

/** Reads a declaration. Throws RH320. */
export function readFamilies(
  declared: readonly Interchangeable[],
  actors: readonly ActorDefinition[],
): readonly Family[] {
  const families = declared.map(({ blocks }) => ({
    blocks: blocks.map((block) => (typeof block === 'string' ? [block] : [...block])),
  }));
  const seen = new Set<string>();
  for (const { blocks } of families) {
    const [first] = blocks;
    for (const block of blocks) {
      if (block.length === 0) throw malformed('a block is empty', block);
      if (block.length !== first!.length) {
        throw malformed(
          `it has ${block.length} actors, and block ${show(first!)} has ${first!.length}`,
          block,
        );
      }
      block.forEach((name, role) => {
        const machine = machineOf(name, actors);
        if (seen.has(name)) throw malformed(`actor ${name} is named twice`, block);
        seen.add(name);
        if (machine === machineOf(first![role]!, actors)) return;
        throw malformed(`actors ${first![role]!} and ${name} do not run the same machine`, block);
      });
    }
  }
  refuseNested([...seen]);
  return families.filter(({ blocks }) => blocks.length > 1);
}

function machineOf(name: string, actors: readonly ActorDefinition[]): ActorDefinition['machine'] {
  const found = actors.find((actor) => actor.name === name);
  if (found !== undefined) return found.machine;
  const names = actors.map((actor) => actor.name);
  throw new RefholdError('RH320', { what: `there is no actor "${name}".${suggest(name, names)}` });
}

/** Texts could be read in two ways if one name were a word of another. */
function refuseNested(names: readonly string[]): void {
  for (const inner of names) {
    const pattern = wordsOf([inner]);
    const outer = names.find((name) => name !== inner && pattern.test(name));
    pattern.lastIndex = 0;
    if (outer === undefined) continue;
    throw new RefholdError('RH320', {
      what: `the name ${inner} is a word of the name ${outer}`,
      fix: 'Rename one of the two actors.',
    });
  }
}

/** A pattern that finds these names where they stand as words of their own. */
export function wordsOf(names: readonly string[]): RegExp {
  const escaped = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<!${WORD})(?:${escaped.join('|')})(?!${WORD})`, 'gu');
}

function malformed(what: string, block: readonly string[]): RefholdError {
  return new RefholdError('RH320', { what, where: [`block ${show(block)}`] });
}

function show(block: readonly string[]): string {
  return `[${block.join(', ')}]`;
}
