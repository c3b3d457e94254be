import { classOf } from '../checker/report/kinds.ts';
import type { CheckReport } from '../checker/report/report.ts';

/** Exit codes of `refhold`, all of them. */
export const EXIT = {
  /** Everything holds; with recorded verdicts: everything is as recorded. */
  ok: 0,
  /** Some verdict is not the recorded one (`refhold check` without arguments, or with --known). */
  differs: 1,
  /** The command line makes no sense (RH4xx), or the explorer cannot start (RH5xx). */
  usage: 2,
  deadlock: 11,
  safety: 12,
  liveness: 13,
  incomplete: 20,
  vacuous: 21,
  /** A mistake in the model (RH1xx to RH3xx), or a bug of refhold. */
  model: 70,
} as const;

/** The same for people. */
export const EXIT_HELP = `Exit codes, the first that applies:
  70  the model has a mistake, or refhold has one
  12  a safety property is violated (always, never, onStep, reachable)
  11  a deadlock is reachable
  13  a liveness property is violated
  20  incomplete: a bound was hit, or it was interrupted
  21  vacuous: what a property is about never happens
   0  everything holds
With --known, or without arguments: 0 if every verdict is the recorded one, else 1.
A command line that makes no sense: 2.`;

/** The same of commands that compare designs. */
export const INFORMATION_HELP = `Exit codes: what is violated is information here, no failure.
   0  everything is decided
  20  incomplete: a bound was hit, or it was interrupted
  70  the model has a mistake, or refhold has one
   2  the command line makes no sense`;

/** The exit code of checks; with `recorded`, of how they compare with what is recorded. */
export function exitOf(checks: readonly CheckReport[], recorded: boolean): number {
  if (checks.some(({ error }) => error !== undefined)) return EXIT.model;
  if (recorded) return checks.every((check) => check.recorded?.matches === true) ? EXIT.ok : EXIT.differs;
  const properties = checks.flatMap((check) => check.properties);
  const violated = new Set(
    properties.filter(({ verdict }) => verdict === 'violated').map(({ kind }) => classOf(kind)),
  );
  for (const kind of ['safety', 'deadlock', 'liveness'] as const) if (violated.has(kind)) return EXIT[kind];
  for (const verdict of ['incomplete', 'vacuous'] as const) {
    if (properties.some((property) => property.verdict === verdict)) return EXIT[verdict];
  }
  return EXIT.ok;
}

/** What is wrong is what was asked for, or the machine that it was asked of. */
const NOT_THE_MODEL: ReadonlySet<string> = new Set(['RH330', 'RH501', 'RH502', 'RH503', 'RH506']);

/** The exit code of an error of the catalogue. */
export function exitOfError(code: string): number {
  return /^RH(31\d|4\d\d|52\d|53[0-6])$/.test(code) || NOT_THE_MODEL.has(code) ? EXIT.usage : EXIT.model;
}
