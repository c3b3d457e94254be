import type { Variant } from '../../../checker/index.ts';
import type { options } from './options.ts';

type NamesVariant = Variant<typeof options>;

export const variants = {
  illumos: {
    about: 'illumos: loan list by name, no test on a move, create looks at its own names',
    set: {},
    known: {
      states: 25,
      violated: {
        'dlmgmtd never aborts': 4,
        'no duplicate names in GZ': 3,
        'every zone can still be halted': 4,
      },
    },
  },
  'illumos-restart': {
    about: 'the same, and SMF starts the daemon again',
    set: { restart: true },
    known: {
      states: 49,
      violated: {
        'dlmgmtd never aborts': 4,
        'no duplicate names in GZ': 3,
        'kernel and daemon agree where a link is': 5,
        'every zone can still be halted': 4,
      },
    },
  },
  'illumos-one-zone': {
    about: 'the same with one zone: the collision at its halt',
    set: { zones: 1 },
    known: {
      states: 13,
      violated: {
        'dlmgmtd never aborts': 4,
        'no duplicate names in GZ': 3,
        'every zone can still be halted': 4,
      },
    },
  },
  'illumos-8437': {
    about:
      'illumos for some weeks in 2017: the test on a move is live, and finds the link itself on the loan list',
    set: { moveTest: true },
    known: {
      states: 35,
      violated: {
        'dlmgmtd never aborts': 4,
        'no duplicate names in GZ': 3,
        'every zone can still be halted': 2,
      },
    },
  },
  smartos: {
    about: 'SmartOS: no loan list, and a test on every move',
    set: { loanList: 'none', moveTest: true, dropAtHalt: true },
    known: {
      states: 45,
      violated: {
        'no duplicate names in GZ': 3,
        'kernel and daemon agree where a link is': 4,
        'every zone can still be halted': 4,
      },
    },
  },
  'smartos-keep': {
    about:
      'the same, if the teardown stopped before ZONEHALT drops the record of a link that could not go back',
    set: { loanList: 'none', moveTest: true },
    known: { states: 45, violated: { 'no duplicate names in GZ': 3 } },
  },
  omnios: {
    about: 'OmniOS: create also looks at links on loan',
    set: { createTest: 'own-and-loaned' },
    known: { states: 7 },
  },
  unique: {
    about: 'IPD 3: names are unique in all zones',
    set: { createTest: 'everywhere' },
    known: { states: 7 },
  },
} satisfies Record<string, NamesVariant>;
