import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const ENDINGS = ['', '.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '/index.ts', '/index.js'];

/** A file with its text. */
export interface SourceFile {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

/** A file and what it imports by relative paths, directly or not; packages are left out. What cannot be read is, too. */
export function sourcesOf(entry: string): SourceFile[] {
  const found = new Map<string, string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (found.has(file)) continue;
    const text = read(file);
    if (text === undefined) continue;
    found.set(file, text);
    queue.push(...importsIn(file, text).reverse());
  }
  return [...found].map(([file, text]) => ({ file, text }));
}

function importsIn(file: string, text: string): string[] {
  const paths = [...text.matchAll(/\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]*)\1/g)];
  return paths.flatMap(([, , path]) => {
    const base = resolve(dirname(file), path!);
    // TypeScript may be imported by the name that it has once it is compiled.
    const compiled = base.replace(/\.([cm]?)js$/, '.$1ts');
    const one = [...ENDINGS.map((ending) => base + ending), compiled].find(isFile);
    return one === undefined ? [] : [one];
  });
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
