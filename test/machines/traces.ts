import { check } from '../../checker/index.ts';
import type { PropertyResult, Scenario, Trace } from '../../checker/index.ts';
import { waitSentences } from '../../checker/report/waits.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import type { OptionValue } from '../../checker/scenario/options.ts';

/** What became of the properties of a variant, by their names, with some options set on top. */
export async function resultsOf(
  scenario: Scenario,
  variant: string,
  set: Readonly<Record<string, OptionValue>> = {},
): Promise<ReadonlyMap<string, PropertyResult>> {
  const { system, properties } = scenario.build(valuesOf(scenario, variant, set));
  const { properties: results } = await check(system, properties);
  return new Map(results.map((one) => [one.name, one]));
}

/** Names of the properties that are violated. */
export function violated(results: ReadonlyMap<string, PropertyResult>): string[] {
  return [...results.values()].filter(({ verdict }) => verdict === 'violated').map(({ name }) => name);
}

/** The steps of the trace to a property. */
export function stepsTo(results: ReadonlyMap<string, PropertyResult>, property: string): string[] {
  return traceTo(results, property).steps.map(({ step }) => step);
}

export function traceTo(results: ReadonlyMap<string, PropertyResult>, property: string): Trace {
  const trace = results.get(property)?.trace;
  if (trace === undefined) throw new Error(`no trace to "${property}"`);
  return trace;
}

/** The cycles of the deadlock, in words. */
export function cyclesOf(results: ReadonlyMap<string, PropertyResult>): readonly string[] {
  const { waits } = traceTo(results, 'no deadlock');
  return waits === undefined ? [] : waitSentences(waits).cycles;
}

/** Whether steps come in this order, with anything in between. */
export function inOrder(steps: readonly string[], wanted: readonly string[]): boolean {
  let at = -1;
  return wanted.every((step) => {
    at = steps.indexOf(step, at + 1);
    return at >= 0;
  });
}
