/** Context fields that can name actors: one, none, or a list of them. */
type NameField<Context> = {
  [K in keyof Context]: Context[K] extends string | null | readonly string[] ? K & string : never;
}[keyof Context];

/**
 * What a machine says, in the `meta` of its root, about who holds it. With it, a wait-for graph names the holders of a
 * lock; without it, only the lock. Nothing else depends on it: whether an event is refused is a matter of the machine.
 *
 * @example setup({ types: { meta: {} as LockMeta<Context, Event['type']>, … } })
 *   .createMachine({ meta: { lock: { held: { writer: 'W', readers: 'R' }, wanted: { queue: 'W' } } }, … })
 */
export interface LockMeta<Context, EventType extends string = string> {
  readonly lock: {
    /** Context fields that name the holders, and how they hold it, for reports: `W`, `R`, or nothing. */
    readonly held: { readonly [K in NameField<Context>]?: string };
    /** Context fields that name who is in line, where being in line keeps others out. */
    readonly wanted?: { readonly [K in NameField<Context>]?: string };
    /** Which of these fields are in the way of an event that is refused. Default: all. */
    readonly blockedBy?: { readonly [E in EventType]?: readonly NameField<Context>[] };
  };
}

type Modes = Readonly<Record<string, string | undefined>>;

/** The same, once the types of context and events have served their purpose. */
export interface AnyLock {
  readonly held: Modes;
  readonly wanted?: Modes;
  readonly blockedBy?: Readonly<Record<string, readonly string[] | undefined>>;
}

/** What a machine says of its holders; undefined where it says nothing. */
export function lockOf(machine: { readonly root: { readonly meta?: unknown } }): AnyLock | undefined {
  const { lock } = (machine.root.meta ?? {}) as { lock?: unknown };
  const { held } = (lock ?? {}) as { held?: unknown };
  return typeof held === 'object' && held !== null ? (lock as AnyLock) : undefined;
}
