import { check } from '../../checker/index.ts';
import type { Machines, Property, PropertyResult, System, Trace, Verdict } from '../../checker/index.ts';

/** What the checker says of one property. */
export async function resultOf<A extends Machines>(
  system: System<A>,
  property: Property<NoInfer<A>>,
): Promise<PropertyResult> {
  const { properties } = await check(system, [property]);
  return properties[0]!;
}

export async function verdictOf<A extends Machines>(
  system: System<A>,
  property: Property<NoInfer<A>>,
): Promise<Verdict> {
  return (await resultOf(system, property)).verdict;
}

/** The steps of a counterexample, before its loop and in it. */
export async function lassoOf<A extends Machines>(
  system: System<A>,
  property: Property<NoInfer<A>>,
): Promise<{ readonly stem: readonly string[]; readonly loop: readonly string[]; readonly trace: Trace }> {
  const { verdict, trace } = await resultOf(system, property);
  if (verdict !== 'violated' || trace?.loop === undefined) throw new Error(`no lasso, but ${verdict}`);
  const names = trace.steps.map(({ step }) => step);
  return { stem: names.slice(0, trace.loop.from), loop: names.slice(trace.loop.from), trace };
}
