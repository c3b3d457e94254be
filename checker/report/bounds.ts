import type { Row } from '../scenario/matrix.ts';

/** What stopped some checks, and which. */
export interface Stopped {
  readonly bound: string;
  readonly names: readonly string[];
}

/** What stopped one check of several; undefined if nothing did. A bound of liveness stops less than others do. */
export function boundOf(row: Row): string | undefined {
  return row.bound ?? (row as { readonly livenessBound?: string }).livenessBound;
}

/** Whether every property of a check is decided. */
export function isDecided({ cells }: Row): boolean {
  return cells.every(({ verdict }) => verdict !== 'incomplete');
}

/** Names of what was stopped, by what stopped it. */
export function stoppedBy(all: readonly { readonly name: string; readonly row: Row }[]): Stopped[] {
  const names = new Map<string, string[]>();
  for (const { name, row } of all) {
    if (isDecided(row)) continue;
    const bound = boundOf(row) ?? 'timeout';
    const before = names.get(bound) ?? [];
    names.set(bound, before.includes(name) ? before : [...before, name]);
  }
  return [...names].map(([bound, some]) => ({ bound, names: some }));
}
