import { always, leadsTo, never, onStep, reachable } from '../../checker/index.ts';
import type { Property, PropertyDetails } from '../../checker/index.ts';
import type { Actors, CallerName, VmName } from '../../machines/illumos/os-7410/actors.ts';
import { exists } from '../../machines/illumos/os-7410/actors.ts';

/** V1 */
export function notActiveAtDestroy(): Property<Actors> {
  return onStep(
    'vz_active is clear when vmm_zsd_destroy asserts it',
    /vmm_zsd_destroy: ASSERT/,
    ({ before }) => {
      const { active } = before.vmm_zsd.context;
      const { create, shutdown, destroy } = before.zsd_entry.context;
      return !active || { vz_active: active, 'flags of the entry': { create, shutdown, destroy } };
    },
    {
      about:
        'ASSERT(!vz_active). A kernel that is not DEBUG goes on and reaps the VMs, and so does the model.',
      cites: ['OS-7410 (panic, entry flags 0x204)'],
    },
  );
}

/** Something that the code relies on; where it is not so, the kernel panics. */
function neverPanicsIn(where: string, name: string, details: PropertyDetails): Property<Actors> {
  return never(
    name,
    (s) => s.kernel.context.panic?.in === where && { panic: s.kernel.context.panic },
    details,
  );
}

/** V2 */
export function addVmFindsData(): Property<Actors> {
  return neverPanicsIn('vmm_zsd_add_vm', 'vmm_zsd_add_vm finds the data of the zone', {
    about: 'VERIFY(zsd != NULL): a process that can use the device is in a zone that has an entry.',
    cites: ['OS-7410 (the rejected fix)'],
  });
}

/** V2, of the VM's own pointer. */
export function remVmFindsData(): Property<Actors> {
  return neverPanicsIn('vmm_zsd_rem_vm', 'vmm_zsd_rem_vm finds the data of the zone', {
    about: 'A VM that is destroyed by name has a vmm_zsd to be removed from.',
    cites: ['vmm_sol_dev.c: vmmdev_do_vm_create ignores an error (derived)'],
  });
}

/** The landed fix looks the zone up in the create callback. */
export function createFindsZone(): Property<Actors> {
  return neverPanicsIn('vmm_zsd_create', 'vmm_zsd_create finds the zone', {
    about: 'VERIFY(zone != NULL) of the landed fix: zone_destroy waits for the creator.',
    cites: ['OS-7410 (a454ac291e)'],
  });
}

export function noCallbackAfterDestroy(): Property<Actors> {
  return neverPanicsIn('vmm_zsd_shutdown', 'shutdown is not called after destroy', {
    about: 'The data that vmm_zsd_shutdown gets has not been freed.',
    cites: ['zone.c: zone_zsd_callbacks marks entries that are destroyed (derived)'],
  });
}

/** V3 */
export function vmsAreListed(vms: readonly VmName[]): Property<Actors> {
  return always(
    'every VM is on the list of its zone',
    vms.map((vm) => (s) => !s[vm].matches('live') || s[vm].context.linked || { vm, vmm_zsd: 'NULL' }),
    {
      about: 'A VM whose creation succeeded is found by the callbacks of its zone.',
      cites: ['OS-6670 (reap VMs at halt)', 'OS-7410'],
    },
  );
}

/** V4 */
export function shutDownBeforeDestroy(): Property<Actors> {
  return onStep(
    'shutdown ran before destroy, unless it was never active',
    /zsd_apply_destroy: DESTROY_INPROGRESS/,
    ({ before }) =>
      before.zsd_entry.context.shutdown === 'completed' ||
      !before.vmm_zsd.context.wasActive || { shutdown: before.zsd_entry.context.shutdown },
    { about: 'Who was told to start is told to stop, before being destroyed.', cites: ['OS-7410'] },
  );
}

/** V5 */
export function callbacksRunOnce(): Property<Actors> {
  return always(
    'no callback runs twice for an entry',
    (s) => {
      const { calls } = s.zsd_entry.context;
      return Math.max(calls.create, calls.shutdown, calls.destroy) < 2 || { calls };
    },
    { about: 'Create, shutdown and destroy are each called at most once.', cites: ['sys/zone.h: ZSD_*'] },
  );
}

/** V6 */
export function nothingOutlivesZone(vms: readonly VmName[]): Property<Actors> {
  return always(
    'nothing of vmm outlives the zone',
    (s) => {
      if (s.web.context.listed) return true;
      const left = vms.filter((vm) => exists(s, vm));
      return (s.vmm_zsd.matches('absent') && left.length === 0) || { vmm_zsd: s.vmm_zsd.value, left };
    },
    {
      about: 'Once the zone is out of zone_active, its vmm_zsd and its VMs are gone.',
      cites: ['OS-6670', 'OS-6976'],
    },
  );
}

/** V7 */
export function haltEnds(callers: readonly CallerName[]): Property<Actors>[] {
  return callers.map((caller) =>
    leadsTo(
      callers.length === 1 ? 'a halt that was asked for ends' : `a halt by ${caller} ends`,
      (s) => s[caller].context.at !== 'start',
      (s) => s[caller].matches('done') || s.kernel.matches('panicked'),
      {
        about:
          'Fair: every thread that can go on does, processes that are killed end, and not every call is interrupted. ' +
          'Not fair: what users do. A panic is reported apart.',
        cites: ['illumos 15167 (zones stuck in "down")'],
      },
    ),
  );
}

export function zoneCanGo(): Property<Actors> {
  return reachable('the zone can go', (s) => !s.web.context.listed, {
    about: 'There is a run in which zone_destroy takes the zone out of zone_active.',
  });
}

export function vmsCanRun(vms: readonly VmName[]): Property<Actors> {
  return reachable('a VM can run', (s) => vms.some((vm) => s[vm].matches('live')), {
    about: 'There is a run in which a process of the zone creates a VM.',
  });
}
