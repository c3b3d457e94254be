import { isLiveness } from '../property/evaluate.ts';
import type { Property } from '../property/types.ts';
import type { Machines, System } from '../system/types.ts';
import { factorial } from './group.ts';

/** Whether a search may keep one state for all its images. */
export type SymmetryChoice = 'auto' | 'off';

/** What became of a declared symmetry. */
export interface SymmetryReport {
  /** Blocks of each family. */
  readonly families: readonly number[];
  /** Ways to exchange blocks: at most so many states come down to one. */
  readonly order: number;
  /** Why it was not used; left out if it was. */
  readonly off?: string;
  /** How many states those explored stand for; the same as a search without symmetry finds. Left out where it was not used. */
  readonly states?: number;
}

/**
 * What is to be done about the symmetry that a system declares; undefined where it declares none. `why`: a reason to leave
 * it alone that has nothing to do with the properties.
 */
export function planSymmetry(
  system: System,
  properties: readonly Property<Machines>[],
  choice: SymmetryChoice,
  why?: string,
): SymmetryReport | undefined {
  const families = system.symmetry.map(({ blocks }) => blocks.length);
  if (families.length === 0) return undefined;
  const order = families.reduce((product, count) => product * factorial(count), 1);
  const off = whyOff(properties, choice) ?? why;
  return { families, order, ...(off === undefined ? {} : { off }) };
}

function whyOff(properties: readonly Property<Machines>[], choice: SymmetryChoice): string | undefined {
  if (choice === 'off') return 'as was asked for';
  const about = properties.find(({ kind }) => isLiveness(kind));
  if (about === undefined) return undefined;
  return `"${about.name}" is about whole runs, in which exchanged actors are not the same`;
}
