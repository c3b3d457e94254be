import type { Verdict } from '../property/types.ts';
import { showChanges } from '../scenario/fixes.ts';
import type { ChangeSet, Fixes, PropertyFixes, Trial } from '../scenario/fixes.ts';
import type { OptionValue } from '../scenario/options.ts';
import { stoppedBy } from './bounds.ts';
import type { Stopped } from './bounds.ts';
import type { Limits } from './report.ts';

/** Which changes make properties hold, as plain data. */
export interface FixesReport {
  readonly schema: 'refhold.fixes/1';
  /** Version of refhold that wrote it. */
  readonly refhold: string;
  readonly scenario: string;
  readonly title?: string;
  /** The user's file that the scenario came from, as it was given. */
  readonly file?: string;
  readonly variant?: string;
  /** Every option with its value before any change. */
  readonly base: Readonly<Record<string, OptionValue>>;
  /** The options that were changed. */
  readonly options: readonly string[];
  /** What was set besides, one after the other; empty for nothing. */
  readonly settings: readonly ChangeSet[];
  readonly limits: Limits;
  /** Minimal sets with which every property holds in every setting. */
  readonly minimal: readonly ChangeSet[];
  /** Sets that leave the fewest properties, the smallest of them; empty if some set is enough. */
  readonly closest: readonly Closest[];
  readonly properties: readonly PropertyFixes[];
  /** Every set that was checked, with the worst verdicts over all settings. */
  readonly trials: readonly TrialReport[];
  /** Sets that were not checked because they contain one that was enough. */
  readonly skipped: number;
  /** Checks that were run, and the states that they explored. */
  readonly checks: number;
  readonly states: number;
  /** Sets of which some check came to no verdict, by the bound that was hit. */
  readonly stopped: readonly Stopped[];
}

export interface Closest {
  readonly changes: ChangeSet;
  /** The properties that do not hold with them. */
  readonly left: readonly { readonly property: string; readonly verdict: Verdict }[];
}

export interface TrialReport {
  readonly changes: ChangeSet;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

/** What is known besides what was found out. */
export type FixesHeader = Pick<FixesReport, 'refhold' | 'title' | 'file' | 'variant' | 'limits'>;

export function fixesReport(header: FixesHeader, fixes: Fixes): FixesReport {
  const { scenario, base, options, settings, minimal, properties, trials, skipped } = fixes;
  const rows = trials.flatMap((trial) =>
    trial.rows.map((row) => ({ name: showChanges(trial.changes) || AS_IT_IS, row })),
  );
  return {
    schema: 'refhold.fixes/1',
    ...header,
    scenario,
    base,
    options,
    settings,
    minimal,
    closest: minimal.length > 0 ? [] : closestOf(trials),
    properties,
    trials: trials.map(({ changes, verdicts }) => ({ changes, verdicts: Object.fromEntries(verdicts) })),
    skipped,
    checks: rows.length,
    states: rows.reduce((sum, { row }) => sum + row.states, 0),
    stopped: stoppedBy(rows),
  };
}

/** How no changes, and no settings, are called. */
export const AS_IT_IS = 'as it is';

/** The properties that nothing can violate any more because of some changes: what they are about never happens. */
export function vacuousWith({ trials }: FixesReport, set: ChangeSet): string[] {
  const trial = trials.find(({ changes }) => showChanges(changes) === showChanges(set));
  return Object.entries(trial?.verdicts ?? {})
    .filter(([, verdict]) => verdict === 'vacuous')
    .map(([property]) => property);
}

function closestOf(trials: readonly Trial[]): Closest[] {
  const all = trials.map(({ changes, verdicts }) => ({
    changes,
    left: [...verdicts]
      .filter(([, verdict]) => verdict === 'violated' || verdict === 'incomplete')
      .map(([property, verdict]) => ({ property, verdict })),
  }));
  const fewest = Math.min(...all.map(({ left }) => left.length));
  const near = all.filter(({ left }) => left.length === fewest);
  const size = ({ changes }: Closest): number => Object.keys(changes).length;
  const smallest = Math.min(...near.map(size));
  return near.filter((one) => size(one) === smallest);
}
