import { defineScenario, defineSystem } from '../../../checker/index.ts';
import type { NamedStep, Property } from '../../../checker/index.ts';
import {
  countsOnce,
  everyThreadEnds,
  noRecursiveHold,
  noUseAfterFree,
} from '../../../invariants/illumos/ipmp.ts';
import { program } from '../../locks/program.ts';
import { makeActors, threadNames } from './actors.ts';
import type { Actors, IpmpLine, Make, ThreadName } from './actors.ts';
import { options } from './options.ts';
import type { Settings } from './options.ts';
import { bystanders, readKstat, reaper } from './reader.ts';
import { unplumbIpmp, unplumbUnderlying } from './unplumb.ts';
import { variants } from './variants.ts';

function programs(step: Make, settings: Settings): NamedStep<Actors>[] {
  const lines: Readonly<Record<ThreadName, readonly IpmpLine[]>> = {
    T1: unplumbIpmp(settings),
    T1u: unplumbUnderlying(settings),
    T2: readKstat(settings),
    ...bystanders(),
    reaper: reaper(),
  };
  return threadNames(settings).flatMap((name) => program(step, name, lines[name]));
}

function ipmpKstatSystem(settings: Settings) {
  const names = threadNames(settings);
  return defineSystem({
    actors: makeActors(settings),
    steps: (step) => programs(step, settings),
    ends: (s) => names.every((name) => s[name].matches('done')),
  });
}

function properties(settings: Settings): Property<Actors>[] {
  const names = threadNames(settings);
  const member = names.includes('T1u');
  return [
    ...(names.includes('T2') ? noUseAfterFree(member) : []),
    ...(names.includes('T2') && settings.netstack !== 'none' ? [noRecursiveHold()] : []),
    ...(names.includes('T2') && member ? countsOnce() : []),
    everyThreadEnds(names),
  ];
}

export const ipmpKstat = defineScenario({
  name: 'ipmp-kstat',
  title: 'Clearview IPMP: an interface is unplumbed while the kstat of its group is read',
  about:
    'Destroying an IPMP group deletes its kstat, which waits for whoever owns it. A reader owns the kstat over its ' +
    'update callback, which wants ill_g_lock. The unplumb that destroys the group held that lock: a deadlock, found in ' +
    'review. The landed fix frees the phyint and the group after the lock is dropped; other threads and a walker ' +
    'without references are what it leaves.',
  sources: [
    { label: 'Clearview IPMP review', where: 'the first of two items: ipmp_grp_destroy under ill_g_lock' },
    { label: 'e11c3f44f531', where: 'OpenSolaris, 6 January 2009: IPMP as it landed; ip_if.c, ipmp.c' },
    { label: 'kstat_fr.c', where: 'usr/src/uts/common/os: kstat_hold, kstat_rele, kstat_delete' },
    {
      label: 'ip.c, ip_rts.c, ip_tunables.c',
      where: 'illumos-gate, August 2020: documented order ill_g_lock, ips_ipmp_lock; who nests them so',
    },
    { label: 'illumos 8900, OS-5423', where: '84fe1120bd, 2017: netstack teardown in a kstat callback' },
  ],
  options,
  variants,
  system: ipmpKstatSystem,
  properties: (settings) => properties(settings),
});
