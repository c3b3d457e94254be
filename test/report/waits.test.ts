import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { WaitGraph } from '../../checker/index.ts';
import { reportOf } from '../../checker/report/build.ts';
import { waitItems } from '../../checker/report/markdown/waits.ts';
import { readReport, writeReport } from '../../checker/report/json.ts';
import { waitLines } from '../../checker/report/text/waits.ts';
import { waitSentences } from '../../checker/report/waits.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import { devnetLocks } from '../../machines/illumos/devnet-locks/scenario.ts';

const graph: WaitGraph = {
  waits: [
    { by: 'T1', step: 'x', for: 'kstat', event: 'hold', holders: [{ name: 'T2', how: 'holds' }] },
    {
      by: 'T2',
      step: 'x',
      for: 'ill_g_lock',
      event: 'read',
      holders: [{ name: 'T1', how: 'holds', mode: 'W' }],
    },
    {
      by: 'T4',
      step: 'x',
      for: 'ill_g_lock',
      event: 'read',
      holders: [
        { name: 'T1', how: 'holds', mode: 'W' },
        { name: 'T5', how: 'wants', mode: 'W' },
      ],
    },
    { by: 'T6', step: 'x', for: 'vm', read: { path: 'vm.context.refs', value: 1 }, holders: [] },
  ],
  cycles: [
    [
      { by: 'T1', for: 'kstat', holder: { name: 'T2', how: 'holds' } },
      { by: 'T2', for: 'ill_g_lock', holder: { name: 'T1', how: 'holds', mode: 'W' } },
    ],
  ],
};

describe('sentences of a wait-for graph', () => {
  test('a cycle begins with who holds what, and ends where it began', () => {
    expect(waitSentences(graph)).toEqual({
      cycles: ['T1 holds ill_g_lock (W), waits for kstat, held by T2; T2 waits for ill_g_lock'],
      others: [
        'T4 waits for ill_g_lock, held by T1 (W), wanted before by T5 (W)',
        'T6 waits for vm (vm.context.refs is 1)',
      ],
    });
  });

  test('a cycle of one', () => {
    const self = { by: 'T2', for: 'kstat', holder: { name: 'T2', how: 'holds' } } as const;
    expect(waitSentences({ waits: [], cycles: [[self]] }).cycles).toEqual([
      'T2 holds kstat and waits for it itself',
    ]);
  });

  test('actors that wait for each other, and locks that nobody explains', () => {
    const cycle = [
      { by: 'fork', for: 'lookup', holder: { name: 'lookup', how: 'is' } },
      { by: 'lookup', for: 'lock', holder: { name: 'fork', how: 'changed' } },
    ] as const;
    expect(waitSentences({ waits: [], cycles: [cycle] }).cycles).toEqual([
      'fork was the last to change lock, waits for lookup; lookup waits for lock',
    ]);
    const turned = [cycle[1], cycle[0]];
    expect(waitSentences({ waits: [], cycles: [turned] }).cycles).toEqual([
      'lookup waits for lock, last changed by fork; fork waits for lookup',
    ]);
  });

  test('text, as wide as the page', () => {
    expect(waitLines({ paint: new Chalk({ level: 0 }), width: 60 }, graph)).toEqual([
      '      cycle   T1 holds ill_g_lock (W), waits for kstat, held',
      '              by T2; T2 waits for ill_g_lock',
      '      blocked T4 waits for ill_g_lock, held by T1 (W),',
      '              wanted before by T5 (W)',
      '      blocked T6 waits for vm (vm.context.refs is 1)',
    ]);
  });

  test('Markdown', () => {
    expect(waitItems(graph)).toEqual([
      '- **Cycle:** T1 holds ill_g_lock (W), waits for kstat, held by T2; T2 waits for ill_g_lock.',
      '- Blocked: T4 waits for ill_g_lock, held by T1 (W), wanted before by T5 (W).',
      '- Blocked: T6 waits for vm (vm.context.refs is 1).',
    ]);
  });

  test('JSON has the graph, and reads it back', async () => {
    const { system, properties } = devnetLocks.build(valuesOf(devnetLocks, 'before'));
    const header = { scenario: 's', options: {}, changed: [], limits: {} };
    const report = reportOf(header, await check(system, properties));
    const read = readReport(writeReport('0', [report]), 'report.json');
    const waits = read.checks[0]!.properties.find(({ kind }) => kind === 'deadlock')?.trace?.waits;
    expect(waits?.cycles).toEqual([
      [
        { by: 'destroy', for: 'perimeter', holder: { name: 'flow', how: 'holds' } },
        { by: 'flow', for: 'devnetLock', holder: { name: 'destroy', how: 'holds', mode: 'W' } },
      ],
    ]);
  });
});
