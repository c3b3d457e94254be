/**
 * Plain data: what contexts may hold, in one canonical text per value.
 *
 * The text tells apart everything that a guard could tell apart, except the order of an object's keys.
 */

/** Why a value is not plain, and the path to it. */
export interface NotPlain {
  readonly path: readonly (string | number)[];
  readonly found: string;
}

/** Canonical text of a plain value, or the first thing in it that is not plain. */
export function canonical(value: unknown): string | NotPlain {
  const parents = new Set<object>();
  const parts: string[] = [];
  const problem = write(value, [], parents, parts);
  return problem ?? parts.join('');
}

function write(
  value: unknown,
  path: readonly (string | number)[],
  parents: Set<object>,
  parts: string[],
): NotPlain | undefined {
  if (value === null || typeof value === 'boolean') {
    parts.push(String(value));
    return undefined;
  }
  if (typeof value === 'string') {
    parts.push(JSON.stringify(value));
    return undefined;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return { path, found: String(value) };
    parts.push(Object.is(value, -0) ? '-0' : String(value));
    return undefined;
  }
  if (typeof value !== 'object')
    return { path, found: value === undefined ? 'undefined' : `a ${typeof value}` };
  if (parents.has(value)) return { path, found: 'a reference to itself' };
  parents.add(value);
  const problem = Array.isArray(value)
    ? writeArray(value, path, parents, parts)
    : writeObject(value, path, parents, parts);
  parents.delete(value);
  return problem;
}

function writeArray(
  value: readonly unknown[],
  path: readonly (string | number)[],
  parents: Set<object>,
  parts: string[],
): NotPlain | undefined {
  if (Object.getPrototypeOf(value) !== Array.prototype) return { path, found: describeClass(value) };
  const named = Reflect.ownKeys(value).find((key) => key !== 'length' && !isIndex(key));
  if (named !== undefined) return { path, found: `an array with the property ${String(named)}` };
  parts.push('[');
  for (let i = 0; i < value.length; i++) {
    if (i > 0) parts.push(',');
    if (!(i in value)) return { path: [...path, i], found: 'a hole in an array' };
    const problem = write(value[i], [...path, i], parents, parts);
    if (problem) return problem;
  }
  parts.push(']');
  return undefined;
}

function isIndex(key: string | symbol): boolean {
  return typeof key === 'string' && /^\d+$/.test(key);
}

function writeObject(
  value: object,
  path: readonly (string | number)[],
  parents: Set<object>,
  parts: string[],
): NotPlain | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return { path, found: describeClass(value) };
  if (Object.getOwnPropertySymbols(value).length > 0)
    return { path, found: 'an object with symbols as keys' };
  parts.push('{');
  const keys = Object.keys(value).sort();
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    parts.push(i > 0 ? ',' : '', JSON.stringify(key), ':');
    const descriptor = Object.getOwnPropertyDescriptor(value, key)!;
    if (descriptor.get) return { path: [...path, key], found: 'a getter' };
    const problem = write(descriptor.value, [...path, key], parents, parts);
    if (problem) return problem;
  }
  parts.push('}');
  return undefined;
}

function describeClass(value: object): string {
  if ('sessionId' in value && 'send' in value) return 'a reference to an actor';
  const name: unknown = (value.constructor as { name?: unknown } | undefined)?.name;
  return `an instance of ${typeof name === 'string' && name !== '' ? name : 'a class'}`;
}

/** Freezes plain data all the way down, so that code that modifies what it reads fails at once. */
export function deepFreeze<T>(value: T): T {
  // What is frozen already may hold things that are not.
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

/** `context.links[2].ref` for `['context', 'links', 2, 'ref']`. */
export function showPath(path: readonly (string | number)[]): string {
  return path
    .map((part, i) =>
      typeof part === 'number' || !/^[A-Za-z_$][\w$]*$/.test(part)
        ? `[${typeof part === 'number' ? part : JSON.stringify(part)}]`
        : `${i === 0 ? '' : '.'}${part}`,
    )
    .join('');
}
