import type { Variant } from '../../../checker/index.ts';
import type { options, Settings } from './options.ts';
import { presets } from './presets.ts';

type Ipd3Variant = Variant<typeof options>;

/** One zone, one link, nobody crashes: for a single question. */
const small = { zones: 1, links: 1, crashes: 0 } as const satisfies Partial<Settings>;
const lentOnly = { ownLinks: false } as const satisfies Partial<Settings>;
const ownOnly = { lent: false, hook: false, persistence: 'temporary' } as const satisfies Partial<Settings>;

/** The designs, with two zones, two links of one name, and one crash of the daemon. */
const designs = {
  'illumos-2022': { about: 'illumos before 15167', set: presets['illumos-2022'], known: {} },
  'illumos-2024': { about: 'illumos since 15167', set: presets['illumos-2024'], known: {} },
  'smartos-2021': { about: 'SmartOS before it merged 15167', set: presets['smartos-2021'], known: {} },
  'smartos-2023': { about: 'SmartOS after', set: presets['smartos-2023'], known: {} },
  omnios: { about: 'OmniOS', set: presets.omnios, known: {} },
  ipd3: { about: 'everything that the IPD proposes', set: presets.ipd3, known: {} },
} satisfies Record<string, Ipd3Variant>;

/** The known issues of the IPD, each by itself, before and after 15167. */
const knownIssues = {
  '3.1-collision': {
    about: 'a name collision when a link comes back to the global zone: 10001',
    set: { ...presets['illumos-2022'], ...small, ...lentOnly, links: 2 },
    known: {},
  },
  '3.1-collision-2024': {
    about: 'the same since 15167: the test of names is still dead code',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, links: 2 },
    known: {},
  },
  '3.1-collision-omnios': {
    about: 'the same in OmniOS: a create that looks at links on loan',
    set: { ...presets.omnios, ...small, ...lentOnly, links: 2 },
    known: {},
  },
  '3.2-restart': {
    about: 'dlmgmtd restarts while a zone goes down: it cannot start',
    set: { ...presets['illumos-2022'], ...small, ...lentOnly, crashes: 1 },
    known: {},
  },
  '3.2-restart-2024': {
    about: 'the same since 15408: such zones are skipped',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, crashes: 1 },
    known: {},
  },
  '3.3-stuck': {
    about:
      'dlmgmtd is not there when a zone is halted, and can start at any time: the link stays, the zone is stuck in down',
    set: { ...presets['illumos-2022'], ...small, ...lentOnly, crashes: 1, startWithDyingZones: 'skip' },
    known: {},
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
    known: {},
  },
  '3.4-underflow': {
    about: 'a link created in a zone is handed to the global zone: 15167',
    set: { ...presets['illumos-2022'], ...small, ...ownOnly },
    known: {},
  },
  '3.4-underflow-debug': {
    about: 'the same in a DEBUG kernel',
    set: { ...presets['illumos-2022'], ...small, ...ownOnly, debug: true },
    known: {},
  },
  '3.4-underflow-2024': {
    about: 'the same since 15167: the link is transient',
    set: { ...presets['illumos-2024'], ...small, ...ownOnly },
    known: {},
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
    known: {},
  },
  '3.5-persistence-ipd3': {
    about: 'the same with everything that the IPD proposes',
    set: { ...presets.ipd3, ...small, ...lentOnly, links: 2, reboots: 1, persistence: 'persistent' },
    known: {},
  },
  '3.5-persistence-omnios': {
    about: 'the same in OmniOS',
    set: { ...presets.omnios, ...small, ...lentOnly, links: 2, reboots: 1, persistence: 'persistent' },
    known: {},
  },
} satisfies Record<string, Ipd3Variant>;

/** What was found by reading, each by itself, in illumos since 15167 where nothing else is said. */
const derived = {
  'boot-failure': {
    about: 'a boot that fails sends ZONEHALT before zone_shutdown: the link stays behind (OS-3494)',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, bootFailures: true },
    known: {},
  },
  'boot-failure-os-3494': {
    about: 'the same without that ZONEHALT',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, bootFailures: true, bootFailureHalt: false },
    known: {},
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
    known: {},
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
    known: {},
  },
  'kernel-threads': {
    about: 'a zone with kernel threads, which may set DOWN before the callbacks have run',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, kernelThreads: true },
    known: {},
  },
  'kernel-threads-interrupted': {
    about: 'the same, with a zone_shutdown that is interrupted',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, kernelThreads: true, interrupts: true },
    known: {},
  },
  'unhandled-class': {
    about: 'a transient link of a class that zoneadmd does not delete',
    set: { ...presets['illumos-2024'], ...small, ...ownOnly, otherClass: true },
    known: {},
  },
  'unhandled-class-z': {
    about: 'the same with dladm -z',
    set: { ...presets['illumos-2024'], ...small, ...ownOnly, otherClass: true, qualified: true },
    known: {},
  },
  'cache-lines': {
    about:
      'transient links of two zones share one file in which lines are found by name; one restart of dlmgmtd',
    set: { ...presets['illumos-2024'], ...ownOnly, crashes: 1 },
    known: {},
  },
  'cache-lines-gz': {
    about: "the same against a link of the global zone's own",
    set: { ...presets['illumos-2024'], zones: 1, links: 2, crashes: 1, lent: true },
    known: {},
  },
  compensation: {
    about:
      'a link is taken back from a running zone while IP has it open, and dlmgmtd goes between the two upcalls',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, adminReturn: true, plumbing: true, crashes: 1 },
    known: {},
  },
  'split-dladm': {
    about: 'dladm is killed, or dlmgmtd goes, between the door call and the ioctl of a command',
    set: { ...presets['illumos-2024'], ...small, ...ownOnly, splitDladm: true },
    known: {},
  },
  'split-dladm-2022': {
    about: 'the same before 15167',
    set: { ...presets['illumos-2022'], ...small, ...ownOnly, splitDladm: true },
    known: {},
  },
  'split-start': {
    about: 'dlmgmtd reads zone after zone while they boot and halt',
    set: { ...presets['illumos-2024'], zones: 1, links: 2, crashes: 1, splitStart: true },
    known: {},
  },
  observer: {
    about: 'snoop in the global zone on a link that is created in a zone, reached with dladm -z',
    set: { ...presets.ipd3, ...small, ...ownOnly, observer: true },
    known: {},
  },
  'observer-on-loan': {
    about: 'snoop in the global zone on a link on loan',
    set: { ...presets['illumos-2024'], ...small, ...lentOnly, observer: true },
    known: {},
  },
  'observer-smartos': {
    about: 'snoop -z on a transient link in SmartOS: OS-8627',
    set: { ...presets['smartos-2023'], ...small, ...lentOnly, lent: false, observer: true },
    known: {},
  },
  'loan-list': {
    about: 'before 15167, links of a zone of its own and one on loan: the loan list loses its members',
    set: { ...presets['illumos-2022'], zones: 2, links: 2, crashes: 0, persistence: 'temporary' },
    known: {},
  },
} satisfies Record<string, Ipd3Variant>;

/** Where `refhold fixes` begins. */
const start = {
  unproposed: {
    about: 'illumos since 15167 and its followers, without any bullet of the proposal',
    set: { ...presets.unproposed, zones: 1, persistence: 'persistent' },
    known: {},
  },
} satisfies Record<string, Ipd3Variant>;

export const variants = { ...designs, ...knownIssues, ...derived, ...start };
