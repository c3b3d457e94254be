import type { PropertyKind } from '../property/types.ts';

/** What a violation means: something bad happens, nothing can happen any more, or something good never happens. */
export type PropertyClass = 'safety' | 'deadlock' | 'liveness';

const classes: Readonly<Record<PropertyKind, PropertyClass>> = {
  always: 'safety',
  never: 'safety',
  onStep: 'safety',
  reachable: 'safety',
  deadlock: 'deadlock',
  recoverable: 'liveness',
  leadsTo: 'liveness',
  eventually: 'liveness',
  alwaysEventually: 'liveness',
  eventuallyAlways: 'liveness',
  ltl: 'liveness',
};

/** The class of a kind of property. A kind that only a later refhold knows is taken for liveness. */
export function classOf(kind: string): PropertyClass {
  return Object.hasOwn(classes, kind) ? classes[kind as PropertyKind] : 'liveness';
}
