import type { Change, LocalState, Trace } from './types.ts';

/** All local states by actor. */
export type States = Readonly<Record<string, LocalState>>;

/**
 * The states that a trace goes through: the first one, then one after each step. A trace holds what changed, so that
 * it is short; here it is put together again.
 */
export function statesOf({ initial, steps }: Pick<Trace, 'initial' | 'steps'>): States[] {
  const states: States[] = [initial];
  for (const { changes } of steps) {
    const next = copy(states.at(-1)!) as Record<string, LocalState>;
    for (const change of changes) apply(next, change);
    states.push(next);
  }
  return states;
}

function apply(states: Record<string, LocalState>, { actor, path, ...sides }: Change): void {
  let holder = states[actor] as unknown as Record<string, unknown>;
  for (const key of path.slice(0, -1)) holder = (holder[key] ??= {}) as Record<string, unknown>;
  const last = path.at(-1)!;
  if ('after' in sides) holder[last] = sides.after;
  else if (Array.isArray(holder)) holder.length = Math.min(holder.length, Number(last));
  else Reflect.deleteProperty(holder, last);
}

/** A copy in which nothing is shared: actors of one machine may start with the very same context. */
function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}
