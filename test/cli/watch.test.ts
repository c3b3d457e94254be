import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../cli/main.ts';
import { changesBetween, remembered } from '../../cli/watch/compare.ts';
import type { CheckReport, PropertyReport } from '../../checker/report/report.ts';
import { fixtures, refhold } from './harness.ts';

const bug = 'refs never underflow';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'refhold-'));
  copyFileSync(join(fixtures, 'link.ts'), join(folder, 'link.ts'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A watch that runs: what it printed so far, when it waits for a save, and how to end it. */
function start(...argv: readonly string[]) {
  let out = '';
  let runs = 0;
  let press: () => void = () => undefined;
  let wake: () => void = () => undefined;
  const stdout = {
    columns: 100,
    write(text: string) {
      out += text;
      if (!text.includes('waiting for a file')) return;
      runs++;
      wake();
    },
  };
  const ended = main(['watch', ...argv], {
    stdout,
    stderr: { write: () => undefined },
    cwd: folder,
    env: {},
    onInterrupt(handler) {
      press = handler;
      return () => undefined;
    },
  });
  return {
    /** What the n-th run printed, from 1. */
    async run(n: number): Promise<string> {
      while (runs < n) await new Promise<void>((resolve) => (wake = resolve));
      return out.split(/^waiting for a file.*\n/m)[n - 1]!;
    },
    end(): Promise<number> {
      press();
      return ended;
    },
  };
}

const source = (): string => readFileSync(join(fixtures, 'link.ts'), 'utf8');
const save = (text: string, file = 'link.ts'): void => {
  writeFileSync(join(folder, file), text);
};

describe('refhold watch', () => {
  it('shows all verdicts, then what changes, and lives through mistakes', async () => {
    const watch = start('link.ts');
    expect(await watch.run(1)).toMatch(
      /✘ violated +refs never underflow +after 3 steps\n.*✔ holds +no deadlock/s,
    );

    save(source().replace('!guard || net0', 'net0'));
    const mended = await watch.run(2);
    expect(mended).toContain(`saved link.ts\n  ✘ violated after 3 steps  →  ✔ holds  ${bug}`);
    expect(mended).toContain('✔ 5 hold · 5 states');

    save(`${source()}\nsyntax error (`);
    expect(await watch.run(3)).toMatch(/RH405/);

    save(source());
    const again = await watch.run(4);
    expect(again).toContain(`✔ holds  →  ✘ violated after 3 steps  ${bug}`);
    expect(again).toMatch(/✘ refs never underflow · 3 steps\n {2}start/);

    save(`${source()}\n// nothing\n`);
    expect(await watch.run(5)).toContain('no verdict is other than it was');
    expect(await watch.end()).toBe(0);
  });

  it('watches what the file imports', async () => {
    save("export { default } from './link.js';\n", 'main.ts');
    const watch = start('main.ts', '--property', bug);
    await watch.run(1);
    save(source().replace('!guard || net0', 'net0'));
    expect(await watch.run(2)).toContain(`✘ violated after 3 steps  →  ✔ holds  ${bug}`);
    expect(await watch.end()).toBe(0);
  });

  it('says what is incomplete', async () => {
    const watch = start('link.ts', '--max-states', '3');
    expect(await watch.run(1)).toMatch(
      /▲ incomplete +refs never underflow.*▲ INCOMPLETE {2}The search stopped/s,
    );
    await watch.end();
  });

  // All of refhold is compiled for it.
  it.runIf(process.env.REFHOLD_LONG === '1')('loads scenarios of refhold anew', async () => {
    const watch = start('devnet-locks');
    expect(await watch.run(1)).toMatch(/devnet-locks.*(holds|violated)/s);
    expect(await watch.end()).toBe(0);
  });

  it.each([
    [['gone.ts'], /RH404/],
    [['os-867'], /RH401/],
    [['link.ts', '--variant', 'early', '--all-variants'], /RH535/],
  ])('refuses %j', async (argv, says) => {
    const { err, code } = await refhold(['watch', ...argv], { cwd: folder });
    expect(err).toMatch(says);
    expect(code).toBe(2);
  });
});

describe('what changed', () => {
  const property = (name: string, verdict: PropertyReport['verdict']): PropertyReport => ({
    name,
    kind: 'always',
    verdict,
  });
  const report = (...properties: readonly PropertyReport[]): CheckReport => ({
    scenario: 's',
    options: {},
    changed: [],
    limits: {},
    properties,
    warnings: [],
  });

  it('is another verdict, a new property, a gone one', () => {
    const before = [report(property('a', 'holds'), property('b', 'holds'), property('c', 'holds'))];
    const after = [report(property('a', 'violated'), property('b', 'holds'), property('d', 'incomplete'))];
    expect(
      changesBetween(before, after).map(({ name, was, now }) => [name, was?.verdict, now?.verdict]),
    ).toEqual([
      ['a', 'holds', 'violated'],
      ['d', undefined, 'incomplete'],
      ['c', 'holds', undefined],
    ]);
  });

  it('is not that a check cannot be run, and what was before is remembered', () => {
    const before = [report(property('a', 'holds'))];
    const broken = [{ ...report(), error: { code: 'RH201', what: '', where: [], fix: '' } }];
    expect(changesBetween(before, broken)).toEqual([]);
    expect(remembered(before, broken)).toEqual(before);
    expect(changesBetween(remembered(before, broken), [report(property('a', 'violated'))])).toHaveLength(1);
  });
});
