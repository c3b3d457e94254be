import type { Settings } from './options.ts';

type Preset = Partial<Settings>;

/** illumos-gate before 15167 (parent of 85dff7a057). */
const illumos2022 = {
  transientFlag: false,
  autoTransient: false,
  persistentInZone: true,
  recover: false,
  qualified: false,
  unloan: 'always',
  protectFatal: true,
  cacheFile: 'of-zone',
  startWithDyingZones: 'abort',
  refCheck: 'assert',
} as const satisfies Preset;

/** illumos-gate since 15167 and its followers. */
const illumos2024 = { qualified: false } as const satisfies Preset;

/** SmartOS since it merged 15167. That its zoneadmd and dlmgmtd took over the same teardown and the same file
 * for transient links is unconfirmed. */
const smartos2023 = {
  hook: true,
  loanList: 'none',
  moveTest: 'live',
  lendTemporary: 'transient',
  bootFailureHalt: false,
} as const satisfies Preset;

/** SmartOS before: its own transient links. */
const smartos2021 = {
  ...smartos2023,
  autoTransient: false,
  persistentInZone: true,
  cacheFile: 'gz-if-on-loan',
  recover: false,
  remaining: 'ignore',
  deleteFailure: 'abort',
  zonehaltFatal: true,
} as const satisfies Preset;

/** illumos before 15167, with a create that looks at links on loan. */
const omnios = { ...illumos2022, createTest: 'own-and-loaned' } as const satisfies Preset;

/** Everything the IPD proposes, on top of what has landed. */
const proposal = { hook: true, lendTemporary: 'on-loan' } as const satisfies Preset;

/** What has landed, without the bullets of the proposal: where to ask which of them is needed. */
const unproposed = {
  transientFlag: false,
  autoTransient: false,
  persistentInZone: true,
  recover: false,
  qualified: false,
} as const satisfies Preset;

export const presets = {
  'illumos-2022': illumos2022,
  'illumos-2024': illumos2024,
  'smartos-2021': smartos2021,
  'smartos-2023': smartos2023,
  omnios,
  ipd3: proposal,
  unproposed,
} as const;
