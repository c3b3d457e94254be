import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';

/** What became of a property in a run; undefined where there was none. */
export type Standing = Pick<PropertyReport, 'verdict' | 'trace'> | undefined;

/** A property whose verdict is not what it was in the run before. */
export interface VerdictChange {
  readonly check: CheckReport;
  readonly name: string;
  readonly was: Standing;
  readonly now: Standing;
}

/** What changed between two runs of the same checks: other verdicts, longer or shorter traces, new and gone properties. */
export function changesBetween(
  before: readonly CheckReport[],
  after: readonly CheckReport[],
): VerdictChange[] {
  return after.flatMap((check) => {
    const old = before.find(
      ({ scenario, variant }) => scenario === check.scenario && variant === check.variant,
    );
    // A check that could not be run says nothing about its properties.
    if (old === undefined || old.error !== undefined || check.error !== undefined) return [];
    const names = new Set([...check.properties, ...old.properties].map(({ name }) => name));
    return [...names].flatMap((name): VerdictChange[] => {
      const find = ({ properties }: CheckReport): Standing => properties.find((one) => one.name === name);
      const [was, now] = [find(old), find(check)];
      return isSame(was, now) ? [] : [{ check, name, was, now }];
    });
  });
}

function isSame(was: Standing, now: Standing): boolean {
  return was?.verdict === now?.verdict && was?.trace?.steps.length === now?.trace?.steps.length;
}

/** The last verdicts that are known: a check that could not be run leaves those of before. */
export function remembered(
  before: readonly CheckReport[],
  after: readonly CheckReport[],
): readonly CheckReport[] {
  const same = (one: CheckReport) => (other: CheckReport) =>
    one.scenario === other.scenario && one.variant === other.variant;
  const known = after.filter(({ error }) => error === undefined);
  return [...known, ...before.filter((old) => !known.some(same(old)))];
}
