import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RefholdError } from '../../checker/errors.ts';
import type { Scenario } from '../../checker/index.ts';
import { scenarios } from '../../machines/index.ts';
import { importFresh } from '../load/file.ts';
import { sourcesOf } from '../load/imports.ts';
import { findTarget, isFileName } from '../load/target.ts';
import type { Target } from '../load/target.ts';

/** The folder that holds `machines`: the sources, or what is built from them. */
const ROOT = resolve(import.meta.dirname, '..', '..');

/** The file in which all scenarios of refhold are listed. */
function ownIndex(): string {
  return ['index.ts', 'index.js']
    .map((name) => join(ROOT, 'machines', name))
    .find((file) => existsSync(file))!;
}

/** What is watched for a word of the command line; nothing for all scenarios of refhold. */
export function filesFor(word: string | undefined, cwd: string): string[] {
  const entry = word !== undefined && isFileName(word) ? resolve(cwd, word) : ownIndex();
  const files = sourcesOf(entry).map(({ file }) => file);
  // What cannot be read now may be there later.
  return files.length > 0 ? files : [entry];
}

/** What a word of the command line means now: modules are loaded anew, scenarios of refhold, too. */
export async function freshTargets(word: string | undefined, cwd: string): Promise<Target[]> {
  if (word !== undefined && isFileName(word)) return [await findTarget(word, cwd)];
  // Says what is wrong with the name, before anything is loaded.
  if (word !== undefined) await findTarget(word, cwd);
  const fresh = await importFresh(ownIndex(), cwd);
  const all = fresh.scenarios as readonly Scenario[];
  const wanted = word === undefined ? all : all.filter(({ name }) => name === word);
  if (wanted.length === 0) {
    const known = scenarios.map(({ name }) => name).join(', ');
    throw new RefholdError('RH401', { what: `"${word!}" is not listed any more; there were ${known}` });
  }
  return wanted.map((scenario) => ({ scenario }));
}
