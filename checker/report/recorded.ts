import type { Known } from '../scenario/scenario.ts';
import type { CheckReport, Comparison, Difference, PropertyReport } from './report.ts';

/**
 * Holds verdicts against those that are recorded for a variant: the named properties are violated, with a shortest
 * trace of the named length, or vacuous; all others hold. *Incomplete* never matches, because it is no verdict.
 *
 * `all` is false where only some properties were asked for: then recorded ones that are missing are no difference.
 */
export function compare(
  known: Known,
  report: Pick<CheckReport, 'properties' | 'exploration'>,
  all = true,
): Comparison {
  const differences: Difference[] = report.properties.flatMap((property) => {
    const expected = expectedOf(known, property.name);
    const got = gotOf(property);
    return expected === got ? [] : [{ what: property.name, expected, got }];
  });
  if (all) differences.push(...missing(known, report.properties));
  const states = report.exploration?.symmetry?.states ?? report.exploration?.states;
  if (known.states !== undefined && states !== known.states) {
    const got = report.exploration?.complete === true ? '' : ', and the exploration is incomplete';
    differences.push({
      what: 'states',
      expected: `${known.states} states`,
      got: `${states ?? 0} states${got}`,
    });
  }
  return { matches: differences.length === 0, differences };
}

function expectedOf(known: Known, name: string): string {
  if (Object.hasOwn(known.violated ?? {}, name)) return violatedAt(known.violated![name]!);
  return known.vacuous?.includes(name) === true ? 'vacuous' : 'holds';
}

function gotOf({ verdict, trace }: PropertyReport): string {
  return verdict === 'violated' ? violatedAt(trace?.steps.length ?? 0) : verdict;
}

function violatedAt(steps: number): string {
  return `violated at ${steps} ${steps === 1 ? 'step' : 'steps'}`;
}

function missing(known: Known, properties: readonly PropertyReport[]): Difference[] {
  const names = new Set(properties.map(({ name }) => name));
  return [...Object.keys(known.violated ?? {}), ...(known.vacuous ?? [])]
    .filter((name) => !names.has(name))
    .map((name) => ({ what: name, expected: expectedOf(known, name), got: 'there is no such property' }));
}
