import type { Scenario } from '../checker/index.ts';
import { jails } from './freebsd/jails/scenario.ts';
import { jailsStates } from './freebsd/jails-states/scenario.ts';
import { devnetLocks } from './illumos/devnet-locks/scenario.ts';
import { ipd3 } from './illumos/ipd3/scenario.ts';
import { ipmpKstat } from './illumos/ipmp-kstat/scenario.ts';
import { ipmpWindow } from './illumos/ipmp-window/scenario.ts';
import { linkNames } from './illumos/link-names/scenario.ts';
import { os7410 } from './illumos/os-7410/scenario.ts';
import { os8627 } from './illumos/os-8627/scenario.ts';

/** Every scenario that comes with refhold, in the order in which they are listed. */
export const scenarios: readonly Scenario[] = [
  os8627,
  devnetLocks,
  linkNames,
  ipd3,
  os7410,
  ipmpKstat,
  ipmpWindow,
  jails,
  jailsStates,
];
