import { closeSync, openSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { messageOf, RefholdError } from '../../checker/errors.ts';
import { exploreFor } from '../../checker/export/explore.ts';
import { exportAs, formats } from '../../checker/export/formats.ts';
import type { ExportFiles, ExportFormat } from '../../checker/export/formats.ts';
import { identifier } from '../../checker/export/names.ts';
import { noDeadlock } from '../../checker/property/properties.ts';
import { prose } from '../../checker/report/text/wrap.ts';
import { suggest } from '../../checker/system/suggest.ts';
import { build, located } from '../check/build.ts';
import { titleOf } from '../check/engine.ts';
import { jobsOf } from '../check/jobs.ts';
import type { Job } from '../check/jobs.ts';
import { watched } from '../check/watch.ts';
import { collect, examples } from '../context.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit.ts';
import { findTarget } from '../load/target.ts';
import { print } from '../paper.ts';
import { addBounds, addProgress, limitsOf, progressMode } from './bounds.ts';
import type { BoundFlags, ProgressFlags } from './bounds.ts';

interface ExportFlags extends BoundFlags, ProgressFlags {
  readonly to?: string;
  readonly variant?: string;
  readonly set?: readonly string[];
  readonly out?: string;
}

const known = Object.keys(formats) as ExportFormat[];

export function addExport(program: Command, context: Context): void {
  const command = program
    .command('export')
    .summary('write a system for another model checker')
    .description(
      'Explores a scenario, or a system in a file, and writes it for another model checker: actors as automata, steps ' +
        'as what they do together, properties as far as the format can say them. With a bound, what was learned by ' +
        'then is completed, so that the other checker can explore the rest.',
    )
    .argument('<target>', 'scenario by name (`refhold list`), or file')
    .option('--to <format>', known.join(', '))
    .option('--variant <name>', 'variant of the scenario')
    .option('--set <option=value>', 'set an option on top of the variant; repeatable', collect)
    .option(
      '--out <file>',
      'write to this file, and further files next to it (default: the standard output)',
    );
  addBounds(command);
  addProgress(command)
    .addHelpText(
      'after',
      `\nFormats:\n${known.map((name) => `  ${name.padEnd(8)} ${formats[name]}`).join('\n')}\n${examples([
        ['refhold export os-8627 --to promela --out os.pml', 'for SPIN; the file says how to run it'],
        ['refhold export os-8627 --to tla --out Os8627.tla', 'for TLC, with its configuration'],
        ['refhold export system.ts --to tla --max-states 100k', 'a system too large to be explored here'],
        ['refhold export link-names --to aut', 'the state graph'],
      ])}`,
    )
    .action(async (word: string, flags: ExportFlags) => {
      const format = formatOf(flags.to);
      const target = await findTarget(word, context.io.cwd);
      const [job] = jobsOf(target, {
        variants: flags.variant === undefined ? [] : [flags.variant],
        allVariants: false,
        set: flags.set ?? [],
        limits: limitsOf(flags),
      });
      context.exit = await exportJob(job!, format, flags, context);
    });
}

/** Throws RH408. */
function formatOf(text: string | undefined): ExportFormat {
  const found = known.find((format) => format === text);
  if (found !== undefined) return found;
  throw new RefholdError('RH408', {
    what: `--to is ${known.join(', ')}${text === undefined ? '' : `, not "${text}".${suggest(text, known)}`}`,
    fix: 'Name the format: `refhold export SCENARIO --to promela`.',
  });
}

async function exportJob(
  job: Job,
  format: ExportFormat,
  flags: ExportFlags,
  context: Context,
): Promise<number> {
  const { target, header } = job;
  const { cwd } = context.io;
  const checkable = build(target, header.options, cwd);
  const properties = checkable.properties.some(({ kind }) => kind === 'deadlock')
    ? checkable.properties
    : [...checkable.properties, noDeadlock];
  const module = moduleOf(flags.out, format);
  const { scenario } = header;
  const title = { ...titleOf(header), ...(module === undefined ? {} : { module }) };
  const learned = await watched(
    scenario,
    header.limits,
    progressMode(flags, context.io),
    context,
    async ({ options }) => {
      try {
        return await exploreFor(checkable.system, properties, options);
      } catch (thrown) {
        throw located(thrown, target, cwd, 'RH201');
      }
    },
  );
  const { bound } = learned.search;
  const exported = exportAs(format, learned, properties, title);
  const written = writeFiles(exported, flags.out, context);
  report(exported, written, bound, context);
  return EXIT.ok;
}

/** The name of a module of TLA+ is that of its file. Throws RH408. */
function moduleOf(out: string | undefined, format: ExportFormat): string | undefined {
  if (out === undefined || format !== 'tla') return undefined;
  const base = basename(out).replace(/\.[^.]*$/, '');
  if (identifier(base) === base) return base;
  throw new RefholdError('RH408', {
    what: `--out ${out}: a module of TLA+ is called like its file, and cannot be called "${base}"`,
    fix: `Name the file with letters, digits and single underscores: ${identifier(base)}.tla.`,
  });
}

/** The names of the files, main one first; empty where the main one went to the standard output. Throws RH408. */
function writeFiles({ files }: ExportFiles, out: string | undefined, { io }: Context): string[] {
  if (out === undefined) {
    for (const part of files[0]!.parts) io.stdout.write(part);
    return [];
  }
  const stem = basename(out).replace(/\.[^.]*$/, '');
  return files.map(({ ending, parts }, i) => {
    const name = i === 0 ? out : join(dirname(out), `${stem}.${ending}`);
    try {
      const file = openSync(resolve(io.cwd, name), 'w');
      for (const part of parts) writeSync(file, part);
      closeSync(file);
    } catch (thrown) {
      throw new RefholdError('RH408', {
        what: `--out ${name}: ${messageOf(thrown)}`,
        fix: 'Name a file in a folder that exists and may be written to.',
        cause: thrown,
      });
    }
    return name;
  });
}

function report(
  { files, unsaid }: ExportFiles,
  written: readonly string[],
  bound: string | undefined,
  { io, paper }: Context,
): void {
  const page = paper(io.stderr);
  const { paint, width } = page;
  const others = files.slice(1).map(({ ending }) => ending);
  print(io.stderr, [
    ...(written.length > 0 ? [`${paint.green('✔')} written: ${written.join(', ')}`] : []),
    ...(written.length === 0 && others.length > 0
      ? prose(
          `With --out FILE there are more files: ${others.join(', ')}.`,
          { width, first: '  ' },
          paint.dim,
        )
      : []),
    ...(bound === undefined
      ? []
      : prose(
          `The search was stopped (${bound}); the local states are those that each actor could be brought to.`,
          { width, first: '▲ ', rest: '  ' },
          paint.yellow,
        )),
    ...unsaid.flatMap(({ property, why }) =>
      prose(`not said: ${property}: ${why}`, { width, first: '▲ ', rest: '  ' }, paint.yellow),
    ),
  ]);
}
