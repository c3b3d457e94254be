import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A place in a user's file. Lines and columns count from 1. */
export interface Position {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** The first place in a stack that is not inside refhold, Node or an installed package. */
export function positionIn(thrown: unknown): Position | undefined {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  for (const [, place, line] of stack.matchAll(
    /^\s+at (?:.*\()?((?:file:\/\/)?\/.*?|[A-Z]:\\.*?):(\d+):\d+\)?$/gm,
  )) {
    const file = place!.startsWith('file:') ? fileURLToPath(place!) : place!;
    // Columns are those of the compiled text; lines are kept by the compiler.
    if (isUsers(file)) return { file, line: Number(line) };
  }
  return undefined;
}

/** The folder that holds `cli` and `checker`: the sources, or what is built from them. */
const ROOT = resolve(import.meta.dirname, '..', '..');
const OURS = ['checker', 'cli', 'machines'].map((folder) => join(ROOT, folder) + sep);

function isUsers(file: string): boolean {
  const ours = OURS.some((folder) => file.startsWith(folder)) || /[/\\]node_modules[/\\]/.test(file);
  return isAbsolute(file) && !ours && existsSync(file);
}

/** `system.ts:12:5`, as editors and terminals make it clickable. */
export function showPosition({ file, line, column }: Position, cwd: string): string {
  const shown = relative(cwd, file);
  return `${shown.startsWith('..') ? file : shown}:${line}${column === undefined ? '' : `:${column}`}`;
}

/** The line of the file, numbered, with a mark under the column; nothing where it cannot be read. */
export function excerpt({ file, line, column }: Position): string {
  let text: string | undefined;
  try {
    text = readFileSync(file, 'utf8').split(/\r?\n/)[line - 1];
  } catch {
    return '';
  }
  if (text === undefined || text.trim() === '') return '';
  const gutter = `  ${line} | `;
  const mark = column === undefined ? '' : `\n${' '.repeat(gutter.length - 2)}| ${' '.repeat(column - 1)}^`;
  return `\n${gutter}${text}${mark}`;
}
