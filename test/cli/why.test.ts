import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReport } from '../../checker/report/json.ts';
import { fixtures, refhold, steady } from './harness.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'refhold-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const link = ['check', 'link.ts', '--quiet'];
const refs = 'refs never underflow';

/** What stands below the verdicts. */
async function why(...argv: string[]): Promise<string> {
  const { out, code } = await refhold(argv);
  expect(code, out).not.toBe(2);
  return steady(out.slice(out.indexOf('\n? ') + 1));
}

describe('check --why', () => {
  it('asks a property at the end of its own trace', async () => {
    const { out, err, code } = await refhold([...link, '--why', refs]);
    expect(steady(out)).toMatchInlineSnapshot(`
      "  scenario  variant  verdicts                              states time
        link      early    ✘ 3 violated (2 to 3 steps) ✔ 2 hold       7 TIME


      ? refs never underflow
        after step 3 of 3, snoop: close, on the trace of “refs never underflow”
          net0   freed {refs:-1}
          snoop  gone

          ✘ it answered {refs:-1}
            it read net0.context.refs = -1
      "
    `);
    expect(err).toBe('');
    expect(code).toBe(12);
  });

  it('asks it at the first state, and in between', async () => {
    expect(await why(...link, '--why', refs, '--at', '0')).toMatchInlineSnapshot(`
      "? refs never underflow
        in the first state, on the trace of “refs never underflow”
          net0   visible {refs:1}
          snoop  idle

          ✔ it answered true
            it read net0.context.refs = 1
      "
    `);
    expect(await why(...link, '--why', refs, '--at', '1')).toMatch(
      /after step 1 of 3, snoop: open,.*\n.*\n.*\n\n {4}✔ it answered true\n {6}it read net0\.context\.refs = 2\n$/,
    );
  });

  it('asks a property that holds, along the first trace of a violation', async () => {
    const only = ['--variant', 'stuck', '--why', refs];
    expect(await why(...link, ...only)).toContain(
      'after step 1 of 1, delete net0, on the trace of “no deadlock”',
    );
  });

  it('asks it along the trace of another property', async () => {
    const other = ['--why', refs, '--trace', 'the link can be freed'];
    expect(await why(...link, ...other)).toContain('after step 1 of 1, delete net0');
  });

  it('needs no trace for the first state', async () => {
    const only = ['--variant', 'guarded', '--property', refs, '--why', refs, '--at', '0'];
    expect(await why(...link, ...only)).toMatch(/^\? refs never underflow\n {2}in the first state\n/);
  });

  it('asks a property of steps about the step that led there', async () => {
    const about = (at: string) => why(...link, '--why', 'only an unused link is deleted', '--at', at);
    expect(await about('0')).toContain('It is about steps, and no step led to this state.');
    expect(await about('1')).toContain('It is about steps, and this step is none of them.');
    expect(await about('2')).toMatch(/✘ it answered false\n +it read before\.net0\.context\.refs = 2\n/);
  });

  it('asks every atom of a formula, and does not judge it by one state', async () => {
    expect(await why('check', 'loop.ts', '--quiet', '--why', 'it gets home', '--at', '2'))
      .toMatchInlineSnapshot(`
      "? it gets home
        after step 2 of 4, wanders, on the trace of “it gets home”
          wanderer  lost

            formula G (P -> F Q)
          · P is true
            it read wanderer.matches("lost") = true
          · Q is false
            it read wanderer.matches("home") = false
      "
    `);
  });

  it('does not call a state wrong that is no witness', async () => {
    const witness = ['--why', 'the link can be freed', '--at'];
    expect(await why(...link, ...witness, '0')).toContain('· it answered false');
    expect(await why(...link, ...witness, '1')).toContain('✔ it answered true');
  });

  it('lists the steps that are possible, for freedom from deadlock', async () => {
    const at = (n: string) => why('check', 'loop.ts', '--quiet', '--why', 'no deadlock', '--at', n);
    expect(await at('1')).toMatch(/steps {3}wanders, returns, falls\n$/);
    expect(await at('2')).toMatch(/steps {3}no step is possible\n$/);
  });

  it('says that the last reads decided, where there are several', async () => {
    const freed = ['--why', 'no stream points at a freed link'];
    expect(await why(...link, ...freed)).toMatch(
      /✘ it answered true\n +it read net0.*= true {2}snoop.*= true\n\n.*the last reads decided\.\n$/,
    );
    expect(await why(...link, ...freed, '--at', '0')).not.toContain('last reads');
  });

  it('is part of the JSON report', async () => {
    const { out } = await refhold(['check', 'link.ts', '--json', '--why', refs, '--at', '3']);
    expect(readReport(out, '-').checks[0]!.why).toEqual({
      property: refs,
      kind: 'always',
      trace: refs,
      steps: 3,
      at: 3,
      step: 'snoop: close',
      state: { net0: { value: 'freed', context: { refs: -1 } }, snoop: { value: 'gone' } },
      predicates: [
        {
          predicate: '1',
          answer: { refs: -1 },
          finding: true,
          reads: [{ path: 'net0.context.refs', value: -1 }],
        },
      ],
    });
  });

  it('keeps the report if the question has no answer', async () => {
    const json = join(folder, 'kept.json');
    const { out, err, code } = await refhold([
      'check',
      'link.ts',
      '--json',
      json,
      '--why',
      refs,
      '--at',
      '4',
    ]);
    expect(err).toMatch(/RH408.*--at 4, but the trace of "refs never underflow" has 3 steps.*up to 3/s);
    expect(out).toContain('✘ violates  refs never underflow');
    expect(readReport(readFileSync(json, 'utf8'), json).checks[0]!.properties).toHaveLength(5);
    expect(code).toBe(2);
  });

  it('leaves a mistake in the model what it is', async () => {
    const { err, code } = await refhold(['check', 'mistakes/throwing-step.ts', '--why', 'no deadlock']);
    expect(err).toBe('');
    expect(code).toBe(70);
  });

  it.each([
    [['--why', 'refs never undreflow'], /RH409.*Did you mean "refs never underflow"\?/s],
    [['--why', refs, '--trace', 'no such'], /RH409.*"no such"/s],
    [
      ['--why', refs, '--trace', 'no deadlock'],
      /RH408.*--trace "no deadlock", which has no trace here.*name it/s,
    ],
    [['--why', refs, '--at', '-1'], /RH408.*--at is a number of steps from 0 up, not "-1"/s],
    [['--at', '1'], /RH408.*--at without --why/s],
    [['--trace', refs], /RH408.*--trace without --why/s],
    [['--why', refs, '--all-variants'], /RH408.*--why, but there are 5 checks/s],
    [
      ['--why', refs, '--variant', 'guarded', '--property', refs],
      /RH408.*there is no trace to look along.*--at 0/s,
    ],
  ])('refuses %j', async (flags, says) => {
    const { err, code } = await refhold([...link, ...flags]);
    expect(err).toMatch(says);
    expect(code).toBe(2);
  });

  it('needs a scenario', async () => {
    expect((await refhold(['check', '--why', refs])).err).toMatch(/RH408.*--why without a scenario/s);
  });
});

