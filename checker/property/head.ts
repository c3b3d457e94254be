import type { Machines } from '../system/types.ts';
import type { Property, PropertyDetails, PropertyKind } from './types.ts';

/** What a property is, as plain data: without its predicates, and without what became of it. */
export interface PropertyHead extends PropertyDetails {
  readonly name: string;
  readonly kind: PropertyKind;
  /** The formula of a temporal property. */
  readonly formula?: string;
}

/** What a property does not have is left out. */
export function headOf(property: Property<Machines>): PropertyHead {
  const { name, kind, about, cites } = property;
  return {
    name,
    kind,
    ...(about === undefined ? {} : { about }),
    ...(cites === undefined ? {} : { cites }),
    ...('text' in property ? { formula: property.text } : {}),
  };
}
