import { option } from '../../../checker/index.ts';
import type { Values } from '../../../checker/index.ts';

/** What the IPD proposes, a bullet each; `refhold fixes ipd3` tries their combinations. */
const proposal = {
  transientFlag: option.change(
    option.flag(
      true,
      'links have a transient flag: dls_zone_remove skips such links, zoneadmd deletes them at halt',
    ),
  ),
  autoTransient: option.change(
    option.flag(true, 'a link that is created in a zone is transient (needs the flag)'),
  ),
  persistentInZone: option.change(
    option.flag(false, 'persistent links may be created in a zone; else TEMPONLY'),
  ),
  recover: option.change(
    option.flag(
      true,
      'zoneadmd tries again to return links that remain in a zone after shutdown (unconfigure_exclusive_network_interfaces)',
    ),
  ),
  qualified: option.change(
    option.flag(true, 'dladm -z: an administrator may delete a link in a zone by zone and name'),
  ),
  createTest: option.change(
    option.choice(
      ['own-names', 'own-and-loaned', 'everywhere'],
      'own-names',
      'CREATE_LINKID refuses names of its own zone (illumos, SmartOS); of links on loan, too (OmniOS); of any zone (unique names, as IPD 3 understands OmniOS)',
    ),
  ),
  moveTest: option.change(
    option.choice(
      ['dead', 'live', 'others'],
      'dead',
      'SETZONEID refuses a name that the new zone has: dead code (illumos), live (8437, and OS-1457 where there is no loan list), or live and blind to the link itself (not in any version)',
    ),
  ),
} as const;

/** In what else the distributions differ. */
const design = {
  loanList: option.choice(
    ['by-name', 'none'],
    'by-name',
    'the list of links on loan is keyed by name alone (illumos, OmniOS), or there is none (SmartOS since OS-249)',
  ),
  unloan: option.choice(
    ['always', 'if-on-loan'],
    'if-on-loan',
    'SETZONEID from a zone takes the link off the loan list always (before 15167), or only if it is on it',
  ),
  protectFatal: option.flag(
    false,
    'a halt is aborted before zone_shutdown if dlmgmtd cannot be asked about link protection (before 15167)',
  ),
  remaining: option.choice(
    ['abort', 'ignore'],
    'abort',
    'what zoneadmd does about links that remain in the zone in the end: abort, or not look (SmartOS 2021)',
  ),
  deleteFailure: option.choice(
    ['skip', 'abort'],
    'skip',
    'a transient link that cannot be deleted is skipped (15167), or aborts the halt (SmartOS 2021)',
  ),
  zonehaltFatal: option.flag(
    false,
    'a ZONEHALT that fails aborts the halt (SmartOS 2021); else it is logged',
  ),
  cacheFile: option.choice(
    ['of-zone', 'gz-if-on-loan', 'gz-if-transient'],
    'gz-if-transient',
    "where a link's cache line goes: the file of its zone (before 15167); the global zone's if on loan (SmartOS) or if transient (15167)",
  ),
  startWithDyingZones: option.choice(
    ['abort', 'skip'],
    'skip',
    'dlmgmtd does not start while a zone is going down (before 15408), or skips such zones',
  ),
  confAssert: option.flag(
    false,
    "process_db_read asserts that a line's zone is the one that is read, and lines of datalink.conf have none (15167 until 15553)",
  ),
  bootFailureHalt: option.flag(
    true,
    'a boot that fails sends ZONEHALT before zone_shutdown (illumos; gone in SmartOS since OS-3494)',
  ),
  lendTemporary: option.choice(
    ['on-loan', 'transient'],
    'on-loan',
    'a temporary link that is given to a zone is on loan, or becomes transient (SmartOS)',
  ),
  refCheck: option.choice(
    ['assert', 'verify'],
    'verify',
    'dls_devnet_rele checks dd_ref > 1 with ASSERT (before 15167), or VERIFY',
  ),
  debug: option.flag(false, 'a DEBUG kernel, in which ASSERT panics'),
} as const;

/** Sizes, and what may happen. */
const world = {
  zones: option.integer({ min: 1, max: 2, default: 2 }, 'non-global zones'),
  links: option.integer(
    { min: 1, max: 3, default: 2 },
    'links that can exist at the same time, all called vnic0',
  ),
  crashes: option.integer(
    { min: 0, max: 2, default: 1 },
    'times dlmgmtd may crash or be restarted by itself; SMF starts it again, also after an abort',
  ),
  reboots: option.integer({ min: 0, max: 1, default: 0 }, 'times the machine may be rebooted'),
  lent: option.flag(true, 'zones may be configured with vnic0 of the global zone'),
  hook: option.flag(false, 'zones may be configured with a link that the brand hook makes at boot (SmartOS)'),
  ownLinks: option.flag(true, 'zones have sys_dl_config: vnic0 may be created in them'),
  persistence: option.choice(['temporary', 'persistent', 'both'], 'persistent', 'what administrators create'),
  oldConf: option.flag(
    false,
    'zones have a datalink.conf with vnic0 in it, from when persistent links could be created in them',
  ),
  otherClass: option.flag(
    false,
    'links created in a zone may be of a class that zoneadmd does not delete (simnet)',
  ),
  plumbing: option.flag(false, 'IP in a zone may open its link'),
  observer: option.flag(false, 'a process in the global zone may have a link open (snoop, snoop -z)'),
  splitDladm: option.flag(
    false,
    'dladm create-vnic and delete-vnic are two steps, a door call and an ioctl, between which a zone may be halted or dlmgmtd go',
  ),
  splitStart: option.flag(
    false,
    'dlmgmtd reads the files of one zone after the other while zones go on; else its start is one step',
  ),
  adminReturn: option.flag(
    false,
    'an administrator may take a link back from a running zone (set-linkprop zone=global), in two steps',
  ),
  bootFailures: option.flag(false, 'zone_boot may fail'),
  interrupts: option.flag(false, 'zone_shutdown may be interrupted in pool_lock_intr, before its callbacks'),
  kernelThreads: option.flag(false, 'zones have kernel threads, which end some time after EMPTY'),
} as const;

export const options = { ...proposal, ...design, ...world } as const;

export type Settings = Values<typeof options>;
