import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approximate, bytes, count, counted, duration } from '../../checker/report/text/numbers.ts';
import { makePaper } from '../../checker/report/text/paper.ts';
import { propertyLines } from '../../checker/report/text/properties.ts';
import { traceSections } from '../../checker/report/text/sections.ts';
import { tableLines, unbroken } from '../../checker/report/text/table.ts';
import { traceLines } from '../../checker/report/text/trace.ts';
import { showData, showEvent, showState } from '../../checker/report/text/values.ts';
import { pad, widthOf } from '../../checker/report/text/width.ts';
import { flow, prose } from '../../checker/report/text/wrap.ts';
import type { Trace, TraceStep } from '../../checker/trace/types.ts';

const paper = makePaper({ color: false, width: 80 });

describe('numbers', () => {
  it.each([
    [count(1234567), '1,234,567'],
    [counted(1, 'step'), '1 step'],
    [counted(0, 'step'), '0 steps'],
    [counted(2, 'property', 'properties'), '2 properties'],
    [approximate(999), '999'],
    [approximate(12345), '12.3 k'],
    [approximate(4_560_000), '4.56 M'],
    [approximate(2e9), '2.00 G'],
    [bytes(512), '0.5 KB'],
    [bytes(2 ** 20), '1 MB'],
    [bytes(1.5 * 2 ** 30), '1.5 GB'],
    [bytes(300 * 2 ** 20), '300 MB'],
    [duration(35.4), '35 ms'],
    [duration(1000), '1 s'],
    [duration(4210), '4.2 s'],
    [duration(99_960), '1 min 40 s'],
    [duration(187_000), '3 min 07 s'],
    [duration(7_500_000), '2 h 05 min'],
    [duration(3_599_900), '1 h 00 min'],
  ])('%s', (got, wanted) => {
    expect(got).toBe(wanted);
  });
});

describe('values', () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;

  it.each([
    [showData({ zoneStatus: 'down', refs: [1, 2] }), '{zoneStatus:"down", refs:[1, 2]}'],
    [showData({ 'a b': null, c: undefined }), '{"a b":null}'],
    [showData(-0), '-0'],
    [showData(circular), '{self:[circular]}'],
    [showData(pad), '[function pad]'],
    [showData(undefined), 'undefined'],
    [showData(10n), '10'],
    [showData('x'.repeat(50), 10), '"xxxxxxxx…'],
    [showState('up'), 'up'],
    [showState({ up: 'open' }), 'up.open'],
    [showState({ up: { link: { down: 'hard' }, ip: 'plumbed' } }), 'up(link: down.hard, ip: plumbed)'],
    [showState({}), '(root)'],
    [showEvent({ type: 'open' }), 'open'],
    [showEvent({ type: 'unset', by: 'me' } as { type: string }), 'unset {by:"me"}'],
  ])('%s', (got, wanted) => {
    expect(got).toBe(wanted);
  });
});

describe('width', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['→ ✔ ✘ ▲ ● ↻ … “”', 16],
    ['\u001b[31mred\u001b[39m', 3],
    ['漢字', 4],
    ['e\u0301', 1],
    ['👍', 2],
  ])('%j is %i', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it('pads by what is seen', () => {
    expect(pad('\u001b[31mred\u001b[39m', 5)).toBe('\u001b[31mred\u001b[39m  ');
  });
});

