import { option } from '../../../checker/index.ts';
import type { Values } from '../../../checker/index.ts';

export const options = {
  unset: option.change(
    option.choice(
      ['before', 'os-3506', 'os-6056'],
      'os-6056',
      'dls_devnet_unset: perimeter under both locks; perimeter first, and the wait inside it (OS-3506); perimeter under dd_mutex only, and the wait outside it (OS-6056, illumos 15167)',
    ),
  ),
  upcallUnderLock: option.change(
    option.flag(true, 'dls_devnet_set asks dlmgmtd for the name while it holds i_dls_devnet_lock'),
  ),
  dropMutexForPerimeter: option.change(
    option.flag(false, 'dls_devnet_unset drops dd_mutex before it enters the perimeter (not in any version)'),
  ),
  inZone: option.flag(true, 'the link is in a non-global zone, so that it is moved before it goes'),
  ioctl: option.flag(false, 'a property ioctl: temporary hold, then perimeter'),
  flow: option.flag(false, 'mac_link_flow_add: perimeter, then a hold that is released inside it'),
  task: option.flag(false, 'the property task of the link is still pending'),
  create: option.flag(false, 'dls_devnet_create of another link on the same NIC, so with the same perimeter'),
  fork: option.flag(false, 'the process that creates has a thread that forks, and one that looks a link up'),
} as const;

export type Settings = Values<typeof options>;
