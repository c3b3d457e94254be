import { prisonsOf } from '../cast.ts';
import type { Cast, Role } from '../cast.ts';
import type { Phase } from '../code.ts';
import { prisonNames } from '../names.ts';
import type { PrisonName, ProcessName } from '../names.ts';
import { clearPersist, create, remove, setAttach, setPersist, walk } from './jailSet.ts';
import type { Settings } from './options.ts';
import { attach, exit, fork, sessionEnds } from './processes.ts';

export function makeCast(settings: Settings): Cast {
  const { levels, permanent, tcp } = settings;
  const chain = prisonsOf(levels, settings.create !== 'never');
  const roles = rolesOf(settings, chain.deepest, chain.prisons.at(-1)!);
  return { ...chain, processes: roles.map(({ name }) => name), roles, permanent, tcp, state: 'implied' };
}

function rolesOf(settings: Settings, deepest: PrisonName, last: PrisonName): Role[] {
  const insiders = (['x0', 'x1'] as const).slice(0, settings.insiders);
  const entrants = settings.enter === 'nobody' ? [] : (['y0', 'y1'] as const).slice(0, settings.entrants);
  const killable: ProcessName[] = [
    ...insiders,
    ...entrants,
    ...(settings.visit ? (['visitor', 'visitorChild'] as const) : []),
  ];
  const helper = (name: ProcessName, used: boolean, phases: () => readonly Phase[]): Role[] =>
    used ? [{ name, prison: null, phases: phases() }] : [];
  const below = prisonNames[settings.levels + 1]!;
  return [
    ...insiders.map((name) => ({ name, prison: deepest, phases: exit(settings, name, deepest) })),
    ...entrants.map((name) => ({
      name,
      prison: 'prison0' as const,
      phases: [enter(settings, name, deepest), ...exit(settings, name, deepest)],
    })),
    ...helper('persister', settings.persist !== 'never', () =>
      settings.persist === 'resurrect'
        ? [
            setPersist(settings, 'persister', { prison: deepest, dying: true }),
            remove(settings, 'persister', deepest, deepest, killable),
          ]
        : [
            setPersist(settings, 'persister', { prison: deepest, dying: false }),
            clearPersist(settings, 'persister', { prison: deepest, dying: false }),
          ],
    ),
    ...helper('creator', settings.create !== 'never', () => [
      create(settings, 'creator', below, settings.create === 'fails'),
      ...(settings.create === 'child' ? [remove(settings, 'creator', below, below, [])] : []),
    ]),
    ...helper('remover', settings.remove, () => [remove(settings, 'remover', 'j1', last, killable)]),
    ...helper('walker', settings.walk, () => [walk('walker', 'j1', last)]),
    ...helper('tcp', settings.tcp, () => [sessionEnds(deepest)]),
    ...(settings.visit
      ? [
          {
            name: 'visitor' as const,
            prison: 'prison0' as const,
            phases: [
              attach(settings, 'visitor', 'j1'),
              fork(settings, 'visitor', 'visitorChild', 'j1'),
              ...exit(settings, 'visitor', 'j1'),
            ],
          },
          {
            name: 'visitorChild' as const,
            prison: null,
            unborn: true,
            phases: exit(settings, 'visitorChild', 'j1'),
          },
        ]
      : []),
  ];
}

function enter(settings: Settings, name: ProcessName, prison: PrisonName): Phase {
  return settings.enter === 'jail_attach'
    ? attach(settings, name, prison)
    : setAttach(settings, name, { prison, dying: settings.enter === 'jail_set-dying' });
}
