import { RefholdError } from '../../checker/errors.ts';
import { traceFormats } from '../../checker/report/formats/index.ts';
import type { TraceFormat } from '../../checker/report/formats/format.ts';
import { suggest } from '../../checker/system/suggest.ts';

/** Which format, and where to. */
export interface TracePlace {
  readonly format: TraceFormat;
  /** Left out for the standard output. */
  readonly file?: string;
}

/** Throws RH530. */
export function formatNamed(name: string): TraceFormat {
  const found = traceFormats.find((format) => format.name === name);
  if (found !== undefined) return found;
  const known = traceFormats.map((format) => format.name);
  throw new RefholdError('RH530', {
    what: `"${name}".${suggest(name, known)}`,
    fix: `Formats of traces are ${known.join(', ')}.`,
  });
}

/** `NAME` or `NAME:FILE`. */
export function splitPlace(text: string): { name: string; file?: string } {
  const colon = text.indexOf(':');
  return colon < 0 ? { name: text } : { name: text.slice(0, colon), file: text.slice(colon + 1) };
}

/** Throws RH530. */
export function placeOf(text: string): TracePlace {
  const { name, file } = splitPlace(text);
  return { format: formatNamed(name), ...(file === undefined || file === '-' ? {} : { file }) };
}

/** For help: the formats, one a line. */
export function formatHelp(): string {
  const width = Math.max(...traceFormats.map(({ name }) => name.length));
  return `Formats of traces:\n${traceFormats
    .map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`)
    .join('\n')}`;
}
