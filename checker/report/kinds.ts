import type { PropertyKind } from '../property/types.ts';

/** What a violation means: something bad happens, nothing can happen any more, or something good never happens. */
export type PropertyClass = 'safety' | 'deadlock' | 'liveness';

const classes: Readonly<Partial<Record<PropertyKind, PropertyClass>>> = {
  always: 'safety',
  never: 'safety',
  onStep: 'safety',
  reachable: 'safety',
  deadlock: 'deadlock',
};

/** The class of a kind of property. Kinds that need whole behaviours to be judged are liveness. */
export function classOf(kind: string): PropertyClass {
  return (Object.hasOwn(classes, kind) ? classes[kind as PropertyKind] : undefined) ?? 'liveness';
}
