import { option } from '../../../checker/index.ts';
import type { Values } from '../../../checker/index.ts';

export const options = {
  create: option.change(
    option.choice(
      ['I_PLINK', 'ipif_allocate'],
      'I_PLINK',
      'where ipmp_illgrp_create is called: as reviewed; or before the ill is visible (landed, e11c3f44f531)',
    ),
  ),
  destroy: option.change(
    option.choice(
      ['I_PUNLINK', 'before ill_glist_delete', 'under ill_g_lock', 'after ill_glist_delete'],
      'I_PUNLINK',
      'where ipmp_illgrp_destroy is called: as reviewed; in ill_delete_tail, before the ill is out of the lists (landed), in the same section of ill_g_lock, or after it (neither in any version)',
    ),
  ),
  ioctlCheck: option.change(
    option.flag(
      false,
      'ip_process_ioctl fails ioctls that need the IPSQ on an IPMP ill that is not linked (in the reviewed revision only)',
    ),
  ),
  closeTest: option.change(
    option.flag(
      false,
      'ill_delete_tail looks whether there is an illgrp before it destroys it (not in any version)',
    ),
  ),
  busy: option.choice(
    ['I_PUNLINK', 'close'],
    'I_PUNLINK',
    'where an unplumb learns that interfaces are still in the group: I_PUNLINK fails with EBUSY; or the close does, which cannot fail',
  ),
  noMemory: option.flag(false, 'ipmp_illgrp_create may fail; ip_ll_subnet_defaults ignores it'),
  walker: option.flag(
    false,
    'TF: ND_SET, ip_set_forwarding: ill_forward_set under ill_g_lock, without a reference on the ill',
  ),
  get: option.flag(false, 'TA: an ioctl that only reads: a reference on the ill, no IPSQ'),
  set: option.flag(false, 'an ioctl that writes: a reference on the ill, the IPSQ, and the ioctl check'),
  join: option.flag(
    false,
    'T_SVR4_OPTMGMT_REQ, ip_opt_add_group_v6: a reference and the IPSQ, but not the ioctl check',
  ),
  member: option.flag(false, 'an interface that joins the group and leaves it'),
} as const;

export type Settings = Values<typeof options>;
