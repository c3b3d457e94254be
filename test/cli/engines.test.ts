import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { spin } from '../engines/available.ts';
import { fixtures, refhold } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'refhold-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('refhold export', () => {
  test('writes the main file to the standard output, and says what is not said', async () => {
    const { code, out, err } = await refhold(['export', 'link-names', '--to', 'promela']);
    expect(code).toBe(0);
    expect(out).toMatch(/^\/\*\n \* link-names illumos\n \* written by refhold \d/);
    expect(out).toContain('active proctype system()');
    expect(err).toContain('not said: every zone can still be halted');
  });

  test('writes further files next to the one that is named', async () => {
    const out = join(folder, 'Names.tla');
    const { code, err } = await refhold(['export', 'link-names', '--to', 'tla', '--out', out]);
    expect(code).toBe(0);
    expect(err).toContain('written: ');
    expect(readdirSync(folder).sort()).toEqual(['Names.cfg', 'Names.tla']);
    expect(readFileSync(out, 'utf8')).toMatch(/^---- MODULE Names ----\n\\\* link-names illumos\n/);
  });

  test('with a bound says that the search was cut short', async () => {
    const { code, out, err } = await refhold(['export', 'link-names', '--to', 'mcrl2', '--max-states', '10']);
    expect(code).toBe(0);
    expect(out).toContain('was stopped there (max-states)');
    expect(err).toContain('The search was stopped (max-states)');
  });

  test.each([
    [['export', 'link-names'], 'RH408', '--to is promela, tla, etf, aut, mcrl2'],
    [['export', 'link-names', '--to', 'promella'], 'RH408', 'Did you mean "promela"?'],
    [['export', 'link-names', '--to', 'tla', '--out', 'os-8627.tla'], 'RH408', 'os_8627.tla'],
    [['export', 'link-names', '--to', 'etf', '--out', 'no/where.etf'], 'RH408', 'Name a file in a folder'],
    [['export', 'link-names', '--to', 'aut', '--max-states', '3'], 'RH506', 'aut lists every transition'],
  ])('%j is %s', async (argv, code, text) => {
    const result = await refhold(argv, { columns: 120 });
    expect(result.code).toBe(2);
    expect(result.err).toContain(code);
    expect(result.err).toContain(text);
  });
});

describe('refhold check --engine', () => {
  test.each([
    [['check', 'link-names', '--engine', 'spinn'], {}, 'RH408', 'Did you mean "spin"?'],
    [['check', 'link-names', '--engine', 'tlc'], {}, 'RH503', 'no tla2tools.jar was named'],
    [
      ['check', 'link-names', '--engine', 'tlc'],
      { TLA2TOOLS_JAR: 'none.jar' },
      'RH503',
      'there is no none.jar',
    ],
    [['check', 'link-names', '--engine', 'spin', '--tlc-jar', 'x.jar'], {}, 'RH408', '--tlc-jar without'],
    [['check', 'link-names', '--workers', 'a,b'], {}, 'RH408', '--workers a,b'],
    [['check', 'link-names', '--engine', 'spin', '--known'], {}, 'RH408', 'refhold judge --engine spin'],
    [['check', '--engine', 'spin'], {}, 'RH408', 'no scenario'],
  ])('%j with %j is %s', async (argv, env, code, text) => {
    const result = await refhold(argv, { env, columns: 120 });
    expect(result.code).toBe(2);
    expect(result.err).toContain(code);
    expect(result.err).toContain(text);
  });

  test.runIf(spin)('shows the verdicts of SPIN and its traces, and saves them for a replay', async () => {
    const json = join(folder, 'run.json');
    const argv = ['check', 'link-names', '--engine', 'spin', '--json', json];
    const { code, out } = await refhold(argv, { columns: 132 });
    expect(code).toBe(12);
    expect(out).toMatch(/not decided by spin \S+: SPIN speaks of runs/);
    expect(out).toMatch(
      /The verdicts are those of spin \S+; its ways to them were taken again through XState/,
    );
    expect(out).toContain('▲ incomplete  every zone can still be halted');
    const replayed = await refhold(['replay', json], { cwd: folder });
    expect(replayed.code).toBe(12);
  });
});

describe.runIf(spin)('refhold judge', () => {
  test('compares every variant that is asked for, and agrees', async () => {
    const { code, out } = await refhold(['judge', 'link-names', '--variant', 'illumos,unique'], {
      columns: 120,
    });
    expect(out).toMatch(/illumos +refhold +25 +5 +✘ 3 ✔ 2/);
    expect(out).toMatch(/spin \S+ +25 +5 +✘ 2 ✔ 2 1 not said +✔ agrees/);
    expect(out).toContain('✔ refhold and spin agree on 2 systems: 8 verdicts, 32 states');
    expect(code).toBe(0);
  });

  test('leaves out what is too large, and says so', async () => {
    const { code, out } = await refhold(['judge', 'link-names', '--variant', 'illumos', '--max-states', '5']);
    expect(out).toContain('too large here');
    expect(out).toContain('1 system had more states than --max-states allows');
    expect(code).toBe(0);
  });

  test('takes what is too large at the sizes of its scenario, and names them', async () => {
    const { code, out } = await refhold([
      ...['judge', 'os-8627', '--variant', 'recycled', '--max-states', '2k', '--format', 'markdown'],
    ]);
    expect(out).toMatch(/`recycled` at `zones=1` +\| 251 +\| .*✔ agree/);
    expect(out).toContain('## Not said to spin');
    expect(out).toContain('- halt can always still complete: SPIN speaks of runs');
    expect(code).toBe(0);
  });

  test('takes a file, and says everything as JSON', async () => {
    const { code, out } = await refhold(['judge', join(fixtures, 'link.ts'), '--json']);
    const [judged] = JSON.parse(out) as { agreement: { differences: string[]; other: { states: number } } }[];
    expect(judged!.agreement.differences).toEqual([]);
    expect(judged!.agreement.other.states).toBeGreaterThan(1);
    expect(code).toBe(0);
  });

  test('ends with exit code 1 where both differ, and says in what', async () => {
    const { code, out } = await refhold(['judge', 'turns.ts'], { columns: 120 });
    expect(out).toContain('states: refhold 2, spin');
    expect(out).toContain('✘ refhold and spin differ on 1 of 1 system');
    expect(code).toBe(1);
  });
});
