import type { CheckReport } from '../../checker/report/report.ts';
import type { Paper } from '../../checker/report/text/paper.ts';
import type { Locator } from '../load/locate.ts';

/** A way to report a run of checks. */
export interface Reporter {
  /** As it is called on the command line. */
  readonly name: string;
  /** One line: what it is, and who reads it. */
  readonly about: string;
  /** Whether it is a document that cannot share the standard output with another report. */
  readonly document: boolean;
  readonly start: (setting: Setting) => Reporting;
}

/** What is known before the first check. */
export interface Setting {
  /** What it is written on. */
  readonly paper: Paper;
  /** No traces, one row per check. */
  readonly tableOnly: boolean;
  readonly witnesses: boolean;
  readonly coverage: boolean;
  /** Whether verdicts are judged by those that are recorded. */
  readonly recorded: boolean;
}

/** A report in the making. */
export interface Reporting {
  /** What to write as soon as a check is decided; `before`: how many were before it. */
  readonly check?: (check: CheckReport, before: number) => string;
  /** What to write at the end. */
  readonly end: (run: Run) => string | Promise<string>;
}

/** What is known after the last check. */
export interface Run {
  /** Version of refhold. */
  readonly refhold: string;
  /** Those that were run. */
  readonly checks: readonly CheckReport[];
  /** How many there were to be. */
  readonly wanted: number;
  readonly exitCode: number;
  readonly locator: Locator;
}