describe('replay --why', () => {
  const save = async (name: string, ...argv: string[]): Promise<string> => {
    const file = join(folder, name);
    await refhold(['check', ...argv, '--json', file]);
    // The file is found by its name, wherever the report is.
    const report = JSON.parse(readFileSync(file, 'utf8')) as { checks: { file: string }[] };
    for (const check of report.checks) check.file = join(fixtures, check.file);
    writeFileSync(file, JSON.stringify(report));
    return file;
  };

  it('asks a property along a saved trace', async () => {
    const file = await save('a.json', 'link.ts');
    const { out, code } = await refhold(['replay', file, '--why', refs, '--at', '2']);
    expect(out).toMatch(
      /still violates after 3 steps.*\n\n\n\? refs never underflow\n {2}after step 2 of 3, delete net0/s,
    );
    expect(out).toMatch(/✔ it answered true\n +it read net0\.context\.refs = 0\n$/);
    expect(code).toBe(12);
  });

  it.each([
    [['link.ts'], ['--why', 'refs'], /RH409/],
    [['link.ts'], ['--why', refs, '--at', '5'], /RH408.*--at 5/s],
    [['link.ts'], ['--at', '5'], /RH408.*--at without --why/s],
    [['link.ts', '--variant', 'early,stuck'], ['--why', refs], /RH408.*traces of 2 checks/s],
    [
      ['link.ts', '--variant', 'guarded', '--property', refs],
      ['--why', refs],
      /RH408.*no traces in this report/s,
    ],
  ])('%j, then %j: refuses', async (checked, flags, says) => {
    const { err, code } = await refhold(['replay', await save('b.json', ...checked), ...flags]);
    expect(err).toMatch(says);
    expect(code).toBe(2);
  });
});
