import { isRefholdError } from '../load/explain.ts';
import { RefholdError } from '../../checker/errors.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import { explainState, findProperty } from '../../checker/report/why.ts';
import type { WhyReport, WhyRequest } from '../../checker/report/why.ts';
import { build, located } from './build.ts';
import type { Job } from './jobs.ts';

/** Says early that a property, or the property whose trace is meant, does not exist. Throws RH408, RH409. */
export function refuseWhy(request: WhyRequest, jobs: readonly Job[], cwd: string): void {
  const [job, ...more] = jobs;
  if (more.length > 0) {
    throw new RefholdError('RH408', {
      what: `--why, but there are ${jobs.length} checks`,
      fix: 'Name one scenario or file, and one variant.',
    });
  }
  const { properties } = build(job!.target, job!.header.options, cwd);
  for (const name of [request.property, request.trace]) {
    if (name !== undefined) findProperty(properties, name);
  }
}

/**
 * What a property says of a state of a trace that a check found. A question that cannot be answered comes back as an
 * error: what the check found is to be written all the same.
 */
export function askWhy(
  request: WhyRequest,
  { target, header }: Job,
  check: CheckReport,
  cwd: string,
): WhyReport | RefholdError {
  try {
    return explainState(build(target, header.options, cwd), request, check.properties);
  } catch (thrown) {
    const error = located(thrown, target, cwd, 'RH201');
    if (isRefholdError(error)) return error;
    throw error;
  }
}
