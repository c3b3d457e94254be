import { always, defineScenario, defineSystem, eventually } from '../../../checker/index.ts';
import { options } from './options.ts';
import type { Settings } from './options.ts';
import { programs } from './programs.ts';
import { ddpHolders, makeActors, threadNames } from './threads.ts';
import { variants } from './variants.ts';

function devnetLocksSystem(settings: Settings) {
  const names = threadNames(settings);
  return defineSystem({
    actors: makeActors(settings),
    steps: (step) => programs(step, settings),
    holders: { ddp: (s) => ddpHolders(s, settings) },
    ends: (s) => names.every((name) => s[name].matches('done')),
  });
}

export const devnetLocks = defineScenario({
  name: 'devnet-locks',
  title: 'Locks of dls_devnet_unset: a lock inversion, its fix, and what the fix broke',
  about:
    'The delete of a datalink takes i_dls_devnet_lock, dd_mutex and the MAC perimeter of its NIC, and waits for short ' +
    'holds and for the property task. Each version of the order is checked against threads that hold one of them and ' +
    'want another. All VNICs on one NIC share one perimeter.',
  sources: [
    { label: 'OS-3506', where: 'illumos-joyent, November 2016: enter the perimeter before dls_devnet_unset' },
    {
      label: 'OS-5989, OS-6056',
      where: 'illumos-joyent, April 2017: the deadlock of that, and the order since',
    },
    { label: 'illumos 15167', where: 'illumos-gate 85dff7a057, February 2023: the same order' },
    { label: 'opte issue 758', where: 'oxidecomputer: an upcall under the lock, stopped by a fork' },
    {
      label: 'dls_mgmt.c',
      where: 'usr/src/uts/common/io/dls: documented order MAC perimeter, i_dls_devnet_lock, dd_mutex',
    },
  ],
  options,
  variants,
  system: devnetLocksSystem,
  properties: (settings) => [
    eventually('every thread ends', (s) => threadNames(settings).every((name) => s[name].matches('done')), {
      about: 'Fair: every thread that can go on does.',
    }),
    always(
      'no temporary hold outlives the object',
      (s) => !s.ddp.matches('freed') || s.ddp.context.ddTref === 0 || { dd_tref: s.ddp.context.ddTref },
      { about: 'The object is freed only when dd_tref is 0.' },
    ),
  ],
});
