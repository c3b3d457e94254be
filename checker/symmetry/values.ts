/** Renamings of plain data: names of actors stand in strings, and in the keys of objects. */
import type { Group, Renaming } from './group.ts';

/** The value with names replaced; the very same value if it has none. */
export function renameValue<T>(group: Group, value: T, renaming: Renaming): T {
  return mapTexts(value, (text) => group.renameText(text, renaming)) as T;
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => mapTexts(item, map));
    return items.every((item, i) => item === value[i]) ? value : Object.freeze(items);
  }
  const old = Object.entries(value);
  const entries = old.map(([key, item]) => [map(key), mapTexts(item, map)] as const);
  if (entries.every(([key, item], i) => key === old[i]![0] && item === old[i]![1])) return value;
  return Object.freeze(Object.fromEntries(entries));
}

/** Blocks that are named in a value, each once, in the order in which they are met. */
export function blocksIn(group: Group, value: unknown, found = new Set<number>()): Set<number> {
  if (typeof value === 'string') for (const { block } of group.placesIn(value)) found.add(block);
  else if (Array.isArray(value)) for (const item of value) blocksIn(group, item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      blocksIn(group, key, found);
      blocksIn(group, item, found);
    }
  }
  return found;
}

/**
 * A text that is the same for a value and its images, if `nameOf` is: entries of objects stand in the order of what
 * the names are replaced by.
 */
export function shapeOf(value: unknown, replace: (text: string) => string): string {
  if (typeof value === 'string') return JSON.stringify(replace(value));
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return `[${value.map((item) => shapeOf(item, replace)).join()}]`;
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(replace(key))}:${shapeOf(item, replace)}`,
  );
  return `{${entries.sort().join()}}`;
}
