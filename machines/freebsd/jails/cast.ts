import { actor, family } from '../../../checker/index.ts';
import { mutex } from '../../locks/mutex.ts';
import { sx } from '../../locks/sx.ts';
import type { Make, State, ThreadName } from '../actors.ts';
import { choose } from '../ops.ts';
import { stepsOf } from '../code.ts';
import type { Phase, Thread } from '../code.ts';
import { kernel } from '../kernel.ts';
import { mutexOf, prisonNames } from '../names.ts';
import type { MutexName, PrisonName, ProcessName } from '../names.ts';
import { prison } from '../prison.ts';
import { process } from '../process.ts';
import { taskqueue } from '../taskqueue.ts';
import { complete } from './deref.ts';
import { clearPersist, create, remove, setAttach, setPersist, walk } from './jailSet.ts';
import type { Settings } from './options.ts';
import { attach, exit, fork, sessionEnds } from './processes.ts';

/** One process: where it begins, and what it does. `null`: it is a thread of one of the permanent processes. */
interface Role {
  readonly name: ProcessName;
  readonly prison: PrisonName | null;
  readonly phases: readonly Phase[];
  readonly unborn?: boolean;
}

export interface Cast {
  /** prison0 and the jails that there are or may be. */
  readonly prisons: readonly PrisonName[];
  readonly jails: readonly PrisonName[];
  readonly deepest: PrisonName;
  readonly processes: readonly ProcessName[];
  readonly roles: readonly Role[];
}

export function makeCast(settings: Settings): Cast {
  const { levels } = settings;
  const deepest = prisonNames[levels]!;
  const last = settings.create === 'never' ? levels : levels + 1;
  const prisons = prisonNames.slice(0, last + 1);
  const roles = rolesOf(settings, deepest, prisonNames[last]!);
  return { prisons, jails: prisons.slice(1), deepest, processes: roles.map(({ name }) => name), roles };
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

/** Every process counts once in both counts of its prison, and so does every jail in its parent. */
export function makeActors(settings: Settings, cast: Cast) {
  const initial = (name: PrisonName) => {
    const depth = prisonNames.indexOf(name);
    if (depth > settings.levels) return { ref: 0, uref: 0 };
    const processes = cast.roles.filter((role) => role.prison === name).length;
    const child = depth < settings.levels ? 1 : 0;
    const count = processes + child + (depth === 0 ? settings.permanent : 0);
    return { ref: count + (settings.tcp && name === cast.deepest ? 1 : 0), uref: count };
  };
  return {
    kernel,
    allprison: sx,
    taskqueue,
    ...family(cast.prisons, (name) => actor(prison, { input: initial(name) })),
    ...family(
      cast.prisons.map((name): MutexName => mutexOf(name)),
      () => mutex,
    ),
    ...family(cast.processes, (_, i) => {
      const { prison: where, phases, unborn } = cast.roles[i]!;
      return actor(process, {
        input: { at: unborn === true ? 'unborn' : phases[0]!.call, prison: where },
      });
    }),
  };
}

export function jailSteps(step: Make, settings: Settings, cast: Cast) {
  const tasks: Thread = {
    name: 'taskqueue' satisfies ThreadName,
    end: 'idle',
    phases: [
      {
        call: 'idle',
        begins: 'surely',
        ends: 'rest',
        code: [
          choose(
            ...cast.jails.map((name) => ({
              when: (s: State) => s[name].context.task,
              code: [
                {
                  does: `runs pr_task of ${name}`,
                  in: 'prison_complete',
                  with: () => ({ [name]: { type: 'dequeue' } }),
                },
                ...complete(settings, { by: 'taskqueue', in: 'prison_complete' }, name),
              ],
            })),
          ),
        ],
      },
    ],
  };
  return [
    ...cast.roles.flatMap(({ name, phases }) => stepsOf(step, { name, phases, end: 'end' })),
    ...stepsOf(step, tasks),
  ];
}

/** Whether nobody will do anything any more: every script is over and no task waits. */
export const isOver = (cast: Cast) => (s: State) =>
  s.kernel.matches('panicked') ||
  (s.taskqueue.matches('idle') &&
    cast.jails.every((name) => !s[name].context.task) &&
    cast.processes.every((name) => s[name].context.at === 'end' || s[name].matches('unborn')));
