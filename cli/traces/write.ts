import { basename, dirname, relative, resolve, sep } from 'node:path';
import { RefholdError } from '../../checker/errors.ts';
import type { SystemModule, TraceDocument } from '../../checker/report/formats/format.ts';
import { counted } from '../../checker/report/text/numbers.ts';
import type { Context } from '../context.ts';
import { writeText } from '../files.ts';
import type { Target } from '../load/target.ts';
import { print } from '../paper.ts';
import type { TracePlace } from './place.ts';

/** A trace, and where its system came from. */
export interface Written {
  readonly document: TraceDocument;
  readonly target: Target;
}

/** Writes traces in one format: each into a file of its own if there are several. Throws RH408, RH532, RH533. */
export function writeTraces(
  option: string,
  { format, file }: TracePlace,
  traces: readonly Written[],
  { io, paper }: Context,
): void {
  if (traces.length === 0) throw new RefholdError('RH532', { what: `${option} ${format.name}` });
  if (file === undefined) {
    if (traces.length > 1 && !format.joins) throw several(format.name, traces);
    const texts = traces.map(({ document, target }) =>
      format.write(document, moduleOf(target, io.cwd, io.cwd)),
    );
    io.stdout.write(texts.join('\n'));
    return;
  }
  const { paint } = paper(io.stderr);
  const names = fileNames(file, format.extension, traces);
  traces.forEach(({ document, target }, i) => {
    const name = names[i]!;
    const text = format.write(document, moduleOf(target, dirname(resolve(io.cwd, name)), io.cwd));
    writeText(option, name, text, io.cwd);
    print(io.stderr, [paint.dim(`trace of “${document.property.name}” written to ${name}`)]);
  });
}

function several(format: string, traces: readonly Written[]): RefholdError {
  const names = traces.map(({ document }) => `"${document.property.name}"`);
  return new RefholdError('RH533', {
    what: `${counted(traces.length, 'trace')} as ${format}: ${names.join(', ')}`,
  });
}

/** One trace has the file as it is; of several, each has its property, and the variant if need be, in its name. */
function fileNames(file: string, extension: string, traces: readonly Written[]): string[] {
  if (traces.length === 1) return [file];
  const end = file.endsWith(extension) ? extension : (/\.[^.]*$/.exec(basename(file))?.[0] ?? '');
  const stem = end === '' ? file : file.slice(0, -end.length);
  const checks = new Set(
    traces.map(({ document: { origin } }) => `${origin.scenario} ${origin.variant ?? ''}`),
  );
  const used = new Map<string, number>();
  return traces.map(({ document: { origin, property } }) => {
    const words =
      checks.size === 1 ? property.name : `${origin.scenario} ${origin.variant ?? ''} ${property.name}`;
    const slug = slugOf(words);
    const times = (used.get(slug) ?? 0) + 1;
    used.set(slug, times);
    return `${stem}-${slug}${times === 1 ? '' : `-${times}`}${end}`;
  });
}

function slugOf(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return slug.slice(0, 60) || 'trace';
}

/** The module of a system, as a file in `folder` imports it. */
export function moduleOf({ file, form }: Target, folder: string, cwd: string): SystemModule {
  if (file === undefined || form === undefined)
    return { specifier: 'refhold/machines', form: { kind: 'scenarios' } };
  const path = relative(folder, resolve(cwd, file)).split(sep).join('/');
  return { specifier: path.startsWith('.') ? path : `./${path}`, form };
}
