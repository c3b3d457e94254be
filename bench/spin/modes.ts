/** Ways in which SPIN can search a whole state space exactly, without reduction. Hashes in place of states are not among them. */

export interface SpinMode {
  readonly name: string;
  /** `export`: what `refhold export` writes; `packed`: see packed.ts. */
  readonly model: 'export' | 'packed';
  /** Of the compiler. */
  readonly flags: readonly string[];
  readonly search: 'breadth' | 'depth';
  /** With a table of visited states of its own, which cannot be given a size. */
  readonly parallel?: true;
}

const BREADTH = '-DBFS';

/** The one that counts depth as refhold does. */
export const PLAIN: SpinMode = mode('export', 'breadth', '-O2', BREADTH);

export const MODES: readonly SpinMode[] = [
  PLAIN,
  mode('packed', 'breadth', '-O3', '-march=native', BREADTH),
  mode('export', 'depth', '-O2'),
  ...(['export', 'packed'] as const).map((model) =>
    mode(model, 'depth', '-O3', '-march=native', '-DNOFAIR', '-DNOBOUNDCHECK'),
  ),
  mode('export', 'depth', '-O3', '-march=native', '-DNOFAIR', '-DCOLLAPSE'),
  { ...mode('packed', 'breadth', '-O3', '-march=native', '-DBFS_PAR'), parallel: true },
  { ...mode('packed', 'depth', '-O3', '-march=native', '-DNCORE=2'), parallel: true },
];

function mode(model: SpinMode['model'], search: SpinMode['search'], ...flags: readonly string[]): SpinMode {
  return {
    name: `SPIN, ${model}, ${flags.filter((flag) => flag !== '-march=native').join(' ')}`,
    model,
    search,
    flags,
  };
}
