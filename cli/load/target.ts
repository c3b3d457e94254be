import { RefholdError } from '../../checker/errors.ts';
import type { Scenario } from '../../checker/index.ts';
import type { ModuleForm } from '../../checker/report/formats/format.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import { suggest } from '../../checker/system/suggest.ts';
import { scenarios } from '../../machines/index.ts';
import { loadFile } from './file.ts';

/** What is to be checked: a scenario of refhold, or what a user's file exports. */
export interface Target {
  readonly scenario: Scenario;
  /** The file as it was given; left out for scenarios of refhold. */
  readonly file?: string;
  /** How the file exports it; left out for scenarios of refhold. */
  readonly form?: ModuleForm;
}

/** Where a target is from, as reports have it: what it does not have is left out. */
export function sourceOf({ scenario: { title }, file }: Target): Pick<CheckReport, 'title' | 'file'> {
  return { ...(title === '' ? {} : { title }), ...(file === undefined ? {} : { file }) };
}

/** Whether a word on the command line means a file. Scenarios have neither dots nor slashes in their names. */
export function isFileName(word: string): boolean {
  return /\.[mc]?[jt]sx?$/i.test(word) || /[/\\]/.test(word);
}

/** Finds a scenario by its name, or loads a file. Throws RH401, RH404 to RH406, and whatever the file throws of RH1xx. */
export async function findTarget(word: string, cwd: string): Promise<Target> {
  if (isFileName(word)) return loadFile(word, cwd);
  return { scenario: findScenario(word) };
}

function findScenario(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const known = scenarios.map((scenario) => scenario.name);
  throw new RefholdError('RH401', {
    what: `"${name}".${suggest(name, known)}`,
    fix: '`refhold list` shows the scenarios. A file is given with its ending: `refhold check system.ts`.',
  });
}
