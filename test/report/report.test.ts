import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { always, check, noDeadlock } from '../../checker/index.ts';
import { RefholdError } from '../../checker/errors.ts';
import { failureOf, reportOf } from '../../checker/report/build.ts';
import { readReport, reportSchema, writeReport } from '../../checker/report/json.ts';
import { classOf } from '../../checker/report/kinds.ts';
import { toPlain } from '../../checker/report/plain.ts';
import { compare } from '../../checker/report/recorded.ts';
import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';
import { firstDifference } from '../../checker/report/same.ts';
import { EXIT, exitOf } from '../../cli/exit.ts';
import { philosophers } from '../systems/philosophers.ts';

const header = { scenario: 's', options: {}, changed: [], limits: {} };

function property(
  name: string,
  verdict: PropertyReport['verdict'],
  kind = 'always',
  steps?: number,
): PropertyReport {
  const trace = steps === undefined ? {} : { trace: traceOf(steps) };
  return { name, verdict, kind, ...trace };
}

function traceOf(steps: number) {
  return {
    initial: { a: { value: 'x' } },
    steps: Array.from({ length: steps }, (_, i) => ({ step: `${i}`, deliveries: [], changes: [] })),
    final: { a: { value: 'y' } },
    reads: [],
  };
}

function report(...properties: PropertyReport[]): CheckReport {
  return { ...header, properties, warnings: [] };
}

describe('exit codes', () => {
  const failed = failureOf(header, new RefholdError('RH201', { what: 'x' }));
  const safety = report(property('a', 'violated'));
  const deadlock = report(property('no deadlock', 'violated', 'deadlock'));
  const liveness = report(property('a', 'violated', 'leadsTo'));
  const incomplete = report(property('a', 'incomplete'));
  const vacuous = report(property('a', 'vacuous', 'onStep'));
  const fine = report(property('a', 'holds'));
  // Each comes before all that follow.
  const inOrder = [
    [failed, EXIT.model, 70],
    [safety, EXIT.safety, 12],
    [deadlock, EXIT.deadlock, 11],
    [liveness, EXIT.liveness, 13],
    [incomplete, EXIT.incomplete, 20],
    [vacuous, EXIT.vacuous, 21],
    [fine, EXIT.ok, 0],
  ] as const;

  it.each(inOrder.map((entry, i) => [i, ...entry] as const))('%#: %j', (i, _, name, code) => {
    expect(name).toBe(code);
    const checks = inOrder.slice(i).map(([check]) => check);
    expect(exitOf(checks, false)).toBe(code);
    expect(exitOf([...checks].reverse(), false)).toBe(code);
  });

  it('with recorded verdicts depend on nothing else', () => {
    const matched = { ...safety, recorded: { matches: true, differences: [] } };
    const differing = { ...fine, recorded: { matches: false, differences: [] } };
    expect(exitOf([matched], true)).toBe(0);
    expect(exitOf([matched, differing], true)).toBe(1);
    expect(exitOf([matched, fine], true)).toBe(1);
    expect(exitOf([matched, failed], true)).toBe(70);
  });
});

it('every kind of property has a class; unknown ones are liveness', () => {
  const classes = ['always', 'never', 'onStep', 'reachable', 'deadlock', 'recoverable', 'ltl', 'later'].map(
    classOf,
  );
  expect(classes).toEqual([
    'safety',
    'safety',
    'safety',
    'safety',
    'deadlock',
    'liveness',
    'liveness',
    'liveness',
  ]);
});

describe('recorded verdicts', () => {
  const known = { violated: { a: 3 }, vacuous: ['b'], states: 5 };
  const explored = { states: 5, complete: true } as NonNullable<CheckReport['exploration']>;
  const as = [
    property('a', 'violated', 'always', 3),
    property('b', 'vacuous', 'onStep'),
    property('c', 'holds'),
  ];

  it('match', () => {
    expect(compare(known, { properties: as, exploration: explored })).toEqual({
      matches: true,
      differences: [],
    });
    expect(compare({ violated: { r: 0 } }, report(property('r', 'violated', 'reachable'))).matches).toBe(
      true,
    );
  });

  it.each([
    ['a longer trace', [property('a', 'violated', 'always', 4), as[1]!], 5, 'a', 'violated at 4 steps'],
    ['no violation', [property('a', 'holds'), as[1]!], 5, 'a', 'holds'],
    ['an unexpected violation', [...as, property('d', 'violated', 'never', 1)], 5, 'd', 'violated at 1 step'],
    ['a vacuous one', [...as, property('d', 'vacuous', 'onStep')], 5, 'd', 'vacuous'],
    ['one that is vacuous no longer', [as[0]!, property('b', 'holds', 'onStep')], 5, 'b', 'holds'],
    ['an incomplete one', [...as, property('d', 'incomplete')], 5, 'd', 'incomplete'],
    ['a missing one', [as[0]!], 5, 'b', 'there is no such property'],
    ['more states', as, 6, 'states', '6 states'],
  ])('differ by %s', (_, properties, states, what, got) => {
    const { matches, differences } = compare(known, { properties, exploration: { ...explored, states } });
    expect(matches).toBe(false);
    expect(differences.map((one) => [one.what, one.got])).toEqual([[what, got]]);
  });

  it('of properties that were not asked for are not missed', () => {
    expect(compare(known, { properties: [as[0]!] }, false).differences).toEqual([
      { what: 'states', expected: '5 states', got: '0 states, and the exploration is incomplete' },
    ]);
    expect(compare(known, { properties: [as[0]!], exploration: explored }, false).matches).toBe(true);
  });
});

