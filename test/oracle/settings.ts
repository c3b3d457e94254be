import fc from 'fast-check';

/** How much the randomised tests do. A failure prints its seed and path: set REFHOLD_SEED to see it again. */
const long = process.env.REFHOLD_LONG === '1';

/** Cases to try: as given, REFHOLD_RUNS per cent of it, or forty times as many in the long suite. */
export function runs(usual: number): number {
  const percent = Number(process.env.REFHOLD_RUNS ?? (long ? 4000 : 100));
  return Math.max(1, Math.round((usual * percent) / 100));
}

/** The long suite takes long. */
export const patience = long ? 3_600_000 : 120_000;

/**
 * Parameters for `fc.assert`. It ends a little before the test would run out of time, and fails: the test itself could not
 * say with which seed, nor what had failed where that was still being made smaller.
 */
export function settings(usual: number): {
  numRuns: number;
  seed?: number;
  verbose: boolean;
  plugins: fc.Plugin<unknown>[];
} {
  const seed = process.env.REFHOLD_SEED;
  return {
    numRuns: runs(usual),
    verbose: false,
    plugins: [fc.interruptAfterTimeLimit(0.9 * patience, { failOnInterrupt: true })],
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}

/**
 * Largest systems that are compared state by state. Nine of ten random systems that end have fewer than fifty states;
 * most of the time goes into finding out how large the others are.
 */
export const largest = long ? 3000 : 150;
