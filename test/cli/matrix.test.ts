import { stripVTControlCharacters } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { refhold } from './harness.ts';

describe('matrix', () => {
  it('shows every variant against every property, and is no verdict', async () => {
    const { code, out, err } = await refhold(['matrix', 'link.ts']);
    expect(out).toMatchInlineSnapshot(`
      "link  A link is freed under its observer

                                          early  guarded  stuck  vacuous  forgotten
        refs never underflow              ✘ 3    ✔        ✔      ✔        ✘ 3
        no stream points at a freed link  ✘ 2    ✔        ✔      ✔        ✘ 2
        only an unused link is deleted    ✘ 2    ✔        ✔      ●        ✘ 2
        the link can be freed             ✔      ✔        ✔      ✘        ✔
        no deadlock                       ✔      ✔        ✘ 1    ✔        ✔
        states                            7      5        5      3        7

        ✔ holds  ✘ violated (steps of a shortest trace)  ● vacuous
        \`refhold check link.ts --variant NAME\` shows the traces of a variant.
      "
    `);
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  it('shows some variants, with options set in all of them', async () => {
    const some = ['matrix', 'link.ts', '--variant', 'early,guarded', '--variant', 'vacuous'];
    const { out, code } = await refhold([...some, '--set', 'admin=no']);
    expect(out).toMatch(/\n {2}admin=false\n\n +early {2}guarded {2}vacuous\n/);
    expect(out).toMatch(/the link can be freed +✘ +✘ +✘\n/);
    expect(out).toContain('--variant NAME --set admin=false`');
    expect(code).toBe(0);
  });

  it('is a document with --format markdown', async () => {
    const { out } = await refhold(['matrix', 'link.ts', '--variant', 'early,stuck', '--format', 'markdown']);
    expect(out).toMatchInlineSnapshot(`
      "**link**: A link is freed under its observer

      | property                         | \`early\` | \`stuck\` |
      | -------------------------------- | ------- | ------- |
      | refs never underflow             | ✘ 3     | ✔       |
      | no stream points at a freed link | ✘ 2     | ✔       |
      | only an unused link is deleted   | ✘ 2     | ✔       |
      | the link can be freed            | ✔       | ✔       |
      | no deadlock                      | ✔       | ✘ 1     |
      | _states_                         | 7       | 5       |

      ✔ holds, ✘ violated (steps of a shortest trace).
      "
    `);
  });

  it('is data with --format json', async () => {
    const { out } = await refhold(['matrix', 'link.ts', '--format', 'json', '--max-states', '6']);
    const data = JSON.parse(out) as { rows: { cells: unknown[] }[]; properties: unknown };
    expect(data).toMatchObject({
      schema: 'refhold.matrix/1',
      scenario: 'link',
      file: 'link.ts',
      limits: { maxStates: 6 },
      rows: [{ name: 'early', bound: 'max-states' }, {}, {}, { name: 'vacuous', states: 3 }, {}],
    });
    expect(data.properties).toHaveLength(5);
    expect(data.rows[0]!.cells[1]).toEqual({
      property: 'no stream points at a freed link',
      kind: 'never',
      verdict: 'violated',
      steps: 2,
    });
  });

  it('ends with 20 where something is incomplete', async () => {
    const { code, out } = await refhold(['matrix', 'link.ts', '--max-states', '4']);
    expect(out).toContain('▲ INCOMPLETE  4 variants stopped at --max-states 4.');
    expect(code).toBe(20);
  });

  it('ends with 70 where the model has a mistake, and says in which variant', async () => {
    const { code, out, err } = await refhold(['matrix', 'mistakes/variant.ts']);
    expect(err).toMatch(/RH201.*the lamp is broken.*where {2}variant broken ›/s);
    expect(out).toBe('');
    expect(code).toBe(70);
  });

  it.each([
    [['loop.ts'], /RH402.*loop\.ts has no variants at all.*`refhold check loop\.ts`/s],
    [['link.ts', '--variant', 'stukc'], /RH402.*Did you mean "stuck"\?/s],
    [['link.ts', '--set', 'gaurd=true'], /RH403.*Did you mean "guard"\?/s],
    [
      ['link.ts', '--format', 'markdwon'],
      /RH408.*--format is text, markdown or json.*Did you mean "markdown"\?/s,
    ],
    [['link.ts', '--max-states', 'x'], /RH408/],
    [['link.ts', '--progress', 'loud'], /RH408/],
  ])('%j is a mistake', async (argv, says) => {
    const { code, out, err } = await refhold(['matrix', ...argv]);
    expect(err).toMatch(says);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it('documents its exit codes', async () => {
    for (const command of ['matrix', 'fixes']) {
      const { out } = await refhold([command, '--help']);
      for (const code of [0, 20, 70, 2]) expect(out).toMatch(new RegExp(`^ +${code}  \\S`, 'm'));
    }
  });

  it.each([80, 120])('fits %i columns, whatever the scenario', async (columns) => {
    const argv = ['matrix', 'os-8627', '--max-states', '100'];
    const { out } = await refhold(argv, { columns });
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
  });
});

describe('a series of checks', () => {
  const bounded = ['matrix', 'series.ts', '--timeout', '700ms'];

  it('shows how far it is, and takes that away again', async () => {
    const { out, err } = await refhold(bounded, { terminal: true, columns: 100 });
    const text = stripVTControlCharacters(err);
    expect(text).toMatch(/2 of 3 {2}endless two {2}[\d,]+ states/);
    expect(text).toContain('3 of 3  endless three');
    // eslint-disable-next-line no-control-regex
    expect(err).toMatch(/\u001b\[2K(\u001b\[1A\u001b\[2K)*\u001b\[G$/);
    expect(out).not.toContain('of 3');
  });

  it('shows nothing in a pipe', async () => {
    // Longer than anybody waits before showing something.
    const short = ['matrix', 'series.ts', '--timeout', '500ms'];
    expect((await refhold(short)).err).toBe('');
    expect((await refhold([...short, '--no-progress'], { terminal: true })).err).toBe('');
  });

  it('is stopped by Ctrl-C, and what is left is incomplete', async () => {
    let press: (() => boolean) | undefined;
    const run = refhold(['matrix', 'series.ts'], { interrupt: (given) => (press = given) });
    await sleep(600);
    expect(press!()).toBe(true);
    expect(press!()).toBe(false);
    const { code, out, err } = await run;
    expect(out).toContain('▲ INCOMPLETE  3 variants stopped because it was interrupted.');
    expect(err).toContain('▲ interrupted');
    expect(code).toBe(20);
  });
});
