import type { AnyStateMachine } from 'xstate';

/**
 * The configuration of a machine as JSON, which Stately's editor imports: guards and actions by their names, and in
 * place of a function that makes the context, the context that it made.
 */
export function configOf(machine: AnyStateMachine, context: unknown): unknown {
  const config = plain(machine.config) as Record<string, unknown>;
  const empty = typeof context !== 'object' || context === null || Object.keys(context).length === 0;
  const rest = Object.entries(config).filter(([key]) => key !== 'id' && key !== 'context');
  return { id: config.id ?? machine.id, ...(empty ? {} : { context }), ...Object.fromEntries(rest) };
}

function plain(value: unknown): unknown {
  if (typeof value === 'function') return { type: nameOf(value) };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, plain(item)]),
  );
}

interface Named {
  readonly name: string;
  /** What XState's own actions say that they are: `xstate.assign`. */
  readonly type?: unknown;
}

/** Nobody names what is written where it is used. */
function nameOf({ name, type }: Named): string {
  if (typeof type === 'string') return type;
  return ['', 'guard', 'actions', 'context'].includes(name) ? 'inline' : name;
}
