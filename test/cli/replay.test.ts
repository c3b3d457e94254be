import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReport } from '../../checker/report/json.ts';
import { fixtures, refhold } from './harness.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'refhold-'));
  for (const file of ['link.ts', 'loop.ts']) copyFileSync(join(fixtures, file), join(folder, file));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const here = (argv: readonly string[]) => refhold(argv, { cwd: folder, columns: 120 });

/** Rewrites the file as if its author had edited it. */
function edit(file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(join(fixtures, file), 'utf8');
  expect(text).toMatch(from);
  writeFileSync(join(folder, file), text.replace(from, to));
}

describe('--json', () => {
  it('writes a report that can be read again', async () => {
    const { out, err, code } = await here([
      'check',
      'link.ts',
      '--set',
      'ends=no',
      '--max-states=1k',
      '--json',
      'a.json',
    ]);
    expect(code).toBe(12);
    expect(out).toContain('✘ violates');
    expect(err).toContain('report written to a.json');
    const report = readReport(readFileSync(join(folder, 'a.json'), 'utf8'), 'a.json');
    expect(report).toMatchObject({
      schema: 'refhold.report/1',
      checks: [
        {
          scenario: 'link',
          file: 'link.ts',
          variant: 'early',
          options: { guard: false, admin: true, ends: false },
          changed: ['ends'],
          limits: { maxStates: 1000 },
          exploration: { states: 7, complete: true },
          warnings: [],
        },
      ],
    });
    const [first] = report.checks[0]!.properties;
    expect(first).toMatchObject({
      name: 'refs never underflow',
      kind: 'always',
      verdict: 'violated',
      cites: ['OS-8627', 'OS-406'],
      trace: {
        initial: { net0: { value: 'visible', context: { refs: 1 } }, snoop: { value: 'idle' } },
        steps: [
          { step: 'snoop: open', by: 'snoop', at: 'dls_mgmt.c: dls_devnet_hold' },
          {
            step: 'delete net0',
            changes: [{ actor: 'net0', path: ['value'], before: 'visible', after: 'freed' }, {}],
          },
          { step: 'snoop: close', deliveries: [{ actor: 'snoop', event: { type: 'close' } }, {}] },
        ],
        final: { net0: { value: 'freed', context: { refs: -1 } } },
        values: { refs: -1 },
        reads: [{ path: 'net0.context.refs', value: -1 }],
      },
    });
  });

  it.each([
    ['in place of text', ['check', 'link.ts', '--json']],
    ['before the file', ['check', '--json', 'link.ts']],
    ['as -', ['check', 'link.ts', '--json', '-']],
  ])('writes to the standard output: %s', async (_, argv) => {
    const { out, err, code } = await here(argv);
    expect(readReport(out, '-').checks).toHaveLength(1);
    expect(err).toBe('');
    expect(code).toBe(12);
  });

  it('says which model has a mistake', async () => {
    const { out, code } = await refhold([
      'check',
      'mistakes/throwing-step.ts',
      'mistakes/context.ts',
      '--json',
    ]);
    // A file that cannot be loaded ends everything; one that fails while it is explored is part of the report.
    expect(out).toBe('');
    const one = await refhold(['check', 'mistakes/throwing-step.ts', '--json']);
    expect(readReport(one.out, '-').checks[0]!.error).toMatchObject({
      code: 'RH201',
      what: 'the door is ajar already',
    });
    expect([code, one.code]).toEqual([70, 70]);
  });
});

