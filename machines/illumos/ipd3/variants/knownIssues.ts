import type { Variant } from '../../../../checker/index.ts';
import type { options } from '../options.ts';
import { presets } from '../presets.ts';
import { lentOnly, ownOnly, small } from './worlds.ts';

type Ipd3Variant = Variant<typeof options>;

/** The known issues of the IPD, each by itself, before and after 15167. */
export const knownIssues = {
  '3.1-collision': {
    about: 'a name collision when a link comes back to the global zone: 10001',
    set: { ...presets['illumos-2022'], ...small, ...lentOnly, links: 2 },
    known: {
      states: 116,
      violated: {
        'no duplicate names in GZ': 5,
        'dlmgmtd never aborts': 12,
        'kernel, daemon and zone lists agree where a link is': 18,
        'links on loan are back after halt, unused and under their names': 17,
        'no link is in a zone that is gone': 17,
        'no zone is created while a link names a dead one': 18,
        'every active record has exactly one cache line': 7,
        'every persistent definition is in datalink.conf': 5,
      },
    },
  },
  '3.1-collision-2024': {
    about: 'the same since 15167: the test of names is still dead code',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, links: 2 },
    known: {
      states: 119,
      violated: {
        'no duplicate names in GZ': 5,
        'dlmgmtd never aborts': 12,
        'kernel, daemon and zone lists agree where a link is': 19,
        'links on loan are back after halt, unused and under their names': 18,
        'no link is in a zone that is gone': 18,
        'no zone is created while a link names a dead one': 19,
        'every active record has exactly one cache line': 7,
        'every persistent definition is in datalink.conf': 5,
      },
    },
  },
  '3.1-collision-omnios': {
    about: 'the same in OmniOS: a create that looks at links on loan',
    set: { ...presets.omnios, ...small, ...lentOnly, links: 2 },
    known: { states: 31 },
  },
  '3.1-collision-smartos': {
    about: 'the same in SmartOS: refused with EEXIST, which the kernel ignores (derived)',
    set: { ...presets['smartos-2021'], ...small, ...lentOnly, hook: false, links: 2 },
    known: {
      states: 96,
      violated: {
        'no duplicate names in GZ': 5,
        'kernel, daemon and zone lists agree where a link is': 18,
        'links on loan are back after halt, unused and under their names': 18,
        'no link is in a zone that is gone': 18,
        'no zone is created while a link names a dead one': 19,
        'every active record has exactly one cache line': 7,
        'every persistent definition is in datalink.conf': 5,
      },
    },
  },
  '3.2-restart': {
    about: 'dlmgmtd restarts while a zone goes down: it cannot start',
    set: { ...presets['illumos-2022'], ...small, ...lentOnly, crashes: 1 },
    known: {
      states: 125,
      violated: {
        'kernel, daemon and zone lists agree where a link is': 15,
        'links on loan are back after halt, unused and under their names': 15,
        'no link is in a zone that is gone': 15,
        'no zone is created while a link names a dead one': 16,
        'every active record has exactly one cache line': 15,
        'every zone can still be halted': 10,
        'a halt of web that is asked for again and again ends': 17,
      },
    },
  },
  '3.2-restart-2024': {
    about: 'the same since 15408: such zones are skipped',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, crashes: 1 },
    known: {
      states: 145,
      violated: {
        'kernel, daemon and zone lists agree where a link is': 16,
        'links on loan are back after halt, unused and under their names': 16,
        'no link is in a zone that is gone': 16,
        'no zone is created while a link names a dead one': 17,
        'every active record has exactly one cache line': 16,
      },
    },
  },
  '3.3-stuck': {
    about:
      'dlmgmtd is not there when a zone is halted, and can start at any time: the link stays, the zone is stuck in down',
    set: { ...presets['illumos-2022'], ...small, ...lentOnly, crashes: 1, startWithDyingZones: 'skip' },
    known: {
      states: 130,
      violated: {
        'kernel, daemon and zone lists agree where a link is': 15,
        'links on loan are back after halt, unused and under their names': 15,
        'no link is in a zone that is gone': 15,
        'no zone is created while a link names a dead one': 16,
        'every active record has exactly one cache line': 15,
        'every zone can still be halted': 12,
        'a halt of web that is asked for again and again ends': 18,
      },
    },
  },
  '3.3-stuck-recover': {
    about: 'the same with zoneadmd returning what remains',
    set: {
      ...presets['illumos-2022'],
      ...small,
      ...lentOnly,
      crashes: 1,
      startWithDyingZones: 'skip',
      recover: true,
    },
    known: {
      states: 142,
      violated: {
        'kernel, daemon and zone lists agree where a link is': 16,
        'links on loan are back after halt, unused and under their names': 16,
        'no link is in a zone that is gone': 16,
        'no zone is created while a link names a dead one': 17,
        'every active record has exactly one cache line': 16,
      },
    },
  },
  '3.4-underflow': {
    about: 'a link created in a zone is handed to the global zone: 15167',
    set: { ...presets['illumos-2022'], ...small, ...ownOnly },
    known: {
      states: 49,
      violated: {
        'dd_ref never underflows': 10,
        'dd_ref equals the holds that exist': 10,
        'only a loan is given back': 10,
        'every active record has exactly one cache line': 15,
      },
    },
  },
  '3.4-underflow-debug': {
    about: 'the same in a DEBUG kernel',
    set: { ...presets['illumos-2022'], ...small, ...ownOnly, debug: true },
    known: {
      states: 32,
      violated: {
        'the kernel never panics': 10,
        'dd_ref never underflows': 10,
        'dd_ref equals the holds that exist': 10,
        'only a loan is given back': 10,
      },
    },
  },
  '3.4-underflow-2024': {
    about: 'the same since 15167: the link is transient',
    set: { ...presets['illumos-2024'], ...small, ...ownOnly },
    known: { states: 36, vacuous: ['only a loan is given back'] },
  },
  '3.4-underflow-smartos': {
    about: 'the same in SmartOS in 2021: dls_devnet_rele has a VERIFY (derived)',
    set: { ...presets['smartos-2021'], ...small, ...ownOnly },
    known: {
      states: 40,
      violated: {
        'the kernel never panics': 10,
        'dd_ref never underflows': 10,
        'dd_ref equals the holds that exist': 10,
        'only a loan is given back': 10,
        'every active record has exactly one cache line': 15,
      },
    },
  },
  '15553': {
    about:
      'what 15167 broke: a zone has persistent links from before, and the daemon aborts when it reads their datalink.conf',
    set: {
      ...presets['illumos-2024'],
      ...small,
      ...ownOnly,
      oldConf: true,
      confAssert: true,
    },
    known: { states: 21, violated: { 'dlmgmtd never aborts': 3 }, vacuous: ['only a loan is given back'] },
  },
  '15553-fixed': {
    about: 'the same since 15553',
    set: {
      ...presets['illumos-2024'],
      ...small,
      ...ownOnly,
      oldConf: true,
    },
    known: { states: 14, vacuous: ['only a loan is given back'] },
  },
  '3.5-persistence': {
    about: 'a persistent link is lent, another is created under its name, the machine is rebooted',
    set: {
      ...presets['illumos-2022'],
      ...small,
      ...lentOnly,
      links: 2,
      reboots: 1,
      persistence: 'persistent',
    },
    known: {
      states: 505,
      violated: {
        'no duplicate names in GZ': 5,
        'dlmgmtd never aborts': 12,
        'kernel, daemon and zone lists agree where a link is': 18,
        'links on loan are back after halt, unused and under their names': 17,
        'no link is in a zone that is gone': 17,
        'no zone is created while a link names a dead one': 18,
        'every active record has exactly one cache line': 7,
        'every persistent definition is in datalink.conf': 5,
        'a zone gets the link that it had before': 11,
      },
    },
  },
  '3.5-persistence-ipd3': {
    about: 'the same with everything that the IPD proposes',
    set: { ...presets.ipd3, ...small, ...lentOnly, links: 2, reboots: 1, persistence: 'persistent' },
    known: {
      states: 2451,
      violated: {
        'no duplicate names in GZ': 5,
        'dlmgmtd never aborts': 12,
        'kernel, daemon and zone lists agree where a link is': 19,
        'transient links are gone after halt': 17,
        'links on loan are back after halt, unused and under their names': 18,
        'no link is in a zone that is gone': 18,
        'no zone is created while a link names a dead one': 19,
        'every active record has exactly one cache line': 6,
        'every persistent definition is in datalink.conf': 5,
        'a zone gets the link that it had before': 11,
      },
    },
  },
  '3.5-persistence-omnios': {
    about: 'the same in OmniOS',
    set: { ...presets.omnios, ...small, ...lentOnly, links: 2, reboots: 1, persistence: 'persistent' },
    known: { states: 172 },
  },
} satisfies Record<string, Ipd3Variant>;
