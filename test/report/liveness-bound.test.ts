/** Safety is decided, and what was to be decided of runs was stopped. */
import { describe, expect, it } from 'vitest';
import { always, check, leadsTo } from '../../checker/index.ts';
import type { Bound, CheckResult, Verdict } from '../../checker/index.ts';
import { reportOf } from '../../checker/report/build.ts';
import { readReport, writeReport } from '../../checker/report/json.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import { checkLines } from '../../checker/report/text/check.ts';
import { explorationLines } from '../../checker/report/text/exploration.ts';
import { makePaper } from '../../checker/report/text/paper.ts';
import { exitOf } from '../../cli/exit.ts';
import { philosophers } from '../systems/philosophers.ts';

const paper = makePaper({ color: false, width: 80 });
const header = { scenario: 's', options: {}, changed: [], limits: { timeout: 60_000 } };

async function stoppedBy(livenessBound: Bound): Promise<CheckReport> {
  const result = await check(philosophers(3), [
    always('tables are flat', () => true),
    leadsTo(
      'all eat',
      () => true,
      () => true,
    ),
  ]);
  const stopped: CheckResult = {
    ...result,
    properties: result.properties
      .filter(({ kind }) => kind !== 'deadlock')
      .map((one) => ({
        ...one,
        verdict: (one.kind === 'leadsTo' ? 'incomplete' : 'holds') satisfies Verdict,
      })),
    exploration: { ...result.exploration, livenessBound },
  };
  return reportOf(header, stopped);
}

describe('a bound of liveness', () => {
  it('cannot be overlooked', async () => {
    const lines = checkLines(paper, await stoppedBy('timeout'));
    expect(lines.slice(0, -2).join('\n')).toMatchInlineSnapshot(`
      "s

        ✔ holds       tables are flat
        ▲ incomplete  all eat

      ▲ INCOMPLETE  All 26 states were explored, and the safety properties are
        decided. Deciding the liveness properties stopped at --timeout 60 s. What is
        marked incomplete has been neither shown nor refuted.
        Raise --timeout, or leave it out.

        ▲ 1 incomplete · ✔ 1 holds"
    `);
    expect(lines.find((line) => line.includes('explored  '))).toContain('explored  incomplete, 26 states');
  });

  it.each([
    ['interrupted', 'because it was interrupted', 'Let it run to its end.'],
    ['max-memory', "at three quarters of this machine's memory", 'Raise --max-memory'],
  ] as const)('%s: says what to do', async (bound, where, remedy) => {
    const text = checkLines(paper, await stoppedBy(bound))
      .join(' ')
      .replace(/\s+/g, ' ');
    expect(text).toContain(`Deciding the liveness properties stopped ${where}`);
    expect(text).toContain(remedy);
  });

  it('is in the JSON report, and ends with the exit code of incomplete', async () => {
    const report = await stoppedBy('timeout');
    expect(readReport(writeReport('1', [report]), 'x').checks[0]!.exploration).toMatchObject({
      complete: true,
      livenessBound: 'timeout',
    });
    expect(exitOf([report], false)).toBe(20);
  });
});

it('the rate is shown where it is one of exploring', async () => {
  const { exploration } = await stoppedBy('timeout');
  const shown = (milliseconds: number): string =>
    explorationLines(paper, { ...exploration!, transitions: 5000, milliseconds }).join('\n');
  expect(shown(999)).not.toContain('/s');
  expect(shown(2000)).toContain('2.50 k transitions/s');
});
