import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { traceFormats } from '../../checker/report/formats/index.ts';
import { fixtures, refhold } from './harness.ts';

const root = join(import.meta.dirname, '../..');
const bug = 'refs never underflow';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'refhold-'));
  for (const file of ['link.ts', 'loop.ts', 'awkward.ts'])
    copyFileSync(join(fixtures, file), join(folder, file));
  await here('check', 'link.ts', '--json', 'link.json');
  await here('check', 'loop.ts', '--json', 'loop.json');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const here = (...argv: readonly string[]) => refhold(argv, { cwd: folder, columns: 120 });
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

describe('replay --to', () => {
  test.each(traceFormats.map(({ name }) => name))('%s, of one property', async (format) => {
    const { out, err, code } = await here('replay', 'link.json', '--property', bug, '--to', format);
    expect(out).toContain('underflow');
    expect(err).toBe('');
    expect(code).toBe(12);
  });

  it('writes several traces into one text, or into files of their own', async () => {
    const { out } = await here('replay', 'loop.json', '--to', 'markdown');
    expect(out.match(/^### ✘ /gm)).toHaveLength(3);
    const { err } = await here('replay', 'loop.json', '--to', 'html', '--out', 'page.html');
    expect(err).toContain('page-it-gets-home.html');
    expect(
      readdirSync(folder)
        .filter((file) => file.endsWith('.html'))
        .sort(),
    ).toEqual(['page-it-gets-home.html', 'page-no-deadlock.html', 'page-there-is-always-a-way-home.html']);
    expect((await here('replay', 'loop.json', '--to', 'itf')).err).toMatch(
      /RH533.*3 traces as itf: "it gets home"/s,
    );
  });

  it('writes a trace that replay reads again', async () => {
    await here('replay', 'loop.json', '--property', 'it gets home', '--to', 'json', '--out', 'one.json');
    const { out, code } = await here('replay', 'one.json');
    expect(out).toContain('still violates after 4 steps: it gets home\n    All states are the saved ones.');
    expect(code).toBe(12);
  });

  it('says when a trace does not lead where it led, and writes it as it was saved', async () => {
    const text = readFileSync(join(fixtures, 'link.ts'), 'utf8');
    writeFileSync(join(folder, 'link.ts'), text.replace('!guard || net0', 'net0'));
    const { out, err, code } = await here('replay', 'link.json', '--property', bug, '--to', 'mermaid');
    copyFileSync(join(fixtures, 'link.ts'), join(folder, 'link.ts'));
    expect(err).toContain(`no longer violates: the trace departs at step 2, "delete net0"`);
    expect(out).toContain('refs 0 → -1');
    expect(code).toBe(0);
  });

  it.each([
    [['--to', 'mermiad'], /RH530.*Did you mean "mermaid"\?/s],
    [['--out', 'x.md'], /RH535.*--out without --to/s],
    [['--to', 'text', '--why', bug], /RH535.*--to together with --why/s],
    [['--to', 'html', '--property', bug, '--out', 'no/such/x.html'], /RH408.*--to no\/such/s],
  ])('refuses %j', async (flags, says) => {
    const { err, code } = await here('replay', 'link.json', ...flags);
    expect(err).toMatch(says);
    expect(code).toBe(2);
  });

  it('says that there is nothing to write', async () => {
    await here('check', 'link.ts', '--variant', 'guarded', '--property', bug, '--json', 'none.json');
    const { err, code } = await here('replay', 'none.json', '--to', 'mermaid');
    expect(err).toMatch(/RH532/);
    expect(code).toBe(2);
  });
});

describe('check --trace-to', () => {
  it('writes the traces of what is violated besides the report', async () => {
    const { out, err, code } = await here(
      'check',
      'link.ts',
      '--property',
      bug,
      '--trace-to',
      'mermaid:a.mmd',
    );
    expect(out).toContain('✘ violates  refs never underflow');
    expect(err).toBe('trace of “refs never underflow” written to a.mmd\n');
    expect(read('a.mmd')).toMatch(/^sequenceDiagram\n/);
    expect(code).toBe(12);
  });

  it('names the files by variants too, where there are several', async () => {
    await here('check', 'link.ts', '--variant', 'early,stuck', '--trace-to', 'itf:all.itf.json', '--quiet');
    expect(existsSync(join(folder, 'all-link-stuck-no-deadlock.itf.json'))).toBe(true);
    expect(existsSync(join(folder, 'all-link-early-refs-never-underflow.itf.json'))).toBe(true);
    // A witness is no violation.
    expect(existsSync(join(folder, 'all-link-early-the-link-can-be-freed.itf.json'))).toBe(false);
  });

  it('says that there is nothing to write', async () => {
    const { err, code } = await here(
      ...['check', 'link.ts', '--variant', 'guarded', '--property', bug, '--trace-to', 'html:x.html'],
    );
    expect(err).toContain('no trace to be written as html: nothing is violated');
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'x.html'))).toBe(false);
  });
});

describe('a regression test', () => {
  /** Runs the generated test in the folder, with this refhold. */
  function vitest(...files: string[]): { passed: boolean; output: string } {
    const config = join(folder, 'vitest.config.mjs');
    const checker = JSON.stringify(join(root, 'checker/index.ts'));
    writeFileSync(
      config,
      `export default {
        root: ${JSON.stringify(folder)},
        resolve: { alias: [{ find: /^refhold$/, replacement: ${checker} }] },
        test: { include: ${JSON.stringify(files)} },
      };`,
    );
    const run = spawnSync(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', config, '--no-color'],
      {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, VITEST: undefined },
      },
    );
    return { passed: run.status === 0, output: run.stdout + run.stderr };
  }

  beforeAll(async () => {
    await here('replay', 'link.json', '--property', bug, '--to', 'vitest', '--out', 'bug.test.ts');
    // As in a project that has vitest and xstate installed.
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  });

  it('passes as long as the bug is there, fails once it is mended, and can be turned around', () => {
    const there = vitest('bug.test.ts');
    expect(there.output).toContain('1 passed');
    expect(there.passed).toBe(true);

    const text = readFileSync(join(fixtures, 'link.ts'), 'utf8');
    writeFileSync(join(folder, 'link.ts'), text.replace('!guard || net0', 'net0'));
    writeFileSync(join(folder, 'turned.test.ts'), read('bug.test.ts').replace('= true', '= false'));
    const mended = vitest('bug.test.ts', 'turned.test.ts');
    expect(mended.output).toMatch(/step 2, "delete net0", does not exist in the state that was reached/);
    expect(mended.output).toMatch(/FAIL +bug\.test\.ts/);
    expect(mended.output).toMatch(/✓ turned\.test\.ts/);
    expect(mended.output).toMatch(/Tests +1 failed \| 1 passed/);
    expect(mended.passed).toBe(false);
  });
});
