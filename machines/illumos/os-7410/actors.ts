import { actor, family, numbered } from '../../../checker/index.ts';
import type { MachinesOf, Numbered, StepMaker, View } from '../../../checker/index.ts';
import { mutex } from '../../locks/mutex.ts';
import type { Line } from '../../locks/program.ts';
import { thread } from '../../locks/thread.ts';
import { kernel } from '../kernel.ts';
import type { Settings } from './options.ts';
import { vm } from './vm.ts';
import { vmmModule } from './vmmModule.ts';
import { vmmZsd } from './vmmZsd.ts';
import { zsdEntry } from './zsdEntry.ts';
import { zsdZone } from './zsdZone.ts';

export type VmName = Numbered<'vm'>;
export type CreatorName = Numbered<'bhyve'>;
export type CallerName = 'zoneadmd' | 'second';
/** A process of the zone. */
export type ProcessName = CreatorName | 'init';
export type ThreadName = CallerName | ProcessName | 'kthread' | 'modload' | 'modunload' | 'bhyvectl';

/** The names of a scenario's actors, by what they are. */
export interface Cast {
  /** Threads that call `zone_shutdown` and `zone_destroy`. */
  readonly callers: readonly CallerName[];
  /** Processes of the zone, each with the VM that it creates. */
  readonly creators: readonly { readonly process: CreatorName; readonly vm: VmName }[];
  readonly vms: readonly VmName[];
  /** All that have a program. */
  readonly threads: readonly ThreadName[];
}

export function makeCast(settings: Settings): Cast {
  const booted = settings.zone === 'running';
  const creators = numbered('bhyve', booted ? settings.creators : 0).map((process, i) => ({
    process,
    vm: `vm${i}` as VmName,
  }));
  const callers = (['zoneadmd', 'second'] as const).slice(0, settings.callers);
  return {
    callers,
    creators,
    vms: creators.map((one) => one.vm),
    threads: [
      ...callers,
      ...creators.map(({ process }) => process),
      ...(booted ? (['init'] as const) : []),
      ...(settings.kthread ? (['kthread'] as const) : []),
      ...(settings.module === 'loaded' ? [] : (['modload'] as const)),
      ...(settings.module === 'reloads' ? (['modunload'] as const) : []),
      ...(settings.globalDestroy ? (['bhyvectl'] as const) : []),
    ],
  };
}

export function makeActors(cast: Cast, settings: Settings) {
  const loaded = settings.module !== 'loads';
  return {
    kernel,
    web: actor(zsdZone, { input: { booted: settings.zone === 'running' } }),
    vmm: actor(vmmModule, { input: { loaded } }),
    zsd_entry: actor(zsdEntry, { input: { present: loaded } }),
    vmm_zsd: actor(vmmZsd, { input: { present: loaded } }),
    zonehash_lock: mutex,
    zsd_key_lock: mutex,
    vz_lock: mutex,
    vmm_mtx: mutex,
    ...family(cast.vms, () => vm),
    ...family(cast.threads, () => thread),
  };
}

export type Actors = MachinesOf<ReturnType<typeof makeActors>>;
export type State = View<Actors>;
export type Make = StepMaker<Actors>;
export type ZsdLine = Line<Actors>;

export const acquire = (by: ThreadName) => ({ type: 'acquire', by }) as const;
export const release = (by: ThreadName) => ({ type: 'release', by }) as const;

/** A VM that takes memory and holds its zone. */
export function exists(s: State, name: VmName): boolean {
  return s[name].matches('creating') || s[name].matches('live');
}
