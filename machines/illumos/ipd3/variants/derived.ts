import type { Variant } from '../../../../checker/index.ts';
import type { options } from '../options.ts';
import { presets } from '../presets.ts';
import { lentOnly, ownOnly, small } from './worlds.ts';

type Ipd3Variant = Variant<typeof options>;

/** What was found by reading, each by itself, in illumos since 15167 where nothing else is said. */
export const derived = {
  'boot-failure': {
    about: 'a boot that fails sends ZONEHALT before zone_shutdown: the link stays behind (OS-3494)',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, bootFailures: true },
    known: {
      states: 54,
      violated: {
        'kernel, daemon and zone lists agree where a link is': 14,
        'links on loan are back after halt, unused and under their names': 14,
        'no link is in a zone that is gone': 14,
        'no zone is created while a link names a dead one': 15,
        'every active record has exactly one cache line': 14,
      },
    },
  },
  'boot-failure-os-3494': {
    about: 'the same without that ZONEHALT',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, bootFailures: true, bootFailureHalt: false },
    known: { states: 37 },
  },
  interrupted: {
    about: 'zone_shutdown is interrupted with the zone DOWN already: a retry runs no callbacks',
    set: {
      ...presets['illumos-2022'],
      ...small,
      ...lentOnly,
      interrupts: true,
      bootFailures: true,
      bootFailureHalt: false,
    },
    known: {
      states: 61,
      violated: {
        'SHUTDOWN callbacks run before a zone is destroyed': 13,
        'every zone can still be halted': 9,
        'a halt of web that is asked for again and again ends': 13,
      },
    },
  },
  'interrupted-2024': {
    about: 'the same since 15167: zoneadmd returns the link',
    set: {
      ...presets['illumos-2024'],
      ...small,
      ...lentOnly,
      interrupts: true,
      bootFailures: true,
      bootFailureHalt: false,
    },
    known: { states: 67, violated: { 'SHUTDOWN callbacks run before a zone is destroyed': 14 } },
  },
  'kernel-threads': {
    about: 'a zone with kernel threads, which may set DOWN before the callbacks have run',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, kernelThreads: true },
    known: { states: 40 },
  },
  'kernel-threads-interrupted': {
    about: 'the same, with a zone_shutdown that is interrupted',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, kernelThreads: true, interrupts: true },
    known: { states: 77, violated: { 'SHUTDOWN callbacks run before a zone is destroyed': 16 } },
  },
  'unhandled-class': {
    about: 'a transient link of a class that zoneadmd does not delete',
    set: { ...presets['illumos-2024'], ...small, ...ownOnly, otherClass: true },
    known: {
      states: 49,
      violated: {
        'every zone can still be halted': 8,
        'a halt of web that is asked for again and again ends': 18,
      },
      vacuous: ['only a loan is given back'],
    },
  },
  'unhandled-class-z': {
    about: 'the same with dladm -z',
    set: { ...presets['illumos-2024'], ...small, ...ownOnly, otherClass: true, qualified: true },
    known: {
      states: 58,
      violated: { 'a halt of web that is asked for again and again ends': 18 },
      vacuous: ['only a loan is given back'],
    },
  },
  'cache-lines': {
    about:
      'transient links of two zones share one file in which lines are found by name; one restart of dlmgmtd',
    set: { ...presets['illumos-2024'], ...ownOnly, crashes: 1 },
    known: {
      states: 24388,
      violated: {
        'kernel, daemon and zone lists agree where a link is': 8,
        'links on loan are back after halt, unused and under their names': 8,
        'a restart of dlmgmtd changes nothing': 8,
        'every active record has exactly one cache line': 6,
        'what failed or was cancelled leaves nothing behind': 18,
        'every zone can still be halted': 7,
        'a halt of web that is asked for again and again ends': 21,
      },
      vacuous: ['only a loan is given back'],
    },
  },
  'cache-lines-gz': {
    about: "the same against a link of the global zone's own",
    set: { ...presets['illumos-2024'], zones: 1, links: 2, crashes: 1, lent: true },
    known: {
      states: 2209,
      violated: {
        'no duplicate names in GZ': 5,
        'dlmgmtd never aborts': 12,
        'kernel, daemon and zone lists agree where a link is': 8,
        'links on loan are back after halt, unused and under their names': 15,
        'no link is in a zone that is gone': 16,
        'no zone is created while a link names a dead one': 17,
        'a restart of dlmgmtd changes nothing': 7,
        'every active record has exactly one cache line': 6,
        'every persistent definition is in datalink.conf': 5,
        'what failed or was cancelled leaves nothing behind': 18,
        'every zone can still be halted': 6,
        'a halt of web that is asked for again and again ends': 20,
      },
    },
  },
  compensation: {
    about:
      'a link is taken back from a running zone while IP has it open, and dlmgmtd goes between the two upcalls',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, adminReturn: true, plumbing: true, crashes: 1 },
    known: {
      states: 330,
      violated: {
        'kernel, daemon and zone lists agree where a link is': 11,
        'links on loan are back after halt, unused and under their names': 16,
        'no link is in a zone that is gone': 16,
        'no zone is created while a link names a dead one': 17,
        'every active record has exactly one cache line': 16,
      },
    },
  },
  'split-dladm': {
    about: 'dladm is killed, or dlmgmtd goes, between the door call and the ioctl of a command',
    set: { ...presets['illumos-2024'], ...small, ...ownOnly, splitDladm: true },
    known: {
      states: 114,
      violated: {
        'what failed or was cancelled leaves nothing behind': 16,
        'every zone can still be halted': 9,
        'a halt of web that is asked for again and again ends': 19,
      },
      vacuous: ['only a loan is given back'],
    },
  },
  'split-dladm-2022': {
    about: 'the same before 15167',
    set: { ...presets['illumos-2022'], ...small, ...ownOnly, splitDladm: true },
    known: {
      states: 102,
      violated: {
        'dd_ref never underflows': 11,
        'dd_ref equals the holds that exist': 11,
        'only a loan is given back': 11,
        'every active record has exactly one cache line': 16,
        'what failed or was cancelled leaves nothing behind': 13,
        'every zone can still be halted': 9,
        'a halt of web that is asked for again and again ends': 16,
      },
    },
  },
  'split-start': {
    about: 'dlmgmtd reads zone after zone while they boot and halt',
    set: { ...presets['illumos-2024'], zones: 1, links: 2, crashes: 1, splitStart: true },
    known: {
      states: 4357,
      violated: {
        'no duplicate names in GZ': 5,
        'dlmgmtd never aborts': 12,
        'kernel, daemon and zone lists agree where a link is': 11,
        'links on loan are back after halt, unused and under their names': 18,
        'no link is in a zone that is gone': 18,
        'no zone is created while a link names a dead one': 19,
        'a restart of dlmgmtd changes nothing': 10,
        'every active record has exactly one cache line': 6,
        'every persistent definition is in datalink.conf': 5,
        'what failed or was cancelled leaves nothing behind': 21,
        'every zone can still be halted': 6,
        'a halt of web that is asked for again and again ends': 23,
      },
    },
  },
  observer: {
    about: 'snoop in the global zone on a link that is created in a zone, reached with dladm -z',
    set: { ...presets.ipd3, ...small, ...ownOnly, observer: true },
    known: {
      states: 169,
      violated: {
        'the kernel never panics': 11,
        'dd_ref never underflows': 11,
        'no stream points at a freed object': 10,
        'kernel, daemon and zone lists agree where a link is': 16,
        'links on loan are back after halt, unused and under their names': 16,
        'no open stream is dropped silently': 10,
      },
      vacuous: ['only a loan is given back'],
    },
  },
  'observer-on-loan': {
    about: 'snoop in the global zone on a link on loan',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, observer: true },
    known: { states: 53 },
  },
  'observer-smartos': {
    about: 'snoop -z on a transient link in SmartOS: OS-8627',
    set: { ...presets['smartos-2023'], ...small, ...lentOnly, lent: false, observer: true },
    known: {
      states: 149,
      violated: {
        'the kernel never panics': 11,
        'dd_ref never underflows': 11,
        'no stream points at a freed object': 10,
        'kernel, daemon and zone lists agree where a link is': 16,
        'links on loan are back after halt, unused and under their names': 16,
        'no open stream is dropped silently': 10,
      },
      vacuous: ['only a loan is given back'],
    },
  },
  'loan-list': {
    about: 'before 15167, links of a zone of its own and one on loan: the loan list loses its members',
    set: { ...presets['illumos-2022'], zones: 2, links: 2, crashes: 0, persistence: 'temporary' },
    known: {
      states: 113905,
      violated: {
        'dd_ref never underflows': 10,
        'dd_ref equals the holds that exist': 10,
        'only a loan is given back': 10,
        'no duplicate names in GZ': 5,
        'dlmgmtd never aborts': 8,
        'the loan list has the links on loan': 14,
        'kernel, daemon and zone lists agree where a link is': 10,
        'links on loan are back after halt, unused and under their names': 10,
        'no link is in a zone that is gone': 16,
        'no zone is created while a link names a dead one': 17,
        'every active record has exactly one cache line': 7,
        'what failed or was cancelled leaves nothing behind': 16,
        'every zone can still be halted': 8,
        'a halt of web that is asked for again and again ends': 20,
      },
    },
  },
} satisfies Record<string, Ipd3Variant>;
