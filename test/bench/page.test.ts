import { describe, expect, it } from 'vitest';
import type { Report, Row } from '../../bench/compare.ts';
import { goalsOf } from '../../bench/goals.ts';
import type { Outcome } from '../../bench/outcome.ts';
import { page } from '../../bench/page.ts';
import { Subject } from '../../bench/subject.ts';

const subject = new Subject('tiny');
const { states, transitions } = subject;

function row(engine: string, by: Row['by'], processor: number, perState = 40): Row {
  const outcome = { states, transitions, seconds: 2 * processor, processor, bytes: perState * states };
  return { engine, by, outcome };
}

function report(rows: readonly Row[], graph: number): Report {
  return {
    large: { subject, rows: [row('refhold', 'refhold', 1, 8), ...rows] },
    small: { subject, rows },
    tiny: { subject, rows: [row('refhold', 'refhold', 1, 8), row('@xstate/graph', 'XState', graph)] },
    probes: [],
    load: [1, 2],
  };
}

const met = (rows: readonly Row[], graph = 3000) => goalsOf(report(rows, graph)).map((goal) => goal.met);

describe('the goals', () => {
  it('are met or not by the fastest of SPIN and of C, in processor time', () => {
    expect(met([row('C', 'C', 0.8), row('SPIN', 'SPIN', 30), row('SPIN 2', 'SPIN', 26)])).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(met([row('C', 'C', 0.5), row('SPIN', 'SPIN', 30), row('SPIN 2', 'SPIN', 24)], 1999)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('are not judged by rows that use more than one core', () => {
    expect(met([row('C', 'C', 1), { ...row('SPIN', 'SPIN', 2), other: true }])[0]).toBeUndefined();
  });

  it('say that bytes are met only where SPIN needs so many', () => {
    expect(met([row('SPIN', 'SPIN', 30, 39)])[3]).toBe(false);
  });

  it('are not measured where an engine did not come to its end', () => {
    const stopped: Row = { engine: 'SPIN', by: 'SPIN', outcome: { stopped: 'time' } };
    expect(met([stopped])).toEqual([undefined, true, undefined, true]);
  });
});

describe('the page', () => {
  it('says what stopped an engine, and what was not measured', () => {
    const text = page(
      ['--size', 'tiny'],
      '1 s',
      report([{ engine: 'SPIN', by: 'SPIN', outcome: { stopped: 'time' } }], 3000),
    );
    expect(text).toMatch(/\| SPIN +\| +– \(time\) \|/);
    expect(text).toMatch(/as fast as SPIN.*\| not measured +\|/);
    expect(text).toMatch(/`@xstate\/graph` +\| +3,000 × +\| met /);
    expect(text).toContain('`npm run bench -- --size tiny`');
  });
});

describe('a run', () => {
  const right: Outcome = { states, transitions, seconds: 1 };

  it('counts only if its counts are those of the formula, and nothing is found', () => {
    expect(subject.judged(right)).toBe(right);
    expect(subject.judged({ ...right, states: states - 1 })).toMatchObject({
      stopped: expect.stringContaining('WRONG') as string,
    });
    expect(subject.judged({ ...right, transitions: 1 })).toMatchObject({
      stopped: expect.stringContaining('WRONG') as string,
    });
    expect(subject.judged({ ...right, ...{ findings: 1 } })).toMatchObject({
      stopped: 'WRONG: 1 findings, 0 unknown',
    });
    expect(subject.judged({ ...right, ...{ unknown: 2 } })).toMatchObject({
      stopped: 'WRONG: 0 findings, 2 unknown',
    });
  });
});
