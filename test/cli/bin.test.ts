/** The command as it is installed. `npm test` builds it first. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtures } from './harness.ts';

const bin = join(import.meta.dirname, '../../dist/cli/bin.js');
const plain = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined };

function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [bin, ...argv], {
    cwd: fixtures,
    encoding: 'utf8',
    env: { ...plain, ...env },
  });
}

describe('the installed command', () => {
  let checked: ReturnType<typeof run>;
  beforeAll(() => {
    if (!existsSync(bin)) throw new Error('Build first: npm run build');
    checked = run(['check', 'link.ts']);
  });

  it('checks a file, and ends with the exit code', () => {
    const { status, stdout, stderr } = checked;
    expect(stdout).toContain('✘ violates  refs never underflow');
    expect(stderr).toBe('');
    expect(status).toBe(12);
  });

  it('shows a mistake without a stack', () => {
    const { status, stderr } = run(['check', 'mistakes/effect.ts']);
    expect(stderr).toMatch(/✘ RH101.*effect\.ts:\d+/s);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(70);
  });

  it('does not print colours into a pipe', () => {
    // eslint-disable-next-line no-control-regex
    const colors = /\u001b\[/;
    expect(checked.stdout).not.toMatch(colors);
    expect(run(['check', 'link.ts'], { FORCE_COLOR: '1' }).stdout).toMatch(colors);
  });

  it('writes long reports whole', () => {
    const { stdout } = run(['check', 'link.ts', '--all-variants', '--json']);
    expect((JSON.parse(stdout) as { checks: unknown[] }).checks).toHaveLength(5);
  });

  it('stops on SIGINT, with what is known', async () => {
    const child = spawn(process.execPath, [bin, 'check', 'counters.ts', '--progress', 'live'], {
      cwd: fixtures,
      env: plain,
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    // Progress shows that the search is under way.
    child.stderr.on('data', (data: Buffer) => {
      if (!err.includes('states') && data.toString().includes('states')) child.kill('SIGINT');
      err += data.toString();
    });
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
      child.on('close', (...ended) => resolve(ended));
    });
    expect(out).toContain('▲ INCOMPLETE');
    expect(err).toContain('interrupted');
    expect([code, signal]).toEqual([20, null]);
  });

  it('says nothing when its reader leaves early', () => {
    const script = `"${process.execPath}" "${bin}" explain | head -1; exit \${PIPESTATUS[0]}`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8', env: plain });
    expect(stdout).toMatch(/^RH101/);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('ends although the file left a timer running, and shows what the timer throws', () => {
    expect(run(['check', 'mistakes/timer.ts']).status).toBe(11);
    const { status, stderr } = run(['check', 'mistakes/stray.ts', '--timeout', '5s']);
    expect(stderr).toContain('✘ unexpected  nobody waits for this');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(70);
  });
});
