import type { Settings } from '../options.ts';

/** One zone, one link, nobody crashes: for a single question. */
export const small = { zones: 1, links: 1, crashes: 0 } as const satisfies Partial<Settings>;
export const lentOnly = { ownLinks: false } as const satisfies Partial<Settings>;
export const ownOnly = {
  lent: false,
  hook: false,
  persistence: 'temporary',
} as const satisfies Partial<Settings>;
