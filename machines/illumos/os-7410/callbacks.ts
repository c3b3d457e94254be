import { to } from '../../../checker/index.ts';
import { acquire, exists, release } from './actors.ts';
import type { Cast, State, ThreadName, VmName, ZsdLine } from './actors.ts';
import type { Settings } from './options.ts';

const ZONE = 'zone.c: zone_zsd_callbacks';
const APPLY = 'zone.c: zsd_apply_all_keys';
const VMM = 'vmm_zsd.c: vmm_zsd_';

/** One call of `zone_zsd_callbacks`, or what `zone_key_delete` does in its place. */
export interface Call {
  readonly by: ThreadName;
  /** What tells its lines from those of another call by the same thread: ` (SHUTDOWN)`. */
  readonly mark: string;
  readonly marks: { readonly shutdown: boolean; readonly destroy: boolean };
}

/**
 * `zone_zsd_callbacks`: marks the entries that are in the list now, then applies the shutdown callbacks, then the
 * destroy callbacks. Before illumos 6558857 all of it ran under `zsd_key_lock`.
 */
export function callbacks(call: Call, cast: Cast, settings: Settings): ZsdLine[] {
  const { by, mark } = call;
  const locked = settings.callbacks === 'locked';
  return [
    ...(locked
      ? [{ does: `zsd_key_lock${mark}`, at: ZONE, with: () => ({ zsd_key_lock: acquire(by) }) }]
      : []),
    {
      does: `marks its entries${mark}`,
      at: ZONE,
      about: 'What is not in the list now does not get this callback.',
      to: marked(call),
      with: (s) =>
        s.zsd_entry.matches('listed') ? { zsd_entry: { type: 'mark', ...marksOf(s, call, settings) } } : {},
    },
    ...shutdownPass(call),
    ...destroyPass(call, cast, settings),
    {
      does: locked ? `zsd_key_lock released${mark}` : `all callbacks are done${mark}`,
      at: ZONE,
      from: passed(call, 'destroy'),
      with: () => (locked ? { zsd_key_lock: release(by) } : {}),
    },
  ];
}

function marksOf(s: State, { marks }: Call, { late }: Settings): Call['marks'] {
  const destroyed = s.zsd_entry.context.destroy !== 'none';
  return late === 'skipped' && destroyed ? { ...marks, shutdown: false } : marks;
}

const marked = ({ mark }: Call): string => `entries are marked${mark}`;
const passed = ({ mark }: Call, kind: 'shutdown' | 'destroy'): string => `${kind} pass is over${mark}`;

const begun = ({ mark }: Call, kind: 'shutdown' | 'destroy'): string =>
  `zsd_apply_${kind}: ${kind.toUpperCase()}_INPROGRESS${mark}`;

/** Nothing to call: no entry, or one without this flag, once nobody is busy with it. */
function nothing(call: Call, kind: 'shutdown' | 'destroy', from: string): ZsdLine {
  return {
    does: `zsd_apply_${kind}: nothing to call${call.mark}`,
    at: APPLY,
    from,
    to: passed(call, kind),
    with: (s) => (s.zsd_entry.matches('absent') ? {} : { zsd_entry: { type: 'pass', kind } }),
  };
}

function begin(call: Call, kind: 'shutdown' | 'destroy', from: string): ZsdLine {
  return {
    does: begun(call, kind),
    at: APPLY,
    about: 'Waits for the creator, and for a callback that another thread runs.',
    from,
    with: (s) =>
      s.zsd_entry.matches('listed') && s.zsd_entry.context[kind] === 'needed'
        ? { zsd_entry: { type: 'begin', kind, by: call.by } }
        : null,
  };
}

function end(call: Call, kind: 'shutdown' | 'destroy'): ZsdLine {
  return {
    does: `zsd_apply_${kind}: ${kind.toUpperCase()}_COMPLETED${call.mark}`,
    at: APPLY,
    to: passed(call, kind),
    with: () => ({ zsd_entry: { type: 'end', kind } }),
  };
}

