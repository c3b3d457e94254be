import { defineScenario, defineSystem, eventually, reachable } from '../../../checker/index.ts';
import type { NamedStep, Property } from '../../../checker/index.ts';
import { closeNeverFails, illgrpWhereIpmp, noFreedIllgrp } from '../../../invariants/illumos/illgrp.ts';
import { program } from '../../locks/program.ts';
import { getIoctl, member, walker, writer } from './accessors.ts';
import { accessorNames, makeActors, threadNames } from './actors.ts';
import type { Actors, Make, ThreadName, WindowLine } from './actors.ts';
import { options } from './options.ts';
import type { Settings } from './options.ts';
import { plumbAndUnplumb } from './plumb.ts';
import { variants } from './variants.ts';

function programs(step: Make, settings: Settings): NamedStep<Actors>[] {
  const lines: Readonly<Record<ThreadName, readonly WindowLine[]>> = {
    ifconfig: plumbAndUnplumb(settings),
    walker: walker(),
    get: getIoctl(),
    set: writer('set', settings),
    join: writer('join', settings),
    member: member(),
  };
  return threadNames(settings).flatMap((name) =>
    program(step, name, lines[name], (s) => s.kernel.matches('running')),
  );
}

function ipmpWindowSystem(settings: Settings) {
  const names = threadNames(settings);
  return defineSystem({
    actors: makeActors(settings),
    steps: (step) => programs(step, settings),
    ends: (s) => s.kernel.matches('panicked') || names.every((name) => s[name].matches('done')),
  });
}

function properties(settings: Settings): Property<Actors>[] {
  const names = threadNames(settings);
  const accessors = accessorNames.filter((name) => settings[name]);
  return [
    ...(accessors.length > 0 ? [illgrpWhereIpmp(accessors), noFreedIllgrp(accessors)] : []),
    closeNeverFails(),
    eventually(
      'every thread ends',
      (s) => s.kernel.matches('panicked') || names.every((name) => s[name].matches('done')),
      { about: 'Fair: every thread that can go on does. A panic is reported apart.' },
    ),
    reachable(
      'the interface can be unplumbed',
      (s) => s.ifconfig.matches('done') && s.kernel.matches('running'),
    ),
  ];
}

export const ipmpWindow = defineScenario({
  name: 'ipmp-window',
  title: 'Clearview IPMP: between SLIFNAME and I_PLINK an IPMP interface has no illgrp',
  about:
    'An IPMP interface is visible to all from SIOCSLIFNAME on, and marked as IPMP before that; the illgrp that belongs ' +
    'to it was created in I_PLINK and destroyed in I_PUNLINK. In between, whoever asks IS_IPMP and follows ill_grp, ' +
    'follows NULL. The landed fix creates the illgrp before the interface is visible and destroys it when no reference ' +
    'is left; a walker without references may still meet it.',
  sources: [
    {
      label: 'Clearview IPMP review',
      where: 'the item on SLIFNAME .. I_PLINK, and the check in ip_process_ioctl',
    },
    { label: 'e11c3f44f531', where: 'OpenSolaris, 6 January 2009: IPMP as it landed; ip_if.c, ipmp.c' },
    {
      label: 'ip_if.c',
      where:
        'ip_ll_subnet_defaults, ipif_allocate, ipif_set_values, ip_sioctl_plink_ipmp, ill_delete_tail, ill_glist_delete',
    },
    {
      label: 'ip_tunables.c',
      where: 'illumos-gate, August 2020: ip_set_forwarding walks all ills under ill_g_lock',
    },
  ],
  options,
  variants,
  system: ipmpWindowSystem,
  properties: (settings) => properties(settings),
});
