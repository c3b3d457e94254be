import { option } from '../../../checker/index.ts';
import type { Values } from '../../../checker/index.ts';

export const options = {
  unplumb: option.change(
    option.choice(
      ['reviewed', 'landed', 'strict'],
      'reviewed',
      'ill_glist_delete: frees the phyint and its group under ill_g_lock; after it, the group under ipmp_lock (landed, e11c3f44f531); or the kstat under no lock at all (not in any version)',
    ),
  ),
  reader: option.change(
    option.choice(
      ['lock', 'refhold'],
      'lock',
      'ipmp_grp_update_kstats: holds ill_g_lock while it calls down; or collects the phyints with a reference on an ill of each, and calls down without it (proposed in the review, never landed)',
    ),
  ),
  accounting: option.change(
    option.choice(
      ['apart', 'together'],
      'apart',
      'an interface that leaves: gr_kstats0 and ipsq_phyint change apart; or together under ill_g_lock, before references are waited for, and are read together (not in any version)',
    ),
  ),
  T1: option.flag(true, 'unplumbs the IPMP interface, which destroys the group and its kstat'),
  T1u: option.flag(false, 'unplumbs an underlying interface of the group'),
  T2: option.flag(true, "reads the group's kstat"),
  T3: option.flag(
    false,
    'removes a test address of another group: ill_g_lock as writer, then ipmp_lock as reader',
  ),
  T3r: option.flag(false, 'ip_set_forwarding: ill_g_lock as reader, then ipmp_lock as reader'),
  T4: option.flag(false, 'any thread that wants ill_g_lock as writer'),
  netstack: option.choice(
    ['none', 'inline', 'deferred'],
    'none',
    'illumos 8900: the reader drops the last reference of the netstack in its callback, whose destroy routines run there or in a taskq; instead of T1',
  ),
} as const;

export type Settings = Values<typeof options>;
