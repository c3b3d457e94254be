import { defineScenario, defineSystem } from '../../../checker/index.ts';
import type { MachinesOf, Property } from '../../../checker/index.ts';
import {
  credsHoldTheirPrison,
  insideIsAlive,
  neverPanics,
  neverUsedAfterFree,
  prison0KeepsItsOwn,
  removedEmpty,
  urefCountsWhatKeepsAlive,
  urefNeedsRef,
  urefNeverNegative,
} from '../../../invariants/freebsd/counts.ts';
import { idleJailsGo } from '../../../invariants/freebsd/lifecycle.ts';
import { noMutexHeldOnReturn } from '../../../invariants/freebsd/locks.ts';
import {
  aliveHasUref,
  dyingIsLeftOnlyByName,
  dyingIsNeverLeft,
  invalidPasses,
  killedLeave,
} from '../../../invariants/freebsd/states.ts';
import { castSteps, interchangeable, isOver, makeActors } from '../cast.ts';
import { mutexOf } from '../names.ts';
import { afterExit, complete } from './deref.ts';
import { options } from './options.ts';
import type { Settings } from './options.ts';
import { makePlay } from './roles.ts';
import type { Play } from './roles.ts';
import { variants } from './variants.ts';

function jailsStatesSystem(settings: Settings) {
  const { cast, world } = makePlay(settings);
  return defineSystem({
    actors: makeActors(cast),
    steps: (step) =>
      castSteps(
        step,
        cast,
        (name) => complete(world, 'taskqueue', name),
        settings.ownTask ? (name) => afterExit(world, 'taskqueue', name) : undefined,
      ),
    ends: isOver(cast),
    symmetry: interchangeable(cast),
  });
}

type Actors = MachinesOf<ReturnType<typeof makeActors>>;

function properties({ cast, world }: Play, settings: Settings): Property<Actors>[] {
  const { prisons, jails, processes, permanent, tcp, deepest } = cast;
  const byName = [
    ...(settings.enter === 'jail_set-dying' ? ['y0', 'y1'] : []),
    ...(settings.persist === 'resurrect' ? ['persister'] : []),
  ];
  return [
    urefNeverNegative(prisons),
    prison0KeepsItsOwn(permanent),
    urefCountsWhatKeepsAlive(prisons, processes, permanent, 'linked'),
    insideIsAlive(prisons, processes),
    urefNeedsRef(prisons),
    credsHoldTheirPrison(prisons, processes),
    removedEmpty(jails),
    neverUsedAfterFree(jails),
    neverPanics(),
    noMutexHeldOnReturn(
      prisons.map((name) => mutexOf(name)),
      processes,
    ),
    aliveHasUref(jails),
    settings.jailDying === 'honoured' ? dyingIsLeftOnlyByName(jails, byName) : dyingIsNeverLeft(jails),
    ...invalidPasses(jails),
    ...killedLeave(jails, world.processes),
    ...idleJailsGo(jails, processes, tcp ? { [deepest]: 'tcp' } : {}),
  ];
}

export const jailsStates = defineScenario({
  name: 'jails-states',
  title: 'FreeBSD jails since 2021: pr_state, counts without locks, last counts by a task',
  about:
    'In 2021 pr_ref and pr_uref became refcount(9): they change without locks, except to and from 0, which takes both ' +
    'allprison_lock and pr_mtx. A last exit leaves its pr_uref to a task. What was implied by the counts became a state: ' +
    'INVALID, ALIVE, DYING. Since 2023 a dying jail does not come back. The mixes of the scenario jails, and what is new.',
  sources: [
    {
      label: 'kern_jail.c of 2021-22',
      where: 'sys/kern: prison_deref, prison_deref_kill, prison_proc_free, prison_complete',
    },
    { label: 'f7496dcab036 (D28419, D28458)', where: 'counts go to and from 0 with both locks' },
    { label: '1158508a8086 (D27876)', where: 'pr_state' },
    { label: 'cc7b73065302, FreeBSD-SA-21:04', where: 'jail_remove against fork and attach' },
    { label: 'ed31b3f4a146 (D28150)', where: 'November 2023: JAIL_DYING is ignored by jail_set' },
    { label: 'rG78f70d4ff9dd (D53200, PR 290217)', where: 'PD_KILL is for jails that are alive' },
  ],
  options,
  variants,
  system: jailsStatesSystem,
  properties: (settings) => properties(makePlay(settings), settings),
});
