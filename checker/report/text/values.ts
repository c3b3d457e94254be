/** Data as people write it in a source file, on one line. */

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** `{zoneStatus:"down", refs:[1,2]}`; what is longer than `limit` columns ends in `…`. */
export function showData(value: unknown, limit = 100): string {
  return clip(write(value, []), limit);
}

/** `…` in place of what is longer than `limit` columns. */
export function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, Math.max(1, limit - 1))}…`;
}

function write(value: unknown, parents: readonly object[]): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return `[function ${value.name}]`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (parents.includes(value)) return '[circular]';
  const within = [...parents, value];
  if (Array.isArray(value)) return `[${value.map((item) => write(item, within)).join(', ')}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries
    .map(([key, item]) => `${IDENTIFIER.test(key) ? key : JSON.stringify(key)}:${write(item, within)}`)
    .join(', ')}}`;
}

/** A state value of XState as a path: `up.open`; regions of a parallel state side by side: `(link: up, ip: down)`. */
export function showState(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value);
  const [only] = entries;
  // A machine without states is in its root only.
  if (only === undefined) return '(root)';
  if (entries.length === 1) {
    const inner = showState(only[1]);
    return inner.startsWith('(') ? `${only[0]}${inner}` : `${only[0]}.${inner}`;
  }
  return `(${entries.map(([region, inner]) => `${region}: ${showState(inner)}`).join(', ')})`;
}

/** An event without its `type` where there is nothing else to it: `unset {zoneStatus:"down"}`, `open`. */
export function showEvent(event: { readonly type: string }, limit = 100): string {
  const { type, ...payload } = event;
  return Object.keys(payload).length === 0 ? type : clip(`${type} ${showData(payload, Infinity)}`, limit);
}
