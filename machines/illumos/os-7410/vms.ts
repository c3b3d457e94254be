import { to } from '../../../checker/index.ts';
import type { NamedStep } from '../../../checker/index.ts';
import { program } from '../../locks/program.ts';
import { acquire, release } from './actors.ts';
import type { Actors, Cast, CreatorName, Make, State, VmName, ZsdLine } from './actors.ts';
import { leaves } from './halt.ts';
import type { Settings } from './options.ts';

const CREATE = 'vmm_sol_dev.c: vmmdev_do_vm_create';
const ADD = 'vmm_zsd.c: vmm_zsd_add_vm';
const DESTROY = 'vmm_sol_dev.c: vmm_do_vm_destroy';

/** Processes in the zone that create VMs, and one in the global zone that destroys one. */
export function vmSteps(step: Make, cast: Cast, settings: Settings): NamedStep<Actors>[] {
  const running = (s: State): boolean => s.kernel.matches('running');
  return [
    ...cast.creators.flatMap(({ process, vm }) =>
      program(step, process, creator(process, vm, cast, settings), running),
    ),
    ...(settings.globalDestroy ? program(step, 'bhyvectl', destroyer(cast), running) : []),
  ];
}

/** `VMM_CREATE_VM`: all of it under `vmm_mtx`. A process that is killed in the kernel ends when it leaves it. */
function creator(by: CreatorName, vm: VmName, cast: Cast, { addResult }: Settings): ZsdLine[] {
  const here = to(vm, { type: 'create' });
  return [
    {
      does: `VMM_CREATE_VM(${vm}): vmm_mtx`,
      at: CREATE,
      about: 'The VM exists from here on, and holds its zone.',
      to: 'vm_create',
      fairness: 'none',
      with: (s) => (s.vmm.matches('usable') ? { vmm_mtx: acquire(by), ...here } : null),
    },
    {
      does: 'vmm_zsd_add_vm: VERIFY(zsd != NULL) fails',
      at: ADD,
      to: 'end',
      with: (s) =>
        s.vmm_zsd.matches('listed')
          ? null
          : { kernel: { type: 'panic', verify: 'zsd != NULL', in: 'vmm_zsd_add_vm', by } },
    },
    {
      does: 'vmm_zsd_add_vm: finds the data of the zone',
      at: ADD,
      about: 'Under vmm_zsd_lock, which is released.',
      from: 'vm_create',
      to: 'vmm_zsd_add_vm',
      with: (s) => (s.vmm_zsd.matches('listed') ? {} : null),
    },
    { does: 'vmm_zsd_add_vm: vz_lock', at: ADD, with: () => ({ vz_lock: acquire(by) }) },
    {
      does: 'vmm_zsd_add_vm: ENOSYS, vz_active is B_FALSE',
      at: ADD,
      to: 'vmm_zsd_add_vm has failed',
      with: (s) => (s.vmm_zsd.context.active ? null : { vz_lock: release(by) }),
    },
    addResult === 'ignored'
      ? {
          does: `VMM_CREATE_VM(${vm}): succeeds all the same`,
          at: CREATE,
          about: 'The result of vmm_zsd_add_vm is ignored.',
          to: 'vm_create is over',
          with: () => ({ vmm_mtx: release(by), ...to(vm, { type: 'created' }) }),
        }
      : {
          does: `VMM_CREATE_VM(${vm}): fails with ENOSYS`,
          at: CREATE,
          to: 'vm_create is over',
          with: () => ({ vmm_mtx: release(by), ...to(vm, { type: 'destroy' }) }),
        },
    {
      does: 'vmm_zsd_add_vm: into the list of the zone',
      at: ADD,
      from: 'vmm_zsd_add_vm: vz_lock',
      with: (s) =>
        s.vmm_zsd.context.active
          ? { vmm_zsd: { type: 'link', vm }, vz_lock: release(by), ...to(vm, { type: 'link' }) }
          : null,
    },
    {
      does: `VMM_CREATE_VM(${vm}): succeeds`,
      at: CREATE,
      to: 'vm_create is over',
      with: () => ({ vmm_mtx: release(by), ...to(vm, { type: 'created' }) }),
    },
    {
      does: 'is killed',
      at: 'zone.c: zone_task_rele',
      from: ['start', 'vm_create is over'],
      to: 'end',
      with: (s) => (s.web.context.killed ? leaves(s, cast, by) : null),
    },
    {
      does: 'exits',
      at: 'zone.c: zone_task_rele',
      about: 'Of its own accord; its VM stays.',
      from: ['start', 'vm_create is over'],
      to: 'end',
      fairness: 'none',
      with: (s) => (s.web.context.killed ? null : leaves(s, cast, by)),
    },
  ];
}

/** `VMM_DESTROY_VM` from the global zone, of one VM: `vmm_mtx`, then `vz_lock` in `vmm_zsd_rem_vm`. */
function destroyer(cast: Cast): ZsdLine[] {
  return cast.vms.flatMap((vm): ZsdLine[] => [
    {
      does: `VMM_DESTROY_VM(${vm}): vmm_mtx`,
      at: DESTROY,
      from: 'start',
      to: `vmm_destroy_begin(${vm})`,
      fairness: 'none',
      with: (s) => (s[vm].matches('live') ? { vmm_mtx: acquire('bhyvectl') } : null),
    },
    {
      does: `vmm_zsd_rem_vm(${vm}): vmm_zsd is NULL`,
      at: 'vmm_zsd.c: vmm_zsd_rem_vm',
      to: 'end',
      with: (s) =>
        s[vm].context.linked
          ? null
          : { kernel: { type: 'panic', verify: 'vmm_zsd != NULL', in: 'vmm_zsd_rem_vm', by: 'bhyvectl' } },
    },
    {
      does: `vmm_zsd_rem_vm(${vm}): vz_lock`,
      at: 'vmm_zsd.c: vmm_zsd_rem_vm',
      from: `vmm_destroy_begin(${vm})`,
      with: (s) => (s[vm].context.linked ? { vz_lock: acquire('bhyvectl') } : null),
    },
    {
      does: `${vm} is destroyed`,
      at: DESTROY,
      to: 'end',
      with: () => ({
        vmm_zsd: { type: 'unlink', vm },
        vz_lock: release('bhyvectl'),
        vmm_mtx: release('bhyvectl'),
        ...to(vm, { type: 'destroy' }),
      }),
    },
  ]);
}
