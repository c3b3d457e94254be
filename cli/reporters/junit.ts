import { traceText } from './traceText.ts';
import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';
import { judge, otherDifferences, sentenceOf, titleOf } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import type { Reporter, Run } from './reporter.ts';

/** One suite per check, one case per property. What is not decided is skipped, never passed. */
export const junit: Reporter = {
  name: 'junit',
  about: 'JUnit XML, for Jenkins, GitLab and others; incomplete and vacuous are skipped, never passed',
  document: true,
  start: ({ recorded }) => ({ end: (run) => documentOf(run, recorded) }),
};

interface Case {
  readonly name: string;
  readonly judgement: Judgement | 'error';
  readonly kind: string;
  readonly message: string;
  readonly details: string;
}

async function documentOf({ checks, refhold }: Run, recorded: boolean): Promise<string> {
  // It takes a tenth of a second to load.
  const { create } = await import('xmlbuilder2');
  const suites = checks.map((check) => ({ check, cases: casesOf(check, recorded) }));
  const all = suites.flatMap(({ cases }) => cases);
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('testsuites', {
    name: `refhold ${refhold}`,
    tests: all.length,
    failures: counted(all, 'failed'),
    errors: counted(all, 'error'),
    time: seconds(checks.reduce((sum, { exploration }) => sum + (exploration?.milliseconds ?? 0), 0)),
  });
  for (const { check, cases } of suites) {
    const suite = root.ele('testsuite', {
      name: clean(titleOf(check)),
      tests: cases.length,
      failures: counted(cases, 'failed'),
      errors: counted(cases, 'error'),
      skipped: counted(cases, 'skipped'),
      time: seconds(check.exploration?.milliseconds ?? 0),
    });
    const facts = factsOf(check);
    if (facts.length > 0) {
      const list = suite.ele('properties');
      for (const [name, value] of facts) list.ele('property', { name: clean(name), value: clean(value) });
    }
    for (const { name, judgement, kind, message, details } of cases) {
      const one = suite.ele('testcase', { name: clean(name), classname: clean(titleOf(check)), time: '0' });
      if (judgement === 'skipped') one.ele('skipped').txt(clean(message));
      else if (judgement !== 'passed') {
        const element = judgement === 'failed' ? 'failure' : 'error';
        one.ele(element, { type: kind, message: clean(message) }).txt(clean(details));
      }
    }
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

function casesOf(check: CheckReport, recorded: boolean): Case[] {
  const { error, properties } = check;
  if (error !== undefined) {
    const details = [error.what, ...error.where, error.fix].join('\n');
    return [
      {
        name: 'can be checked',
        judgement: 'error',
        kind: error.code,
        message: `${error.code} ${error.what}`,
        details,
      },
    ];
  }
  return [
    ...properties.map((property) => caseOf(check, property, recorded)),
    ...otherDifferences(check, recorded).map(({ what, expected, got }): Case => {
      const message = `Recorded ${expected}, got ${got}.`;
      return { name: what, judgement: 'failed', kind: 'recorded', message, details: message };
    }),
  ];
}

function caseOf(check: CheckReport, property: PropertyReport, recorded: boolean): Case {
  const message = sentenceOf(check, property, recorded);
  return {
    name: property.name,
    judgement: judge(check, property, recorded),
    kind: property.kind,
    message,
    details: [message, ...traceText(property)].join('\n'),
  };
}

/** Options, and how big the state space was. */
function factsOf({ options, exploration }: CheckReport): [string, string][] {
  return [
    ...Object.entries(options).map(([name, value]): [string, string] => [name, String(value)]),
    ...(exploration === undefined
      ? []
      : ([
          ['states', String(exploration.states)],
          ['complete', String(exploration.complete)],
        ] as [string, string][])),
  ];
}

function counted(cases: readonly Case[], judgement: Case['judgement']): number {
  return cases.filter((one) => one.judgement === judgement).length;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** What XML 1.0 cannot hold, even escaped, becomes a replacement character. */
function clean(text: string): string {
  return Array.from(text, (character) => (isWritable(character.codePointAt(0)!) ? character : '\ufffd')).join(
    '',
  );
}

/** https://www.w3.org/TR/xml/#charsets */
function isWritable(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
}
