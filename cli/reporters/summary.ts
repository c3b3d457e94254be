import { toPlain } from '../../checker/report/plain.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import type { Reporter, Run } from './reporter.ts';

export const summary: Reporter = {
  name: 'summary',
  about: 'verdicts, sizes and times as JSON, without traces, for dashboards',
  document: true,
  start: () => ({ end: (run) => `${JSON.stringify(toPlain(summaryOf(run)), null, 2)}\n` }),
};

const VERDICTS = ['holds', 'violated', 'incomplete', 'vacuous'] as const;

function summaryOf({ refhold, checks, wanted, exitCode }: Run): unknown {
  const properties = checks.flatMap((check) => check.properties);
  return {
    schema: 'refhold.summary/1',
    refhold,
    exitCode,
    checks: { wanted, run: checks.length, failed: checks.filter(({ error }) => error !== undefined).length },
    verdicts: Object.fromEntries(
      VERDICTS.map((verdict) => [verdict, properties.filter((one) => one.verdict === verdict).length]),
    ),
    states: sum(checks.map(({ exploration }) => exploration?.states)),
    transitions: sum(checks.map(({ exploration }) => exploration?.transitions)),
    milliseconds: sum(checks.map(({ exploration }) => exploration?.milliseconds)),
    results: checks.map(resultOf),
  };
}

function resultOf({
  scenario,
  file,
  variant,
  exploration,
  recorded,
  error,
  properties,
}: CheckReport): unknown {
  return {
    scenario,
    file,
    variant,
    complete: exploration?.complete,
    bound: exploration?.bound ?? exploration?.livenessBound,
    states: exploration?.states,
    depth: exploration?.depth,
    asRecorded: recorded?.matches,
    error: error?.code,
    properties: properties.map(({ name, kind, verdict, trace }) => ({
      name,
      kind,
      verdict,
      steps: trace?.steps.length,
    })),
  };
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
