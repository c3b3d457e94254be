import type { CheckResult, PropertyResult } from '../check.ts';
import { RefholdError } from '../errors.ts';
import type { CheckReport, ErrorReport, ExplorationReport } from './report.ts';

/** What is known of a check before it runs. */
export type CheckHeader = Pick<
  CheckReport,
  'scenario' | 'title' | 'file' | 'variant' | 'options' | 'changed' | 'limits'
>;

/** The report of a check that came to verdicts; `wanted` tells which properties were asked for. */
export function reportOf(
  header: CheckHeader,
  result: CheckResult,
  wanted: (property: PropertyResult) => boolean = () => true,
): CheckReport {
  const { bound, livenessBound, ...rest } = result.exploration;
  const exploration: ExplorationReport = {
    ...rest,
    ...(bound === undefined ? {} : { bound }),
    ...(livenessBound === undefined ? {} : { livenessBound }),
  };
  return {
    ...header,
    properties: result.properties.filter(wanted),
    exploration,
    warnings: result.warnings.map(({ code, what, where }) => ({ code, what, where })),
  };
}

/** The report of a check that a mistake in the model, or a limit, made impossible. */
export function failureOf(header: CheckHeader, error: RefholdError): CheckReport {
  return { ...header, properties: [], warnings: [], error: errorReport(error) };
}

export function errorReport({ code, what, where, fix }: RefholdError): ErrorReport {
  return { code, what, where: [...where], fix };
}
