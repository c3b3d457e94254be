import { accessSync, constants, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { createJiti } from 'jiti';
import * as xstate from 'xstate';
import { messageOf, RefholdError } from '../../checker/errors.ts';
import * as refhold from '../../checker/index.ts';
import * as machines from '../../machines/index.ts';
import { explainLoading } from './explain.ts';
import { scenarioIn } from './exports.ts';
import { formOf } from './form.ts';
import type { Target } from './target.ts';

/**
 * Loads a user's file, TypeScript or JavaScript. `refhold` inside it is this very instance, so that classes and
 * speed are shared; `xstate` is the file's own where it has one, else the one that came with refhold.
 */
export async function loadFile(given: string, cwd: string): Promise<Target> {
  const file = resolve(cwd, given);
  refuseUnreadable(file, given);
  const exports = await importFresh(file, cwd);
  return { scenario: scenarioIn(exports, given), file: given, form: formOf(exports) };
}

/** The exports of a file as it is now. Throws RH405, and whatever the file throws of RH1xx. */
export async function importFresh(file: string, cwd: string): Promise<Record<string, unknown>> {
  // No caches: nothing is left behind in the user's folders, and what is checked is what the file says now.
  const jiti = createJiti(dirname(file), {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    virtualModules: { refhold, 'refhold/machines': machines, ...(hasXState(file) ? {} : { xstate }) },
  });
  try {
    return await jiti.import<Record<string, unknown>>(file);
  } catch (thrown) {
    throw explainLoading(thrown, file, cwd);
  }
}

function refuseUnreadable(file: string, given: string): void {
  try {
    if (!statSync(file).isFile()) throw new RefholdError('RH404', { what: `${given} is not a file` });
    accessSync(file, constants.R_OK);
  } catch (thrown) {
    if (thrown instanceof RefholdError) throw thrown;
    const missing = (thrown as { code?: unknown }).code === 'ENOENT';
    const what = missing ? `there is no ${given}` : messageOf(thrown);
    throw new RefholdError('RH404', { what, cause: thrown });
  }
}

function hasXState(file: string): boolean {
  try {
    createRequire(file).resolve('xstate');
    return true;
  } catch {
    return false;
  }
}