function shutdownPass(call: Call): ZsdLine[] {
  const { by, mark } = call;
  const at = `${VMM}shutdown`;
  return [
    nothing(call, 'shutdown', marked(call)),
    begin(call, 'shutdown', marked(call)),
    {
      does: `vmm_zsd_shutdown: the data is gone${mark}`,
      at,
      about: 'DESTROY came first.',
      to: 'end',
      with: (s) =>
        s.vmm_zsd.matches('absent')
          ? { kernel: { type: 'panic', verify: 'data != NULL', in: 'vmm_zsd_shutdown', by } }
          : null,
    },
    {
      does: `vmm_zsd_shutdown: vz_lock${mark}`,
      at,
      from: begun(call, 'shutdown'),
      with: (s) => (s.vmm_zsd.matches('absent') ? null : { vz_lock: acquire(by) }),
    },
    {
      does: `vmm_zsd_shutdown: vz_active := B_FALSE${mark}`,
      at,
      about: 'Powers off the VMs of the zone.',
      with: () => ({ vmm_zsd: { type: 'shutdown' }, vz_lock: release(by) }),
    },
    end(call, 'shutdown'),
  ];
}

function destroyPass(call: Call, cast: Cast, settings: Settings): ZsdLine[] {
  const { by, mark } = call;
  const at = `${VMM}destroy`;
  const from = passed(call, 'shutdown');
  const reaping = `reaps VMs${mark}`;
  const mtxFirst = settings.reap === 'vmm_mtx first';
  return [
    nothing(call, 'destroy', from),
    begin(call, 'destroy', from),
    {
      does: `vmm_zsd_destroy: out of vmm_zsd_list${mark}`,
      at,
      about: 'Under vmm_zsd_lock.',
      with: () => ({ vmm_zsd: { type: 'unlist' } }),
    },
    ...(mtxFirst
      ? [{ does: `vmm_zsd_destroy: vmm_mtx${mark}`, at, with: () => ({ vmm_mtx: acquire(by) }) }]
      : []),
    { does: `vmm_zsd_destroy: vz_lock${mark}`, at, with: () => ({ vz_lock: acquire(by) }) },
    { does: `vmm_zsd_destroy: ASSERT(!vz_active)${mark}`, at, to: reaping },
    ...cast.vms.flatMap((vm) => reap(call, vm, reaping, mtxFirst)),
    {
      does: `vmm_zsd_destroy: frees the data${mark}`,
      at,
      from: reaping,
      with: (s) =>
        s.vmm_zsd.context.vms.length > 0
          ? null
          : {
              vmm_zsd: { type: 'free' },
              vz_lock: release(by),
              ...(mtxFirst ? { vmm_mtx: release(by) } : {}),
            },
    },
    end(call, 'destroy'),
  ];
}

/** `vmm_do_vm_destroy` of one VM in the list: takes `vmm_mtx`, unless it is held already. */
function reap({ by, mark }: Call, vm: VmName, reaping: string, mtxFirst: boolean): ZsdLine[] {
  const at = `${VMM}destroy`;
  const destroy = to(vm, { type: 'destroy' });
  const wanted = `vmm_do_vm_destroy(${vm})${mark}`;
  const mine: ZsdLine['with'] = (s) =>
    s.vmm_zsd.context.vms[0] === vm && exists(s, vm)
      ? mtxFirst
        ? { vmm_zsd: { type: 'unlink', vm }, ...destroy }
        : { vmm_mtx: acquire(by) }
      : null;
  if (mtxFirst) return [{ does: wanted, at, from: reaping, to: reaping, with: mine }];
  return [
    { does: `${wanted}: vmm_mtx`, at, from: reaping, to: wanted, with: mine },
    {
      does: wanted,
      at,
      to: reaping,
      with: () => ({ vmm_zsd: { type: 'unlink', vm }, vmm_mtx: release(by), ...destroy }),
    },
  ];
}
