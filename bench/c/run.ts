/** Compiles `search.c` for a network, and runs it. */
import { copyFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inFolder } from '../../checker/engines/folder.ts';
import { lastWords, run } from '../../checker/engines/process.ts';
import type { Network } from '../../checker/export/network.ts';
import { packingOf } from '../network/packing.ts';
import type { NoRun } from '../outcome.ts';
import { headerFor } from './header.ts';

export const GCC_INSTALL = 'apt-get install gcc libc6-dev';

export interface CRun {
  readonly states: number;
  readonly transitions: number;
  /** Steps from the first state to the farthest. */
  readonly depth: number;
  /** States in which a property finds something; 0 where all hold. */
  readonly findings: number;
  /** States about which the network does not know everything; then the other numbers mean nothing. */
  readonly unknown: number;
  readonly seconds: number;
  /** Seconds of processor time. */
  readonly processor: number;
  /** Most memory that the process held, in bytes. */
  readonly memory: number;
}

/**
 * `states`: how many there will be. `flags`: of the compiler, see search.c.
 * Throws RH502 where there is no gcc, and Error where it refuses the program.
 */
export async function runC(
  network: Network,
  states: number,
  { flags = [], signal }: { readonly flags?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<CRun | NoRun> {
  const packing = packingOf(network);
  if (packing === undefined) return { stopped: 'a state has more than 63 bits' };
  return inFolder('refhold-c-', async (folder) => {
    await writeFile(join(folder, 'network.h'), headerFor(network, packing));
    await copyFile(sourceOf('c/search.c'), join(folder, 'search.c'));
    const options = { cwd: folder, install: GCC_INSTALL, ...(signal && { signal }) };
    const compiled = await run(
      'gcc',
      ['-O3', '-march=native', '-w', ...flags, '-o', 'search', 'search.c'],
      options,
    );
    if (compiled.code !== 0) throw new Error(`gcc: ${lastWords(compiled.text)}`);
    const said = await run(join(folder, 'search'), [String(states)], options);
    return parse(said.text) ?? { stopped: signal?.aborted === true ? 'time' : lastWords(said.text, 1) };
  });
}

const NAMES = [
  'states',
  'transitions',
  'depth',
  'findings',
  'unknown',
  'seconds',
  'processor',
  'memory',
] as const;

function parse(text: string): CRun | NoRun | undefined {
  const stopped = /^stopped (.*)$/m.exec(text)?.[1];
  if (stopped !== undefined) return { stopped };
  const found = new Map(
    [...text.matchAll(/^(\w+) ([\d.]+)$/gm)].map(([, name, value]) => [name, Number(value)]),
  );
  if (NAMES.some((name) => !found.has(name))) return undefined;
  return Object.fromEntries(NAMES.map((name) => [name, found.get(name)!])) as unknown as CRun;
}

/** A C file of `bench/`, by its path there. Compiled code runs in `dist/`, where the C files are not. */
export function sourceOf(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, 'bench', name);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) throw new Error(`there is no bench/${name}`);
  }
}
