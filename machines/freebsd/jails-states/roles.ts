import { prisonsOf } from '../cast.ts';
import type { Cast, Role } from '../cast.ts';
import type { Phase } from '../code.ts';
import { prisonNames } from '../names.ts';
import type { PrisonName, ProcessName } from '../names.ts';
import type { World } from './deref.ts';
import type { Settings } from './options.ts';
import {
  attach,
  clearPersist,
  create,
  exit,
  remove,
  sessionEnds,
  setAttach,
  setPersist,
} from './processes.ts';

export interface Play {
  readonly cast: Cast;
  readonly world: World;
}

export function makePlay(settings: Settings): Play {
  const { levels, permanent, tcp } = settings;
  const chain = prisonsOf(levels, settings.create !== 'never');
  const insiders = (['x0', 'x1'] as const).slice(0, settings.insiders);
  const entrants = settings.enter === 'nobody' ? [] : (['y0', 'y1'] as const).slice(0, settings.entrants);
  const world: World = { settings, last: chain.prisons.at(-1)!, processes: [...insiders, ...entrants] };
  const roles = [
    ...insiders.map((name) => ({ name, prison: chain.deepest, phases: exit(world, name, chain.deepest) })),
    ...entrants.map((name) => ({
      name,
      prison: 'prison0' as const,
      phases: [enter(world, name, chain.deepest), ...exit(world, name, chain.deepest)],
    })),
    ...helpers(world, chain.deepest),
  ];
  const processes = roles.map(({ name }) => name);
  return { cast: { ...chain, processes, roles, permanent, tcp, state: 'ALIVE' }, world };
}

function enter(world: World, name: ProcessName, prison: PrisonName): Phase {
  return world.settings.enter === 'jail_attach'
    ? attach(world, name, prison)
    : setAttach(world, name, { prison, dying: world.settings.enter === 'jail_set-dying' });
}

function helpers(world: World, deepest: PrisonName): Role[] {
  const { settings } = world;
  const helper = (name: ProcessName, used: boolean, phases: () => readonly Phase[]): Role[] =>
    used ? [{ name, prison: null, phases: phases() }] : [];
  const below = prisonNames[settings.levels + 1]!;
  const dying = settings.persist === 'resurrect';
  return [
    ...helper('persister', settings.persist !== 'never', () => [
      setPersist(world, 'persister', { prison: deepest, dying }),
      dying
        ? remove(world, 'persister', deepest)
        : clearPersist(world, 'persister', { prison: deepest, dying }),
    ]),
    ...helper('creator', settings.create !== 'never', () => [
      create(world, 'creator', below, deepest, settings.create === 'fails'),
      remove(world, 'creator', below),
    ]),
    ...helper('remover', settings.remove, () => [remove(world, 'remover', 'j1')]),
    ...helper('tcp', settings.tcp, () => [sessionEnds(deepest)]),
  ];
}