describe('JSON', () => {
  it('survives the way through a file', async () => {
    const odd = always('odd', () => ({ map: new Map([['k', 1n]]), nan: NaN, f: () => 0, u: undefined }));
    const result = await check(philosophers(3), [odd]);
    const written = writeReport('1.2.3', [reportOf(header, result)]);
    const { checks, refhold } = readReport(written, 'x');
    expect(refhold).toBe('1.2.3');
    const [first, deadlock] = checks[0]!.properties;
    expect(first!.trace!.values).toEqual({ map: { k: '1' }, nan: 'NaN', f: '[function f]' });
    expect(deadlock!.trace).toEqual(JSON.parse(JSON.stringify(result.properties[1]!.trace)));
    expect(checks[0]!.exploration).toMatchObject({ states: 26, complete: true });
    expect(checks[0]!.exploration).not.toHaveProperty('bound');
    expect(JSON.parse(writeReport('1.2.3', checks))).toEqual(JSON.parse(written));
  });

  it('keeps only the properties that were asked for', async () => {
    const result = await check(philosophers(2), [always('a', () => true)]);
    const { properties } = reportOf(header, result, ({ name }) => name === noDeadlock.name);
    expect(properties.map(({ name }) => name)).toEqual(['no deadlock']);
  });

  it('holds the bound that was hit', async () => {
    const result = await check(philosophers(3), [], { maxStates: 5 });
    const text = writeReport('1', [reportOf(header, result)]);
    expect(readReport(text, 'x').checks[0]!.exploration).toMatchObject({
      bound: 'max-states',
      complete: false,
    });
  });

  it('is what the schema says', () => {
    const failed = failureOf(header, new RefholdError('RH201', { what: 'x', where: ['y'] }));
    const data = JSON.parse(writeReport('1', [failed])) as unknown;
    expect(v.is(reportSchema, data)).toBe(true);
    expect(v.is(reportSchema, { ...(data as object), refhold: 1 })).toBe(false);
  });

  it.each([
    ['{', /it is not JSON/],
    ['null', /it has no schema/],
    ['{"schema":"other"}', /its schema is other, not refhold\.report\/1/],
    ['{"schema":"refhold.report/1","refhold":"1","checks":[{"scenario":1}]}', /checks\.0\./],
  ])('%s is RH407', (text, says) => {
    expect(() => readReport(text, 'f.json')).toThrow(says);
    expect(() => readReport(text, 'f.json')).toThrow(/RH407[^]*f\.json/);
  });

  it('plain data is left alone, cycles are cut', () => {
    const data = { a: [1, 'x', null, true, { b: -1.5 }] };
    expect(toPlain(data)).toEqual(data);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(toPlain(cycle)).toEqual(['[circular]']);
    expect(toPlain(new Set([1]))).toEqual([1]);
    expect(toPlain(Symbol('s'))).toBe('Symbol(s)');
  });
});

describe('the first difference of two traces', () => {
  const trace = traceOf(2);
  it.each([
    [trace, undefined],
    [{ ...trace, initial: { a: { value: 'z' } } }, 'in the first state, a is not what it was'],
    [{ ...trace, final: { a: { value: 'z' } } }, 'in the last state, a is not what it was'],
    [{ ...trace, final: { ...trace.final, b: { value: 1 } } }, 'in the last state, b is not what it was'],
    [
      {
        ...trace,
        steps: [trace.steps[0]!, { ...trace.steps[1]!, changes: [{ actor: 'a', path: ['value'] }] }],
      },
      'step 2 does not change what it did',
    ],
    [
      {
        ...trace,
        steps: [{ ...trace.steps[0]!, deliveries: [{ actor: 'a', event: { type: 'e' } }] }, trace.steps[1]!],
      },
      'step 1 does not deliver what it did',
    ],
  ])('%#', (now, difference) => {
    expect(firstDifference(trace, now)).toBe(difference);
  });

  it('does not depend on the order of keys', () => {
    const context = (keys: object) => ({ ...trace, final: { a: { value: 'y', context: keys } } });
    expect(firstDifference(context({ x: 1, y: 2 }), context({ y: 2, x: 1 }))).toBeUndefined();
  });
});
