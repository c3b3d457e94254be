/**
 * Which engines are on this machine. Where one is absent its tests are skipped with a word; where REFHOLD_ENGINES is
 * `required`, as in CI, they run and fail.
 */
import { spawnSync } from 'node:child_process';

const required = process.env.REFHOLD_ENGINES === 'required';

function has(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).error === undefined;
}

export const gcc = required || has('gcc', ['--version']);

/** SPIN, and the compiler that it needs. */
export const spin = required || (has('spin', ['-V']) && gcc);

/** The compiler for models that take longer to compile than to search. */
export const quick = has('tcc', ['-v']) ? { compiler: 'tcc' } : { optimise: '-O0' };

/** The jar of TLC; its tests run only where somebody named one. */
export const tlcJar = has('java', ['-version']) ? process.env.TLA2TOOLS_JAR : undefined;

if (!spin)
  console.warn('No spin and gcc on this machine: tests of SPIN are skipped (apt-get install spin gcc).');
if (tlcJar === undefined) console.warn('No TLA2TOOLS_JAR and java: tests of TLC are skipped.');
