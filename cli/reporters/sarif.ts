import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { isAbsolute } from 'node:path';
import type { Location, Log, Notification, ReportingDescriptor, Result, ThreadFlowLocation } from 'sarif';
import { changesOf, titleOf as stepTitle } from '../../checker/report/formats/plain.ts';
import { classOf } from '../../checker/report/kinds.ts';
import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';
import type { Trace } from '../../checker/trace/types.ts';
import type { Place } from '../load/locate.ts';
import { judge, sentenceOf, titleOf } from './judgement.ts';
import type { Reporter, Run } from './reporter.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** What becomes of a property that does not hold, as rules of a static analysis. */
const rules = {
  safety: 'Something bad can happen: a safety property is violated',
  deadlock: 'A state without steps is reachable that is no accepted end',
  liveness: 'Something good may never happen: a liveness property is violated',
  incomplete: 'A bound was hit before the property was decided',
  vacuous: 'A property holds only because what it is about never happens',
} as const;

/** SARIF 2.1.0, for GitHub code scanning and editors: results with the trace as their code flow. */
export const sarif: Reporter = {
  name: 'sarif',
  about: 'SARIF 2.1.0 for GitHub code scanning and editors; a trace is a code flow',
  document: true,
  start: ({ recorded }) => ({ end: (run) => `${JSON.stringify(logOf(run, recorded), null, 2)}\n` }),
};

function logOf(run: Run, recorded: boolean): Log {
  const { checks, refhold, exitCode } = run;
  const notifications = checks.flatMap((check) => notificationOf(check) ?? []);
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'refhold',
            semanticVersion: refhold,
            rules: Object.entries(rules).map(([id, text]) => ruleOf(id, text)),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The folder that refhold was run in.' } } },
        invocations: [
          {
            executionSuccessful: notifications.length === 0,
            exitCode,
            ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
          },
        ],
        results: checks.flatMap((check) =>
          check.properties.flatMap((property) => resultOf(check, property, run, recorded) ?? []),
        ),
      },
    ],
  };
}

function ruleOf(id: string, text: string): ReportingDescriptor {
  return { id, name: id, shortDescription: { text: `${text}.` } };
}

function notificationOf({ error, ...check }: CheckReport): Notification | undefined {
  if (error === undefined) return undefined;
  return {
    level: 'error',
    descriptor: { id: error.code },
    message: { text: `${titleOf(check)}: ${error.what} ${error.fix}` },
  };
}

/** What holds is no result: viewers list results as things to mend. */
function resultOf(
  check: CheckReport,
  property: PropertyReport,
  run: Run,
  recorded: boolean,
): Result | undefined {
  const { verdict, trace, kind, name, about } = property;
  if (verdict === 'holds') return undefined;
  const ruleId = verdict === 'violated' ? classOf(kind) : verdict;
  const text = `${titleOf(check)}: ${name}. ${sentenceOf(check, property, recorded)}`;
  const place = run.locator.find(check.file, name);
  const accepted = recorded && judge(check, property, recorded) === 'passed';
  return {
    ruleId,
    ruleIndex: Object.keys(rules).indexOf(ruleId),
    // "open": whether it is true was not found out. Of such results there is no level.
    ...(verdict === 'violated'
      ? { kind: 'fail', level: 'error' }
      : { kind: verdict === 'incomplete' ? 'open' : 'review', level: 'none' }),
    message: { text: about === undefined ? text : `${text} ${about}` },
    locations: [locationOf(place, check, name)],
    partialFingerprints: { 'refholdProperty/v1': fingerprint(check, name) },
    ...(trace === undefined ? {} : { codeFlows: [flowOf(trace, check, run)] }),
    ...(accepted
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: 'The verdict is the recorded one of this variant.',
            },
          ],
        }
      : {}),
    properties: { scenario: check.scenario, variant: check.variant ?? null, kind, options: check.options },
  };
}

/** The same as long as the property keeps its name, wherever it stands and whatever its trace is. */
function fingerprint({ scenario, variant, changed, options }: CheckReport, property: string): string {
  const set = Object.fromEntries([...changed].sort().map((name) => [name, options[name]]));
  return createHash('sha256')
    .update(JSON.stringify([scenario, variant ?? null, set, property]))
    .digest('hex');
}

function locationOf(place: Place | undefined, check: CheckReport, name: string): Location {
  return {
    ...(place === undefined ? {} : { physicalLocation: physicalOf(place) }),
    logicalLocations: [{ name, fullyQualifiedName: `${titleOf(check)} · ${name}`, kind: 'property' }],
  };
}

function physicalOf({ file, line, column }: Place): NonNullable<Location['physicalLocation']> {
  return {
    artifactLocation: isAbsolute(file)
      ? { uri: pathToFileURL(file).href }
      : { uri: encodeURI(file), uriBaseId: 'SRCROOT' },
    region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
  };
}

function flowOf(
  trace: Trace,
  check: CheckReport,
  { locator }: Run,
): NonNullable<Result['codeFlows']>[number] {
  const { steps, loop } = trace;
  const locations = steps.map((step, i): ThreadFlowLocation => {
    const place = locator.find(check.file, step.step);
    const loops = loop !== undefined && i >= loop.from;
    return {
      executionOrder: i + 1,
      nestingLevel: loops ? 1 : 0,
      location: {
        ...(place === undefined ? {} : { physicalLocation: physicalOf(place) }),
        ...(step.at === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: step.at }] }),
        message: { text: `${i + 1} ${stepTitle(step)}${loops ? ' (repeats for ever)' : ''}` },
      },
      state: Object.fromEntries(
        step.deliveries.flatMap(({ actor }) => {
          const changes = changesOf(step, actor);
          return changes.length === 0 ? [] : [[actor, { text: changes.join(', ') }]];
        }),
      ),
    };
  });
  // A trace without steps is about the first state; a flow has at least one location.
  return {
    threadFlows: [
      {
        locations:
          locations.length > 0 ? locations : [{ location: { message: { text: 'the first state' } } }],
      },
    ],
  };
}
