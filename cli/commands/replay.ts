import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { messageOf, RefholdError } from '../../checker/errors.ts';
import { readReport } from '../../checker/report/json.ts';
import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';
import { reproduce } from '../../checker/report/reproduce.ts';
import type { Reproduction } from '../../checker/report/reproduce.ts';
import { headerLines } from '../../checker/report/text/header.ts';
import { replayLines } from '../../checker/report/text/replay.ts';
import { seenBefore } from '../../checker/report/text/seen.ts';
import type { Trace } from '../../checker/trace/types.ts';
import { suggest } from '../../checker/system/suggest.ts';
import { build } from '../check/build.ts';
import { EXIT } from '../exit.ts';
import { findTarget } from '../load/target.ts';
import type { Target } from '../load/target.ts';
import { print } from '../paper.ts';
import { collect, examples } from '../context.ts';
import type { Context } from '../context.ts';

export function addReplay(program: Command, context: Context): void {
  program
    .command('replay')
    .summary('execute the traces of a saved report again')
    .description(
      'Executes every trace of a report again, step by step through XState, and says whether it still violates its ' +
        'property, and if not, where it departs from what was saved.',
    )
    .argument('<report>', 'file written by `refhold check --json FILE`')
    .option('--property <name>', 'only traces of this property; repeatable', collect)
    .addHelpText(
      'after',
      `${examples([
        ['refhold check os-8627 --json run.json', 'save a report'],
        ['refhold replay run.json', 'and execute its traces again'],
      ])}

Exit codes:
  12  a violation is still there
   0  none is: every trace ends well now, or some step of it does not exist any more
   2  the report cannot be read, or is about something that does not exist any more
  70  the model has a mistake`,
    )
    .action(async (file: string, flags: { readonly property?: readonly string[] }) => {
      context.exit = await replay(file, flags.property ?? [], context);
    });
}

async function replay(file: string, names: readonly string[], context: Context): Promise<number> {
  const { io } = context;
  const paper = context.paper(io.stdout);
  const { checks } = readReport(readText(resolve(io.cwd, file), file), file);
  refuseUnknown(checks, names);
  const results: { readonly property: PropertyReport; readonly result: Reproduction }[] = [];
  for (const check of checks) {
    const traces = check.properties.filter(
      ({ name, trace }) => trace && (names.length === 0 || names.includes(name)),
    );
    if (traces.length === 0) continue;
    const target = await targetOf(check, file, io.cwd);
    const checkable = build(target, check.options, io.cwd);
    print(io.stdout, [...(results.length > 0 ? [''] : []), ...headerLines(paper, check)]);
    const shown: { name: string; trace: Trace | undefined }[] = [];
    for (const property of traces) {
      const result = await reproduce(checkable, property, property.trace!);
      const trace = result.kind === 'unknown' ? undefined : result.trace;
      print(io.stdout, ['', ...replayLines(paper, property, result, seenBefore(trace, shown))]);
      shown.push({ name: property.name, trace });
      results.push({ property, result });
    }
  }
  if (results.length === 0) print(io.stdout, ['There are no traces in this report: nothing was violated.']);
  if (
    results.some(({ property, result }) => property.verdict === 'violated' && result.kind === 'reproduced')
  ) {
    return EXIT.safety;
  }
  return results.some(({ result }) => result.kind === 'unknown') ? EXIT.usage : EXIT.ok;
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    const missing = (thrown as { code?: unknown }).code === 'ENOENT';
    throw new RefholdError('RH404', {
      what: missing ? `there is no ${file}` : messageOf(thrown),
      cause: thrown,
    });
  }
}

function refuseUnknown(checks: readonly CheckReport[], names: readonly string[]): void {
  const known = [...new Set(checks.flatMap(({ properties }) => properties.map(({ name }) => name)))];
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new RefholdError('RH409', {
      what: `"${name}".${suggest(name, known)}`,
      fix: 'Name a property that the report has a trace of.',
    });
  }
}

/** A file is looked for where it was when the report was written, then next to the report. */
function targetOf(check: CheckReport, report: string, cwd: string): Promise<Target> {
  if (check.file === undefined) return findTarget(check.scenario, cwd);
  const beside = join(dirname(resolve(cwd, report)), check.file);
  const file =
    !existsSync(resolve(cwd, check.file)) && existsSync(beside) ? relative(cwd, beside) : check.file;
  return findTarget(file, cwd);
}
