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
import { idleJailsGo, noSilentResurrection } from '../../../invariants/freebsd/lifecycle.ts';
import { noMutexHeldOnReturn } from '../../../invariants/freebsd/locks.ts';
import { mutexOf } from '../names.ts';
import { castSteps, interchangeable, isOver, makeActors } from '../cast.ts';
import type { Cast } from '../cast.ts';
import { complete } from './deref.ts';
import { options } from './options.ts';
import type { Settings } from './options.ts';
import { makeCast } from './roles.ts';
import { variants } from './variants/index.ts';

function jailsSystem(settings: Settings) {
  const cast = makeCast(settings);
  return defineSystem({
    actors: makeActors(cast),
    steps: (step) =>
      castSteps(step, cast, (name) => complete(settings, { by: 'taskqueue', in: 'prison_complete' }, name)),
    ends: isOver(cast),
    symmetry: interchangeable(cast),
  });
}

type Actors = MachinesOf<ReturnType<typeof makeActors>>;

function properties(cast: Cast, settings: Settings): Property<Actors>[] {
  const { prisons, jails, processes } = cast;
  const removalLowers = ['patch-2', 'landed', 'deferred'].includes(settings.lastUref);
  return [
    urefNeverNegative(prisons),
    prison0KeepsItsOwn(settings.permanent),
    urefCountsWhatKeepsAlive(prisons, processes, settings.permanent, removalLowers ? 'linked' : 'alive'),
    insideIsAlive(prisons, processes),
    urefNeedsRef(prisons),
    credsHoldTheirPrison(prisons, processes),
    removedEmpty(jails),
    neverUsedAfterFree(jails),
    neverPanics(),
    ...(settings.enter === 'jail_attach' || settings.enter === 'jail_set'
      ? [noSilentResurrection(settings.enter, jails)]
      : []),
    noMutexHeldOnReturn(
      prisons.map((name) => mutexOf(name)),
      processes,
    ),
    ...idleJailsGo(jails, processes, settings.tcp ? { [cast.deepest]: 'tcp' } : {}),
  ];
}

export const jails = defineScenario({
  name: 'jails',
  title: 'FreeBSD jails: dying jails that come back take pr_uref from the host',
  about:
    'Every process holds a pr_uref of its prison, and a jail one of its parent. In 2011 the parent was raised when a jail ' +
    'was created and lowered whenever its pr_uref went from 1 to 0, which may happen again and again: a dying jail can be ' +
    'entered. prison0 lost a count each time, until an exit took its last one. Patches, alternatives and what landed are ' +
    'checked against the ways to enter, keep, create and remove jails; one lock or count per step.',
  sources: [
    {
      label: 'freebsd-jail, August 2011',
      where: 'Steven Hartland and Jamie Gritton: the panic, two patches, an alternative',
    },
    {
      label: 'kern_jail.c 1.140',
      where: 'sys/kern, January 2011: prison_deref, do_jail_attach, kern_jail_set, prison_remove_one',
    },
    { label: 'kern_jail.c of 9.1', where: 'prison_deref with PD_DEUREF at the end of its loop' },
    { label: 'kern_jail.c of 10.4', where: 'prison_proc_free leaves the last pr_uref to a task' },
    { label: 'D28515, rG0a2a96f35a4c', where: '2021: no jails under dying ones' },
    { label: 'D28150, ed31b3f4a146', where: '2023: JAIL_DYING is ignored by jail_set' },
  ],
  options,
  variants,
  judgeAt: { levels: 1, enter: 'nobody' },
  system: jailsSystem,
  properties: (settings) => properties(makeCast(settings), settings),
});
