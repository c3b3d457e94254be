import { actor, family, to } from '../../checker/index.ts';
import { mutex } from '../locks/mutex.ts';
import { sx } from '../locks/sx.ts';
import type { Make, State } from './actors.ts';
import { stepsOf } from './code.ts';
import type { Code, Phase } from './code.ts';
import { kernel } from './kernel.ts';
import { mutexOf, prisonNames } from './names.ts';
import type { MutexName, PrisonName, ProcessName } from './names.ts';
import { choose } from './ops.ts';
import { prison } from './prison.ts';
import type { PrisonState } from './prison.ts';
import { process } from './process.ts';
import { taskqueue } from './taskqueue.ts';

/** One process: where it begins, and what it does. `prison` null: it is a thread of one of the permanent processes. */
export interface Role {
  readonly name: ProcessName;
  readonly prison: PrisonName | null;
  readonly phases: readonly Phase[];
  /** To be forked. */
  readonly unborn?: boolean;
}

/** Who there is. Jails are a chain: prison0, j1 in it, j2 in j1. */
export interface Cast {
  /** prison0 and the jails that there are or may be. */
  readonly prisons: readonly PrisonName[];
  readonly jails: readonly PrisonName[];
  /** The last one that there is in the beginning. */
  readonly deepest: PrisonName;
  readonly processes: readonly ProcessName[];
  readonly roles: readonly Role[];
  /** Processes of the host that never exit. */
  readonly permanent: number;
  /** Whether a session keeps a cred of the deepest jail. */
  readonly tcp: boolean;
  /** `pr_state` of the jails in the beginning. */
  readonly state: PrisonState;
}

/** Processes that do the same: those that begin in the jail, and those that enter it. */
export function interchangeable({ processes }: Cast): readonly { readonly blocks: readonly ProcessName[] }[] {
  return ['x', 'y'].map((kind) => ({
    blocks: processes.filter((name) => new RegExp(`^${kind}\\d$`).test(name)),
  }));
}

/** The prisons of so many levels of jails; with one more that does not exist yet, if it may be created. */
export function prisonsOf(levels: number, mayGrow: boolean): Pick<Cast, 'prisons' | 'jails' | 'deepest'> {
  const prisons = prisonNames.slice(0, levels + (mayGrow ? 2 : 1));
  return { prisons, jails: prisons.slice(1), deepest: prisonNames[levels]! };
}

/** Every process counts once in both counts of its prison, and so does every jail in its parent. */
export function makeActors(cast: Cast) {
  const levels = prisonNames.indexOf(cast.deepest);
  const initial = (name: PrisonName) => {
    const depth = prisonNames.indexOf(name);
    const state = cast.state;
    if (depth > levels) return { ref: 0, uref: 0, state: state === 'ALIVE' ? ('INVALID' as const) : state };
    const processes = cast.roles.filter((role) => role.prison === name).length;
    const count = processes + (depth < levels ? 1 : 0) + (depth === 0 ? cast.permanent : 0);
    return { ref: count + (cast.tcp && depth === levels ? 1 : 0), uref: count, state };
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

/** What everybody does; `complete` is the task of a prison, `afterExit` a second one for last exits, where there is one. */
export function castSteps(
  step: Make,
  cast: Cast,
  complete: (prison: PrisonName) => Code,
  afterExit?: (prison: PrisonName) => Code,
) {
  const branches = cast.jails.flatMap((name) => [
    {
      when: (s: State) => s[name].context.task,
      code: [
        { does: `runs pr_task of ${name}`, in: TASK, with: () => to(name, { type: 'dequeue' }) },
        ...complete(name),
      ],
    },
    ...(afterExit === undefined
      ? []
      : [
          {
            when: (s: State) => s[name].context.exitTask,
            code: [
              {
                does: `runs the exit task of ${name}`,
                in: TASK,
                with: () => to(name, { type: 'dequeue', exit: true }),
              },
              ...afterExit(name),
            ],
          },
        ]),
  ]);
  return [
    ...cast.roles.flatMap(({ name, phases }) => stepsOf(step, { name, phases, end: 'end' })),
    ...stepsOf(step, {
      name: 'taskqueue',
      end: 'idle',
      phases: [{ call: 'idle', begins: 'surely', ends: 'rest', code: [choose(...branches)] }],
    }),
  ];
}

const TASK = 'prison_complete';

/** Whether nobody will do anything any more: every script is over and no task waits. */
export const isOver = (cast: Cast) => (s: State) =>
  s.kernel.matches('panicked') ||
  (s.taskqueue.matches('idle') &&
    cast.jails.every((name) => !s[name].context.task && !s[name].context.exitTask) &&
    cast.processes.every((name) => s[name].context.at === 'end' || s[name].matches('unborn')));