describe('replay', () => {
  it('shows the traces again, and that they still violate', async () => {
    await here(['check', 'link.ts', '--json', 'b.json']);
    const { out, code } = await here(['replay', 'b.json']);
    expect(out).toMatch(/3 {2}snoop: close\n.*refs 0 → -1/s);
    expect(out).toMatch(
      /✘ still violates after 3 steps: refs never underflow\n +All states are the saved ones\./,
    );
    expect(out).toMatch(/✔ still reached after 1 step: the link can be freed/);
    expect(code).toBe(12);
  });

  it('replays one property', async () => {
    await here(['check', 'link.ts', '--json', 'b.json']);
    const { out, code } = await here(['replay', 'b.json', '--property', 'the link can be freed']);
    expect(out).not.toContain('refs never underflow');
    expect(code).toBe(0);
    expect((await here(['replay', 'b.json', '--property', 'the link can be fred'])).err).toMatch(
      /RH409.*freed/s,
    );
  });

  it('says at which step a trace departs from a system that was mended', async () => {
    await here(['check', 'link.ts', '--json', 'c.json']);
    edit('link.ts', '(!guard || net0.context.refs === 1)', 'net0.context.refs === 1');
    const { out, code } = await here(['replay', 'c.json']);
    expect(out).toMatch(
      /2 {2}delete net0 {2}it does not exist in this state any more\n +possible now {2}snoop: close\n/,
    );
    expect(out).toContain('✔ no longer possible: the trace departs at step 2');
    expect(code).toBe(0);
  });

  it('says so of a step that was renamed', async () => {
    edit('link.ts', '', '');
    await here(['check', 'link.ts', '--json', 'd.json']);
    edit('link.ts', "'delete net0'", "'remove net0'");
    const { out, code } = await here(['replay', 'd.json', '--property', 'refs never underflow']);
    expect(out).toContain('the system has no step "delete net0"');
    expect(out).toContain('departs at step 2');
    expect(code).toBe(0);
  });

  it('says where the states are not the saved ones', async () => {
    edit('link.ts', '', '');
    await here(['check', 'link.ts', '--json', 'e.json']);
    edit('link.ts', 'context.refs + 1', 'context.refs + 2');
    const { out, code } = await here(['replay', 'e.json', '--property', 'no stream points at a freed link']);
    expect(out).toContain('The way there is not the saved one: step 1 does not change what it did.');
    expect(code).toBe(12);
  });

  it('says when all steps are possible, but nothing is violated', async () => {
    edit('link.ts', '', '');
    await here(['check', 'link.ts', '--json', 'f.json']);
    edit('link.ts', 'net0.context.refs >= 0', 'net0.context.refs >= -1');
    const { out, code } = await here(['replay', 'f.json', '--property', 'refs never underflow']);
    expect(out).toContain('✔ no longer violates: all steps could be taken');
    expect(code).toBe(0);
  });

  it('cannot judge a property that is gone', async () => {
    edit('link.ts', '', '');
    await here(['check', 'link.ts', '--json', 'g.json']);
    edit('link.ts', "'refs never underflow',", "'refs stay positive',");
    const { out, code } = await here(['replay', 'g.json', '--property', 'refs never underflow']);
    expect(out).toContain('there is no property "refs never underflow" any more');
    expect(code).toBe(2);
  });

  it('finds the file next to the report, too', async () => {
    edit('link.ts', '', '');
    await here(['check', 'link.ts', '--json', 'h.json']);
    mkdirSync(join(folder, 'elsewhere'), { recursive: true });
    const { code } = await refhold(['replay', '../h.json'], { cwd: join(folder, 'elsewhere') });
    expect(code).toBe(12);
  });

  it('has nothing to do where nothing is violated', async () => {
    const only = ['--property', 'refs never underflow'];
    await here(['check', 'link.ts', '--variant', 'guarded', ...only, '--json', 'i.json']);
    const { out, code } = await here(['replay', 'i.json']);
    expect(out).toContain('no traces');
    expect(code).toBe(0);
  });

  it('replays deadlocks, loops and traps', async () => {
    await here(['check', 'loop.ts', '--json', 'j.json']);
    const { out, code } = await here(['replay', 'j.json']);
    for (const name of ['no deadlock', 'it gets home', 'there is always a way home']) {
      expect(out).toContain(`: ${name}\n    All states are the saved ones.`);
    }
    expect(code).toBe(12);
    edit('loop.ts', "lost: { on: { wander: 'astray' } }", "lost: { on: { wander: 'home' } }");
    const names = ['--property', 'it gets home', '--property', 'there is always a way home'];
    const mended = await here(['replay', 'j.json', ...names]);
    expect(mended.out).toContain('no longer possible: the trace departs at step 4');
    expect(mended.out).toMatch(
      /no longer violates.*there is always a way home\n +there is a way again, of 1 step\./,
    );
    expect(mended.code).toBe(0);
  });

  it('refuses reports of another shape', async () => {
    writeFileSync(
      join(folder, 'k.json'),
      JSON.stringify({ schema: 'refhold.report/1', refhold: '1', checks: [{}] }),
    );
    const { err, code } = await here(['replay', 'k.json']);
    expect(err).toMatch(/RH407.*k\.json › checks\.0\.scenario/s);
    expect(code).toBe(2);
    writeFileSync(join(folder, 'l.json'), JSON.stringify({ schema: 'refhold.report/2' }));
    expect((await here(['replay', 'l.json'])).err).toMatch(/its schema is refhold\.report\/2/);
  });
});
