import type { Model, PropertyEntry } from '../shared/api.ts';
import type { Property } from '../../checker/property/types.ts';
import type { Machines } from '../../checker/system/types.ts';
import type { Built } from './subjects.ts';

export function modelOf({ key, values, system, properties, drawings, machineOf }: Built): Model {
  const actors = system.actors.map(({ name }, i) => ({ name, machine: machineOf[i]! }));
  const known = new Set(actors.map(({ name }) => name));
  const agents = new Set(system.steps.flatMap(({ by }) => (by === undefined || known.has(by) ? [] : [by])));
  return {
    key,
    values,
    actors,
    machines: drawings.map(({ chart }) => chart),
    steps: system.steps.map(({ name, by, at, about, fairness }) => ({
      name,
      ...(by === undefined ? {} : { by }),
      ...(at === undefined ? {} : { at }),
      ...(about === undefined ? {} : { about }),
      fairness,
    })),
    properties: properties.map(propertyEntry),
    agents: [...agents],
  };
}

export function propertyEntry(property: Property<Machines>): PropertyEntry {
  const { name, kind, about, cites } = property;
  return {
    name,
    kind,
    ...(about === undefined ? {} : { about }),
    ...(cites === undefined ? {} : { cites }),
    ...('text' in property ? { formula: property.text } : {}),
  };
}
