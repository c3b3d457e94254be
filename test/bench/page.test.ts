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
  it('are met or not by the fastest of SPIN and of C', () => {
    const spin = (name: string, processor: number): Row => row(`SPIN, ${name}`, 'SPIN', processor);
    const fast = [row('C', 'C', 0.8), spin('export 1', 30), spin('export 2', 26), spin('packed', 5)];
    expect(met(fast)).toEqual([true, undefined, undefined, true, true, true]);
    const slow = [row('C', 'C', 0.5), spin('export 1', 30), spin('export 2', 24)];
    expect(met(slow, 1999)).toEqual([false, undefined, undefined, false, false, true]);
  });

  it('are on the whole machine what threads make of it, and per core what one does', () => {
    const goals = goalsOf(
      report(
        [
          { ...row('refhold, 2 workers', 'refhold', 0.5), other: true },
          { ...row('refhold, symmetry', 'refhold', 0.1), outcome: { states: 1, transitions, seconds: 0.1 } },
          row('SPIN, export', 'SPIN', 30),
          row('SPIN, packed', 'SPIN', 20),
        ],
        3000,
      ),
    );
    expect(goals.slice(0, 3).map(({ measured }) => measured)).toEqual(['60.0 ×', '30.0 ×', '40.0 ×']);
  });

  it('are not judged in bytes by rows that use more than one core', () => {
    const goals = goalsOf(report([{ ...row('SPIN, export', 'SPIN', 2, 9), other: true }], 3000));
    expect(goals[5]?.measured).toBe('8.0');
  });

  it('say that bytes are met only where SPIN needs so many', () => {
    expect(met([row('SPIN, export', 'SPIN', 30, 39)])[5]).toBe(false);
  });

  it('are not measured where an engine did not come to its end', () => {
    const stopped: Row = { engine: 'SPIN, export', by: 'SPIN', outcome: { stopped: 'time' } };
    expect(met([stopped])).toEqual([undefined, undefined, undefined, true, undefined, true]);
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
    const rounded = { ...right, transitions: transitions - 1, digits: 3 };
    expect(subject.judged(rounded)).toMatchObject({ states, transitions });
    expect(subject.judged({ ...rounded, digits: 7 })).toHaveProperty('stopped');
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
