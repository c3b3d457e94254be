/**
 * Anything as JSON data. Contexts and events are plain already; what a property says of its finding may be anything,
 * and a report must not fail over it: what JSON cannot hold becomes a text that says what it was.
 */
export function toPlain(value: unknown, parents: readonly object[] = []): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'function') return `[function ${value.name}]`;
  if (typeof value !== 'object')
    return value === undefined ? 'undefined' : (value as bigint | symbol).toString();
  if (parents.includes(value)) return '[circular]';
  const within = [...parents, value];
  if (Array.isArray(value)) return value.map((item) => toPlain(item, within));
  if (value instanceof Set) return [...value].map((item) => toPlain(item, within));
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(
    entries
      .filter(([, item]) => item !== undefined)
      .map(([key, item]): [string, unknown] => [String(key), toPlain(item, within)]),
  );
}
