/** Names that other languages can read, made from ours; no two things in one export have the same. */
import type { LocalState } from '../trace/types.ts';

/** Longer names are cut, and numbered where that makes them the same. */
const LONGEST = 56;

export class Names {
  readonly #taken: Set<string>;

  /** `reserved`: words that mean something in the language. */
  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set(reserved);
  }

  /** An identifier of ASCII letters, digits and underscores that begins with a letter, like the text, and new. */
  make(text: string): string {
    const plain = identifier(text);
    let name = plain;
    for (let i = 2; this.#taken.has(name); i++) name = `${plain}_${i}`;
    this.#taken.add(name);
    return name;
  }
}

/** The nearest identifier. */
export function identifier(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '');
  return /^[A-Za-z]/.test(plain) ? plain : `x${plain === '' ? '' : `_${plain}`}`;
}

/** One name per local state of an actor: its value, and what else tells it from others of the same value. */
export function stateTexts(states: readonly LocalState[]): string[] {
  const groups = new Map<string, LocalState[]>();
  for (const state of states) {
    const value = showValue(state.value);
    groups.set(value, [...(groups.get(value) ?? []), state]);
  }
  return states.map((state) => {
    const value = showValue(state.value);
    const group = groups.get(value)!;
    const fields = varying(group);
    const context = (state.context ?? {}) as Record<string, unknown>;
    const parts = fields.map((field) => `${field}${short(context[field])}`);
    const done = state.status === undefined || group.every(({ status }) => status === state.status);
    return [value === '' ? 'state' : value, ...parts, ...(done ? [] : [state.status])].join(' ');
  });
}

/** Everything about a local state, for a comment. */
export function fullText({ value, context, ...rest }: LocalState): string {
  const more = [
    ...(context === undefined ? [] : [JSON.stringify(context)]),
    ...Object.entries(rest).map(([key, one]) => `${key} ${JSON.stringify(one)}`),
  ];
  return [showValue(value), ...more].filter((one) => one !== '').join(' ');
}

/** `up.open`, `{a: x, b: y}` for regions; empty for a machine without states. */
function showValue(value: unknown): string {
  if (typeof value === 'string') return value;
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length === 1) {
    const [key, inner] = entries[0]!;
    const shown = showValue(inner);
    return shown === '' ? key : `${key}.${shown}`;
  }
  return entries.map(([key, inner]) => `${key}.${showValue(inner)}`).join(' ');
}

/** Context fields that tell the local states apart as far as contexts can, as few as are found by leaving out the last ones. */
function varying(states: readonly LocalState[]): string[] {
  const contexts = states.map(({ context }) => (context ?? {}) as Record<string, unknown>);
  let fields = [...new Set(contexts.flatMap((context) => Object.keys(context)))];
  const kinds = (some: readonly string[]): number =>
    new Set(contexts.map((one) => JSON.stringify(some.map((field) => one[field])))).size;
  const all = kinds(fields);
  for (const field of fields.slice().reverse()) {
    const fewer = fields.filter((other) => other !== field);
    if (kinds(fewer) === all) fields = fewer;
  }
  return fields;
}

/** `2`, ` web`, ` none`: digits may follow the field's name at once. */
function short(value: unknown): string {
  if (value === null || value === undefined) return ' none';
  if (typeof value === 'number') return value < 0 ? ` minus ${-value}` : String(value);
  return ` ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}
