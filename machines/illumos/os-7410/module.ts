import type { NamedStep } from '../../../checker/index.ts';
import { program } from '../../locks/program.ts';
import { atLeast } from '../zone.ts';
import { acquire, exists, release } from './actors.ts';
import type { Actors, Cast, Make, State, ZsdLine } from './actors.ts';
import { callbacks } from './callbacks.ts';
import { statusOf } from './halt.ts';
import type { Settings } from './options.ts';

const KEY_CREATE = 'zone.c: zone_key_create';
const APPLY = 'zone.c: zsd_apply_all_zones';
const CREATE = 'vmm_zsd.c: vmm_zsd_create';
const KEY_DELETE = 'zone.c: zone_key_delete';

/** `_init` and `_fini` of vmm: `zone_key_create` before `mod_install`, `zone_key_delete` after `mod_remove`. */
export function moduleSteps(step: Make, cast: Cast, settings: Settings): NamedStep<Actors>[] {
  const running = (s: State): boolean => s.kernel.matches('running');
  return [
    ...(cast.threads.includes('modload') ? program(step, 'modload', load(settings), running) : []),
    ...(cast.threads.includes('modunload')
      ? program(step, 'modunload', unload(cast, settings), running)
      : []),
  ];
}

/** Whether `zone_key_create` makes an entry for the zone. */
function takesEntry(s: State, { skipFrom }: Settings): boolean {
  const limit = skipFrom === 'down' ? 'down' : 'shuttingDown';
  return s.web.context.listed && !atLeast(statusOf(s), limit);
}

function load(settings: Settings): ZsdLine[] {
  const locked = settings.callbacks === 'locked';
  const keyed = locked ? 'zone_key_create: zsd_key_lock' : 'zone_key_create: the key exists';
  const over = 'zone_key_create is over';
  return [
    {
      does: 'zone_key_create: the key exists',
      at: KEY_CREATE,
      about: 'In _init of vmm, before mod_install.',
      fairness: 'none',
      with: () => ({ vmm: { type: 'init' } }),
    },
    ...(locked
      ? ([
          {
            does: 'zone_key_create: zonehash_lock',
            at: KEY_CREATE,
            with: () => ({ zonehash_lock: acquire('modload') }),
          },
          {
            does: keyed,
            at: KEY_CREATE,
            about: 'And zone_lock.',
            with: () => ({ zsd_key_lock: acquire('modload') }),
          },
        ] satisfies ZsdLine[])
      : []),
    {
      does: 'zone_key_create: skips the zone',
      at: KEY_CREATE,
      from: keyed,
      to: over,
      with: (s) => (takesEntry(s, settings) ? null : {}),
    },
    {
      does: 'zone_key_create: entry with CREATE_NEEDED',
      at: KEY_CREATE,
      about: 'Under zonehash_lock and zone_lock.',
      from: keyed,
      with: (s) => (takesEntry(s, settings) ? { zsd_entry: { type: 'insert', by: 'modload' } } : null),
    },
    {
      does: 'zsd_apply_create: CREATE_INPROGRESS',
      at: APPLY,
      with: () => ({ zsd_entry: { type: 'begin', kind: 'create', by: 'modload' } }),
    },
    ...create(settings),
    {
      does: 'zsd_apply_create: CREATE_COMPLETED',
      at: APPLY,
      to: over,
      with: () => ({ zsd_entry: { type: 'end', kind: 'create' } }),
    },
    ...(locked
      ? [
          {
            does: 'zone_key_create: both locks released',
            at: KEY_CREATE,
            with: () => ({ zonehash_lock: release('modload'), zsd_key_lock: release('modload') }),
          } satisfies ZsdLine,
        ]
      : []),
    {
      does: 'mod_install',
      at: 'vmm_sol_dev.c: _init',
      to: 'end',
      with: () => ({ vmm: { type: 'install' } }),
    },
  ];
}

/** `vmm_zsd_create`: since the landed fix it looks the zone up, whatever its status. */
function create({ active, callbacks: how }: Settings): ZsdLine[] {
  const listed = (value: boolean): ZsdLine => ({
    does: `vmm_zsd_create: in vmm_zsd_list, vz_active ${value ? 'B_TRUE' : 'B_FALSE'}`,
    at: CREATE,
    to: 'vmm_zsd_create has returned',
    with: () => ({ vmm_zsd: { type: 'create', active: value } }),
  });
  if (active === 'always') return [listed(true)];
  const lookup = 'vmm_zsd_create: zone_find_by_id_nolock';
  const found = (below: boolean): string =>
    `the zone is ${below ? 'below SHUTTING_DOWN' : 'SHUTTING_DOWN or later'}`;
  const reads = (below: boolean): ZsdLine => ({
    does: `vmm_zsd_create: ${found(below)}`,
    at: CREATE,
    from: lookup,
    to: found(below),
    with: (s) => (s.web.context.listed && atLeast(statusOf(s), 'shuttingDown') !== below ? {} : null),
  });
  return [
    {
      does: lookup,
      at: CREATE,
      about: 'Takes zonehash_lock.',
      // Without anybody else who holds it for longer than this step, the lock itself is of no interest.
      with: () => (how === 'locked' ? { zonehash_lock: acquire('modload') } : {}),
    },
    {
      does: 'vmm_zsd_create: VERIFY(zone != NULL) fails',
      at: CREATE,
      from: lookup,
      to: 'end',
      with: (s) =>
        s.web.context.listed
          ? null
          : { kernel: { type: 'panic', verify: 'zone != NULL', in: 'vmm_zsd_create', by: 'modload' } },
    },
    reads(true),
    { ...listed(true), from: found(true) },
    reads(false),
    { ...listed(false), from: found(false) },
  ];
}

/** `zone_key_delete`: marks both, applies both, then removes the entries. */
function unload(cast: Cast, settings: Settings): ZsdLine[] {
  const inUse = (s: State): boolean => cast.vms.some((vm) => exists(s, vm));
  return [
    {
      does: 'mod_remove',
      at: 'vmm_sol_dev.c: _fini',
      about: 'EBUSY while there are VMs.',
      fairness: 'none',
      with: (s) => (inUse(s) ? null : { vmm: { type: 'remove' } }),
    },
    ...callbacks({ by: 'modunload', mark: '', marks: { shutdown: true, destroy: true } }, cast, settings),
    {
      does: 'zone_key_delete: removes the key',
      at: KEY_DELETE,
      to: 'end',
      with: (s) => ({
        vmm: { type: 'fini' },
        ...(s.zsd_entry.matches('listed') ? { zsd_entry: { type: 'remove' } } : {}),
      }),
    },
  ];
}
