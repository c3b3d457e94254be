import { isAbsolute, relative, resolve, sep } from 'node:path';
import { noDeadlock } from '../../checker/property/properties.ts';
import { sourcesOf } from './imports.ts';
import type { SourceFile } from './imports.ts';

/** A place in a user's file. Line and column count from 1. */
export interface Place {
  /** As `/` separated path, relative to the working directory where it is inside of it. */
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** Finds where properties and steps are written down. */
export interface Locator {
  /** Of a property or step; of the file itself if the name is nowhere in it. Undefined for scenarios of refhold. */
  readonly find: (file: string | undefined, name: string) => Place | undefined;
}

/** Functions cannot be asked where they are; so names are looked for in the text of the file and of its imports. */
export function makeLocator(cwd: string): Locator {
  const sources = new Map<string, readonly SourceFile[]>();
  return {
    find(file, name) {
      if (file === undefined) return undefined;
      const entry = resolve(cwd, file);
      let all = sources.get(entry);
      if (all === undefined) sources.set(entry, (all = sourcesOf(entry)));
      // Nobody writes down freedom from deadlock: it belongs to the system.
      for (const search of name === noDeadlock.name ? [definition, ...searches] : searches) {
        for (const source of all) {
          const at = search(source.text, name);
          if (at !== undefined) return placeIn(source, at, cwd);
        }
      }
      return { file: shown(entry, cwd), line: 1 };
    },
  };
}

type Search = (text: string, name: string) => number | undefined;

/** The first argument of a call, a key of an object, any literal, a template that may become the name; in this order. */
const searches: readonly Search[] = [
  (text, name) => firstOf(text, name, (literal) => `(?<=\\w(?:<[^()]*>)?\\(\\s*)${literal}`),
  (text, name) => firstOf(text, name, (literal) => `${literal}(?=\\s*\\]?\\s*:)`),
  (text, name) => firstOf(text, name, (literal) => literal),
  template,
];

function definition(text: string): number | undefined {
  return /\bdefineSystem\s*\(/.exec(text)?.index;
}

function firstOf(text: string, name: string, around: (literal: string) => string): number | undefined {
  const literals = ["'", '"', '`'].map((quote) => {
    const inside = name.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
    return quote + inside.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') + quote;
  });
  return new RegExp(around(`(?:${literals.join('|')})`)).exec(text)?.index;
}

/** Of all templates that may become the name, the one that says most of it. */
function template(text: string, name: string): number | undefined {
  let best: { at: number; said: number } | undefined;
  for (const match of text.matchAll(/`((?:[^`\\]|\\.)*)`/g)) {
    const parts = match[1]!.split(/\$\{[^{}]*\}/);
    const said = parts.join('').length;
    if (parts.length === 1 || said < 3 || said <= (best?.said ?? 0)) continue;
    const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*');
    if (new RegExp(`^${pattern}$`, 's').test(name)) best = { at: match.index, said };
  }
  return best?.at;
}

function placeIn({ file, text }: SourceFile, at: number, cwd: string): Place {
  const before = text.slice(0, at).split('\n');
  return { file: shown(file, cwd), line: before.length, column: before.at(-1)!.length + 1 };
}

function shown(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return (path.startsWith('..') || isAbsolute(path) ? file : path).split(sep).join('/');
}
