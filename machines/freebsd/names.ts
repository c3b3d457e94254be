/** Prisons as deep as a scenario may have them; each is the parent of the next. */
export const prisonNames = ['prison0', 'j1', 'j2', 'j3'] as const;
export type PrisonName = (typeof prisonNames)[number];

/** The prison's `pr_mtx`. */
export type MutexName = `mtx_${PrisonName}`;

export const mutexOf = <P extends PrisonName>(prison: P): `mtx_${P}` => `mtx_${prison}`;

/** `pr_parent`; prison0 has none. */
export function parentOf(prison: PrisonName): PrisonName | null {
  return prison === 'prison0' ? null : prisonNames[prisonNames.indexOf(prison) - 1]!;
}

/** The one child that a prison may have here. */
export function childOf(prison: PrisonName): PrisonName | null {
  return prisonNames[prisonNames.indexOf(prison) + 1] ?? null;
}

/** Processes: `x…` begin in the deepest jail, all others in prison0. `tcp` is a session that holds a cred. */
export const processNames = [
  'x0',
  'x1',
  'y0',
  'y1',
  'persister',
  'creator',
  'remover',
  'walker',
  'visitor',
  'visitorChild',
  'tcp',
] as const;
export type ProcessName = (typeof processNames)[number];