describe('lines', () => {
  it('break between pieces, and in pieces that are too long', () => {
    expect(flow(['aaa', 'bbb', 'ccc'], { width: 9, first: '- ', gap: ' | ' })).toEqual([
      '- aaa',
      '  bbb',
      '  ccc',
    ]);
    expect(flow(['aaa', 'bbb', 'ccc'], { width: 11, first: '- ', gap: ' | ' })).toEqual([
      '- aaa | bbb',
      '  ccc',
    ]);
    expect(flow(['aaa bbb ccc'], { width: 8 })).toEqual(['aaa bbb', 'ccc']);
    expect(prose('  one   two  ', { width: 80, first: '> ' })).toEqual(['> one two']);
  });

  it('hold every word, in order, and fit if the words do', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 14, max: 60 }), (all, width) => {
        const lines = prose(all.join(' '), { width, first: '> ', rest: '  ' });
        expect(lines.flatMap((line) => line.slice(2).split(' '))).toEqual(all);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('tables', () => {
  it('give way where they may', () => {
    const columns = [{ head: 'name' }, { head: 'says', wrap: true }, { head: 'n', align: 'right' as const }];
    const rows = [
      ['a', `one two ${unbroken('three four')}`, '1'],
      ['bb', 'five', '22'],
    ];
    expect(tableLines(makePaper({ color: false, width: 24 }), columns, rows)).toEqual([
      '  name  says           n',
      '  a     one two        1',
      '        three four',
      '  bb    five          22',
    ]);
  });
});

function step(name: string, more: Partial<TraceStep> = {}): TraceStep {
  return { step: name, deliveries: [{ actor: 'a', event: { type: 'go' } }], changes: [], ...more };
}

function traceOf(names: readonly string[], more: Partial<Trace> = {}): Trace {
  return {
    initial: { a: { value: 'x' } },
    steps: names.map((name) => step(name)),
    final: {},
    reads: [],
    ...more,
  };
}

describe('traces', () => {
  it('show what changed, and nothing else', () => {
    const changes = [
      { actor: 'a', path: ['value'], before: { up: 'open' }, after: 'freed' },
      { actor: 'a', path: ['context', 'list', 0, 'ref'], before: 4, after: 1 },
      { actor: 'a', path: ['context', 'new'], after: null },
      { actor: 'a', path: ['context', 'old'], before: 'x' },
      { actor: 'a', path: ['status'], after: 'done' },
    ];
    const trace = { initial: { a: { value: 'x' } }, steps: [step('s', { changes })] };
    expect(traceLines(makePaper({ color: false, width: 132 }), trace)[2]).toBe(
      '      → a: go  up.open → freed  list[0].ref 4 → 1  new (none) → null  old "x" → (none)  status active → done',
    );
  });

  it('name who acts once', () => {
    const steps = [
      step('me: acts', { by: 'me' }),
      step('acts', { by: 'me' }),
      step('mends', { by: 'me' }),
      step('acts'),
    ];
    const lines = traceLines(paper, { initial: {}, steps });
    expect(lines.filter((line) => /^ +\d/.test(line))).toEqual([
      '   1  me: acts',
      '   2  me: acts',
      '   3  me: mends',
      '   4  acts',
    ]);
  });

  it('are shown once if properties share them, and their common beginnings too', () => {
    const property = (name: string, trace: Trace) => ({
      name,
      kind: 'always',
      verdict: 'violated' as const,
      trace,
    });
    const text = traceSections(paper, [
      property('first', traceOf(['1', '2', '3', '4'])),
      property('second', traceOf(['1', '2', '3', '4'])),
      property('third', traceOf(['1', '2', '3', '5'])),
      property('fourth', traceOf(['1', '2', '6'])),
    ]).join('\n');
    expect(text.match(/^ +start/gm)).toHaveLength(2);
    expect(text).toContain('✘ first\n✘ second · 4 steps\n');
    expect(text).toContain('✘ third · 4 steps\n      steps 1 to 3 as above, for “first”\n   4  5\n');
    expect(text).toContain('✘ fourth · 3 steps\n  start  a: x\n   1  1\n');
  });

  it('show loops whole', () => {
    const loop = { from: 1, fairness: [] };
    const text = traceSections(paper, [
      { name: 'first', kind: 'always', verdict: 'violated', trace: traceOf(['1', '2', '3', '4']) },
      { name: 'second', kind: 'ltl', verdict: 'violated', trace: traceOf(['1', '2', '3', '4'], { loop }) },
    ]).join('\n');
    expect(text).toContain('✘ second · 1 step, then 3 for ever');
    expect(text).toMatch(
      /1 {2}1\n.*\n {4}↻ steps 2 to 4 repeat for ever:\n {3}2 {2}2\n[^]*4 {2}4\n.*\n {4}↻ back to before step 2\n/,
    );
  });

  it('say when a run stays where it is', () => {
    const trace = traceOf(['1'], { loop: { from: 1, fairness: [] } });
    expect(traceLines(paper, trace).at(-1)).toBe('    ↻ stays in this state for ever');
  });
});

it('verdicts stand in a column, with what there is to say', () => {
  expect(
    propertyLines(paper, [
      { name: 'short', kind: 'always', verdict: 'holds' },
      { name: 'longer name', kind: 'never', verdict: 'violated', trace: traceOf(['1']) },
      { name: 'never asked', kind: 'onStep', verdict: 'vacuous' },
      { name: 'unknown', kind: 'always', verdict: 'incomplete' },
      { name: 'found', kind: 'reachable', verdict: 'holds', trace: traceOf(['1', '2']) },
      { name: 'not found', kind: 'reachable', verdict: 'violated' },
    ]),
  ).toEqual([
    '  ✔ holds       short',
    '  ✘ violated    longer name  after 1 step',
    '  ● vacuous     never asked  what it is about never happens',
    '  ▲ incomplete  unknown',
    '  ✔ holds       found        after 2 steps',
    '  ✘ violated    not found    no reachable state satisfies it',
  ]);
});
