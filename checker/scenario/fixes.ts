import type { CheckOptions } from '../check.ts';
import { RefholdError } from '../errors.ts';
import type { Verdict } from '../property/types.ts';
import { checkRow } from './matrix.ts';
import type { Row } from './matrix.ts';
import type { Option, OptionValue } from './options.ts';
import { valuesOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';

type Values = Readonly<Record<string, OptionValue>>;

/** Some changes together, each an option with the value it is changed to. */
export type ChangeSet = Values;

/** What was found out about one set of changes. */
export interface Trial {
  readonly changes: ChangeSet;
  /** One row per setting it was tried in. */
  readonly rows: readonly Row[];
  /** The worst verdict of each property over all settings. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** Which changes it takes. */
export interface Fixes {
  readonly scenario: string;
  readonly base: Values;
  readonly settings: readonly Values[];
  /** The options that were varied. */
  readonly options: readonly string[];
  /** Everything that was checked, smallest sets first; the first is the empty set. */
  readonly trials: readonly Trial[];
  /** Sets that were not checked because a smaller one was enough already. */
  readonly skipped: number;
  /** Minimal sets with which every property holds in every setting. */
  readonly minimal: readonly ChangeSet[];
  readonly properties: readonly PropertyFixes[];
}

/** The same for one property. */
export interface PropertyFixes {
  readonly property: string;
  /** Without any change. */
  readonly verdict: Verdict;
  /** Minimal sets with which it holds; the empty one if it holds anyway. */
  readonly minimal: readonly ChangeSet[];
  /** Options of which one change, all else equal, made a difference to it somewhere. */
  readonly dependsOn: readonly string[];
  /** Single changes that violate it where it held without them. */
  readonly brokenBy: readonly ChangeSet[];
}

/**
 * Tries all combinations of the options that are marked as changes, on top of `base`, in each of the settings, smallest
 * sets first. A set that contains one that was enough is not tried. Throws RH410 if the scenario has no
 * changes, and what `check` throws.
 */
export async function fixesOf(
  scenario: Scenario,
  variant: string | undefined,
  settings: readonly Values[] = [{}],
  options: CheckOptions = {},
  onTrial: (trial: Trial, left: number) => void = () => undefined,
): Promise<Fixes> {
  const base = valuesOf(scenario, variant);
  const changeable = Object.entries(scenario.options).filter(([, one]) => one.change === true);
  if (changeable.length === 0) {
    throw new RefholdError('RH410', {
      what: `scenario ${scenario.name}`,
      where: [`scenario ${scenario.name}`],
    });
  }
  const sets = changeSets(changeable, base);
  const trials: Trial[] = [];
  const enough: ChangeSet[] = [];
  let skipped = 0;
  for (const [i, changes] of sets.entries()) {
    if (enough.some((smaller) => contains(changes, smaller))) {
      skipped++;
      continue;
    }
    const trial = await tryChanges(scenario, base, changes, settings, options);
    trials.push(trial);
    if ([...trial.verdicts.values()].every(isFine)) enough.push(changes);
    onTrial(trial, sets.length - i - 1);
  }
  return {
    scenario: scenario.name,
    base,
    settings,
    options: changeable.map(([name]) => name),
    trials,
    skipped,
    minimal: enough,
    properties: [...trials[0]!.verdicts.keys()].map((property) => fixesFor(property, trials)),
  };
}

async function tryChanges(
  scenario: Scenario,
  base: Values,
  changes: ChangeSet,
  settings: readonly Values[],
  options: CheckOptions,
): Promise<Trial> {
  const rows: Row[] = [];
  for (const setting of settings) {
    rows.push(await checkRow(scenario, showChanges(setting), { ...base, ...setting, ...changes }, options));
  }
  const verdicts = new Map<string, Verdict>();
  for (const { cells } of rows) {
    for (const { property, verdict } of cells) {
      verdicts.set(property, worse(verdicts.get(property) ?? 'holds', verdict));
    }
  }
  return { changes, rows, verdicts };
}

function fixesFor(property: string, trials: readonly Trial[]): PropertyFixes {
  const holdsIn = (trial: Trial): boolean => isFine(trial.verdicts.get(property) ?? 'holds');
  const holding = trials.filter(holdsIn).map(({ changes }) => changes);
  const baseline = trials[0]!;
  return {
    property,
    verdict: baseline.verdicts.get(property)!,
    minimal: holding.filter((one) => !holding.some((other) => other !== one && contains(one, other))),
    dependsOn: dependencies(trials, holdsIn),
    brokenBy: holdsIn(baseline)
      ? trials
          .filter((trial) => Object.keys(trial.changes).length === 1 && !holdsIn(trial))
          .map(({ changes }) => changes)
      : [],
  };
}

function dependencies(trials: readonly Trial[], holdsIn: (trial: Trial) => boolean): string[] {
  const found = new Set<string>();
  for (const one of trials) {
    for (const other of trials) {
      if (holdsIn(one) === holdsIn(other)) continue;
      const names = new Set([...Object.keys(one.changes), ...Object.keys(other.changes)]);
      const differing = [...names].filter((name) => one.changes[name] !== other.changes[name]);
      if (differing.length === 1) found.add(differing[0]!);
    }
  }
  return [...found];
}

/** All sets of changes, the empty one first, then by size; within a size in the order of the options. */
function changeSets(options: readonly (readonly [string, Option])[], base: Values): ChangeSet[] {
  const sets = options.reduce<ChangeSet[]>(
    (all, [name, one]) => [
      ...all,
      ...all.flatMap((set) =>
        valuesFor(one)
          .filter((value) => value !== base[name])
          .map((value) => ({ ...set, [name]: value })),
      ),
    ],
    [{}],
  );
  return sets.sort((a, b) => Object.keys(a).length - Object.keys(b).length);
}

function valuesFor(one: Option): readonly OptionValue[] {
  if (one.kind === 'choice') return one.values;
  if (one.kind === 'flag') return [false, true];
  return Array.from({ length: one.max - one.min + 1 }, (_, i) => one.min + i);
}

function contains(set: ChangeSet, smaller: ChangeSet): boolean {
  return Object.entries(smaller).every(([name, value]) => set[name] === value);
}

const ORDER: readonly Verdict[] = ['holds', 'vacuous', 'incomplete', 'violated'];

function worse(a: Verdict, b: Verdict): Verdict {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

/** A vacuous property is not violated by anything that can happen; changes may make its trigger impossible. */
function isFine(verdict: Verdict): boolean {
  return verdict === 'holds' || verdict === 'vacuous';
}

/** `guard=own, refuseOpens=true`; empty for no changes. */
export function showChanges(changes: ChangeSet): string {
  return Object.entries(changes)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(', ');
}
