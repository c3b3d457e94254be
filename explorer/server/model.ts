import { headOf } from '../../checker/property/head.ts';
import type { Model } from '../shared/api.ts';
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
    properties: properties.map(headOf),
    agents: [...agents],
  };
}
