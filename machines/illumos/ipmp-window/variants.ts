import type { Variant } from '../../../checker/index.ts';
import type { options } from './options.ts';

type WindowVariant = Variant<typeof options>;

const checked = { ioctlCheck: true } as const;
const landed = { create: 'ipif_allocate', destroy: 'before ill_glist_delete' } as const;
const everybody = { walker: true, get: true, set: true, join: true } as const;

export const variants = {
  reviewed: {
    about: 'as reviewed, without the check: ioctls that read and ioctls that write',
    set: { get: true, set: true },
    known: {
      states: 254,
      violated: {
        'an IPMP ill that can be found has an illgrp': 6,
        'no illgrp is used after it is freed': 13,
      },
    },
  },
  'reviewed-walker': {
    about: 'as reviewed, against a walker under ill_g_lock',
    set: { walker: true },
    known: {
      states: 108,
      violated: {
        'an IPMP ill that can be found has an illgrp': 7,
        'no illgrp is used after it is freed': 14,
      },
    },
  },
  checked: {
    about: 'as reviewed: the check in ip_process_ioctl, against what it was made for',
    set: { ...checked, set: true },
    known: { states: 57 },
  },
  'checked-get': {
    about: 'the check does not see ioctls that only read',
    set: { ...checked, get: true },
    known: {
      states: 76,
      violated: {
        'an IPMP ill that can be found has an illgrp': 6,
        'no illgrp is used after it is freed': 13,
      },
    },
  },
  'checked-walker': {
    about: 'nor a walker',
    set: { ...checked, walker: true },
    known: {
      states: 108,
      violated: {
        'an IPMP ill that can be found has an illgrp': 7,
        'no illgrp is used after it is freed': 14,
      },
    },
  },
  'checked-join': {
    about: 'nor T_SVR4_OPTMGMT_REQ',
    set: { ...checked, join: true },
    known: { states: 59, violated: { 'an IPMP ill that can be found has an illgrp': 7 } },
  },
  landed: {
    about: 'the landed life of the illgrp: everybody who takes a reference',
    set: { ...landed, get: true, set: true, join: true },
    known: { states: 816 },
  },
  'landed-walker': {
    about: 'the same against a walker, which takes none (derived)',
    set: { ...landed, walker: true },
    known: {
      states: 100,
      violated: {
        'an IPMP ill that can be found has an illgrp': 17,
        'no illgrp is used after it is freed': 18,
      },
    },
  },
  'landed-create-only': {
    about: 'half of it: created early, still destroyed in I_PUNLINK',
    set: { create: 'ipif_allocate', get: true },
    known: {
      states: 75,
      violated: {
        'an IPMP ill that can be found has an illgrp': 12,
        'no illgrp is used after it is freed': 13,
      },
    },
  },
  'under-lock': {
    about: 'the illgrp is destroyed under ill_g_lock (not in any version)',
    set: { ...landed, destroy: 'under ill_g_lock', ...everybody, member: true },
    known: { states: 12126 },
  },
  after: {
    about: 'the illgrp is destroyed after ill_glist_delete (not in any version)',
    set: { ...landed, destroy: 'after ill_glist_delete', ...everybody, member: true },
    known: { states: 12174 },
  },
  'no-memory': {
    about: 'the landed code, and ipmp_illgrp_create fails (derived)',
    set: { ...landed, noMemory: true },
    known: { states: 25, violated: { 'a close never fails': 6 } },
  },
  'no-memory-reviewed': {
    about: 'as reviewed, I_PLINK fails with ENOMEM',
    set: { noMemory: true },
    known: { states: 29 },
  },
  'no-memory-test': {
    about: 'the landed code, and the close looks first (not in any version)',
    set: { ...landed, noMemory: true, closeTest: true },
    known: { states: 30 },
  },
  'busy-close': {
    about: 'why I_PUNLINK refuses: were it the close that finds interfaces in the group, it could not',
    set: { ...landed, member: true, busy: 'close' },
    known: { states: 69, violated: { 'a close never fails': 16 } },
  },
  complete: {
    about:
      'destroyed after ill_glist_delete, and the close looks first; against everybody, with and without memory',
    set: {
      ...landed,
      destroy: 'after ill_glist_delete',
      closeTest: true,
      noMemory: true,
      ...everybody,
      member: true,
    },
    known: { states: 13006 },
  },
} satisfies Record<string, WindowVariant>;
