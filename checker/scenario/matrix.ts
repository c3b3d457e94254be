import { check } from '../check.ts';
import type { CheckOptions, PropertyResult } from '../check.ts';
import type { Bound } from '../explore/types.ts';
import type { Verdict } from '../property/types.ts';
import type { OptionValue } from './options.ts';
import { valuesOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';

/** What became of one property in one variant. */
export interface Cell {
  readonly property: string;
  readonly kind: PropertyResult['kind'];
  readonly verdict: Verdict;
  /** Steps of the shortest counterexample or witness, where there is one. */
  readonly steps?: number;
}

/** One check of a scenario. */
export interface Row {
  /** The variant, or what was set. */
  readonly name: string;
  readonly values: Readonly<Record<string, OptionValue>>;
  readonly cells: readonly Cell[];
  readonly states: number;
  readonly transitions: number;
  readonly milliseconds: number;
  /** What stopped the exploration early, if anything did. */
  readonly bound?: Bound;
}

/** Variants against properties. */
export interface Matrix {
  readonly scenario: string;
  /** All properties of all rows, in the order in which they first appear. */
  readonly properties: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * Checks a scenario in several variants, one row each; `set` goes on top of every one. Throws RH402, RH403 and what
 * `check` throws.
 */
export async function matrixOf(
  scenario: Scenario,
  variants: readonly string[] = Object.keys(scenario.variants),
  set: Readonly<Record<string, OptionValue>> = {},
  options: CheckOptions = {},
  onRow: (row: Row) => void = () => undefined,
): Promise<Matrix> {
  const rows: Row[] = [];
  for (const variant of variants) {
    const row = await checkRow(scenario, variant, valuesOf(scenario, variant, set), options);
    rows.push(row);
    onRow(row);
  }
  const properties = [...new Set(rows.flatMap(({ cells }) => cells.map(({ property }) => property)))];
  return { scenario: scenario.name, properties, rows };
}

/** Checks a scenario for these values. */
export async function checkRow(
  scenario: Scenario,
  name: string,
  values: Readonly<Record<string, OptionValue>>,
  options: CheckOptions,
): Promise<Row> {
  const { system, properties } = scenario.build(values);
  const { properties: results, exploration } = await check(system, properties, options);
  return {
    name,
    values,
    cells: results.map(({ name: property, kind, verdict, trace }) => ({
      property,
      kind,
      verdict,
      ...(trace === undefined ? {} : { steps: trace.steps.length }),
    })),
    states: exploration.states,
    transitions: exploration.transitions,
    milliseconds: exploration.milliseconds,
    ...(exploration.bound === undefined ? {} : { bound: exploration.bound }),
  };
}
