import { defineScenario, defineSystem } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import {
  addVmFindsData,
  callbacksRunOnce,
  createFindsZone,
  haltEnds,
  noCallbackAfterDestroy,
  notActiveAtDestroy,
  nothingOutlivesZone,
  remVmFindsData,
  shutDownBeforeDestroy,
  vmsAreListed,
  vmsCanRun,
  zoneCanGo,
} from '../../../invariants/illumos/zsd.ts';
import { makeActors, makeCast } from './actors.ts';
import type { Actors, Cast } from './actors.ts';
import { haltProgram, zoneSteps } from './halt.ts';
import { moduleSteps } from './module.ts';
import { options } from './options.ts';
import type { Settings } from './options.ts';
import { variants } from './variants.ts';
import { vmSteps } from './vms.ts';

export function os7410System(settings: Settings) {
  const cast = makeCast(settings);
  return defineSystem({
    actors: makeActors(cast, settings),
    steps: (step) => [
      ...cast.callers.flatMap((caller) => haltProgram(step, caller, cast, settings)),
      ...zoneSteps(step, cast, settings),
      ...moduleSteps(step, cast, settings),
      ...vmSteps(step, cast, settings),
    ],
    ends: (s) =>
      s.kernel.matches('panicked') ||
      cast.threads.every((name) => s[name].matches('done') || s[name].context.at === 'start'),
  });
}

function properties(cast: Cast): Property<Actors>[] {
  const vms = cast.vms.length > 0;
  return [
    notActiveAtDestroy(),
    shutDownBeforeDestroy(),
    noCallbackAfterDestroy(),
    ...(vms ? [addVmFindsData(), remVmFindsData(), vmsAreListed(cast.vms)] : []),
    createFindsZone(),
    callbacksRunOnce(),
    nothingOutlivesZone(cast.vms),
    ...haltEnds(cast.callers),
    zoneCanGo(),
    ...(vms ? [vmsCanRun(cast.vms)] : []),
  ];
}

export const os7410 = defineScenario({
  name: 'os-7410',
  title:
    'vmm_zsd_destroy asserts !vz_active: a module loads while a zone halts, and its data is never shut down',
  about:
    'A module that keeps data per zone registers a key: zone_key_create makes an entry for every zone that is not yet ' +
    'DOWN and calls create. A zone that halts marks the entries that it has, when it is EMPTY, and calls their shutdown ' +
    'callbacks; later it does the same with destroy. A module that loads in between gets create and destroy, and no ' +
    'shutdown.',
  sources: [
    { label: 'OS-7410', where: 'panic in vmm_zsd_destroy, SmartOS; landed fix a454ac291e, 3 December 2018' },
    {
      label: 'zone.c',
      where:
        'usr/src/uts/common/os: zone_key_create, zone_zsd_callbacks, zsd_apply_*, zone_shutdown, zone_destroy',
    },
    {
      label: 'vmm_zsd.c',
      where: 'usr/src/uts/i86pc/io/vmm (since: intel/io/vmm): the callbacks, vmm_zsd_add_vm',
    },
    { label: 'vmm_sol_dev.c', where: 'the same place: vmmdev_do_vm_create, vmm_do_vm_destroy, _init, _fini' },
    { label: 'illumos 6558857', where: 'bd41d0a82b, 2008: ZSD callbacks run without locks' },
  ],
  options,
  variants,
  judgeAt: { callers: 1, creators: 0 },
  system: os7410System,
  properties: (settings) => properties(makeCast(settings)),
});
