import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReport } from '../../checker/report/json.ts';
import type { CheckReport } from '../../checker/report/report.ts';
import { fixtures, refhold } from './harness.ts';

const bin = join(import.meta.dirname, '../../dist/cli/bin.js');
const folder = mkdtempSync(join(tmpdir(), 'refhold-'));
const place = (name: string): string => join(folder, name);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What must be the same, however often it was stopped. */
function told({ properties, exploration }: CheckReport): unknown {
  const { states, transitions, depth, complete, localStates, unusedSteps, coverage } = exploration!;
  return { properties, states, transitions, depth, complete, localStates, unusedSteps, coverage };
}

function reportIn(text: string): CheckReport {
  return readReport(text, 'report').checks[0]!;
}

/** Runs the command and kills it so many milliseconds after it has written a checkpoint; undefined if it ended before. */
async function killed(argv: readonly string[], file: string, after: number): Promise<string | undefined> {
  const before = existsSync(file) ? statSync(file).mtimeMs : 0;
  const child = spawn(process.execPath, [bin, ...argv, '--json=-'], {
    cwd: fixtures,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const isNew = (): boolean => existsSync(file) && statSync(file).mtimeMs > before;
  while (child.exitCode === null && !isNew()) await sleep(5);
  await Promise.race([sleep(after), ended]);
  child.kill('SIGKILL');
  return (await ended) === null ? undefined : out;
}

describe('a check that is killed again and again', () => {
  beforeAll(() => {
    if (!existsSync(bin)) throw new Error('Build first: npm run build');
  });

  it('ends with the counts, verdicts and traces of one that was left alone', async () => {
    const alone = await refhold(['check', 'laps.ts', '--json=-']);
    const wanted = reportIn(alone.out);
    expect(wanted.exploration).toMatchObject({ states: 331_776, complete: true });
    expect(wanted.properties.map(({ verdict }) => verdict)).toContain('violated');

    const file = place('killed.ckpt');
    const every = ['--checkpoint-every', '0.02'];
    let kills = 0;
    let out = await killed(['check', 'laps.ts', '--checkpoint', file, ...every], file, 30);
    for (; out === undefined && kills < 4; out = await killed(['resume', file, ...every], file, 40 * kills))
      kills++;
    if (out === undefined) {
      kills++;
      // What was being written at that moment is left behind, and does not matter.
      writeFileSync(`${file}.part`, 'half of it');
      out = spawnSync(process.execPath, [bin, 'resume', file, '--json=-'], {
        cwd: fixtures,
        encoding: 'utf8',
      }).stdout;
    }
    expect(kills).toBeGreaterThan(1);
    expect(told(reportIn(out))).toEqual(told(wanted));
    // Nobody needs it any more.
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
  }, 240_000);
});

describe('a check that is stopped', () => {
  const bounded = ['check', 'laps.ts', '--max-states', '30k', '--checkpoint'];

  it('at a bound leaves a checkpoint, with which more can be explored', async () => {
    const file = place('bound.ckpt');
    const first = await refhold([...bounded, file]);
    expect(first.code).toBe(12);
    expect(first.out).toContain('The search stopped at --max-states 30,000');
    expect(first.err).toMatch(
      /checkpoint in .*bound\.ckpt \(\d.*B\); `refhold resume .*bound\.ckpt` goes on/,
    );
    const same = await refhold(['resume', file]);
    expect(same.out).toContain('The search stopped at --max-states 30,000');
    const more = await refhold(['resume', file, '--max-states', '40k', '--json=-']);
    const { exploration, limits } = reportIn(more.out);
    expect(exploration).toMatchObject({ states: 40_000, bound: 'max-states' });
    expect(limits).toEqual({ maxStates: 40_000 });
  });

  it('by Ctrl-C leaves a checkpoint', async () => {
    const file = place('interrupted.ckpt');
    let press: (() => boolean) | undefined;
    const run = refhold(['check', 'counters.ts', '--checkpoint', file], {
      interrupt: (given) => (press = given),
    });
    await sleep(500);
    press!();
    const { code, err } = await run;
    expect(code).toBe(20);
    expect(err).toContain('goes on from it');
    const { out } = await refhold(['resume', file, '--timeout', '300ms', '--json=-']);
    expect(reportIn(out).exploration).toMatchObject({ bound: 'timeout' });
  });
});

describe('a checkpoint that cannot be used is refused', () => {
  const whole = place('whole.ckpt');
  beforeAll(async () => {
    await refhold(['check', 'laps.ts', '--max-states', '2k', '--checkpoint', whole]);
  });
  const resumed = async (bytes: Buffer): Promise<string> => {
    const file = place('changed.ckpt');
    writeFileSync(file, bytes);
    const { code, out, err } = await refhold(['resume', file]);
    expect(out).toBe('');
    expect(code).toBe(2);
    return /RH\d+/.exec(err)![0];
  };

  it('where bytes are missing or wrong, wherever they are', async () => {
    const bytes = readFileSync(whole);
    const codes = new Set<string>();
    for (let i = 0; i < 24; i++) {
      const at = Math.floor((i * bytes.length) / 24) + ((7 * i) % 32);
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1 << (i % 8);
      codes.add(await resumed(flipped));
      codes.add(await resumed(bytes.subarray(0, at)));
    }
    codes.add(await resumed(Buffer.concat([bytes, Buffer.alloc(1)])));
    expect([...codes].sort()).toEqual(['RH310', 'RH311']);
  }, 120_000);

  it('where it is something else, or not there', async () => {
    expect(await resumed(readFileSync(join(fixtures, 'laps.ts')))).toBe('RH310');
    const { code, err } = await refhold(['resume', place('nothing')]);
    expect([code, err]).toEqual([2, expect.stringContaining('RH404')]);
  });

  it('where the model has changed, and says what', async () => {
    const source = readFileSync(join(fixtures, 'laps.ts'), 'utf8');
    const model = join(folder, 'laps.ts');
    const file = place('changes.ckpt');
    writeFileSync(model, source);
    await refhold(['check', model, '--max-states', '2k', '--checkpoint', file]);
    writeFileSync(model, source.replace('% 24', '% 25'));
    const { code, err } = await refhold(['resume', file]);
    expect(code).toBe(2);
    expect(err).toMatch(/RH312.*laps\.ts has changed/s);
    writeFileSync(model, source);
    expect((await refhold(['resume', file])).err).toContain('goes on from it');
  });

  it('where there is a file already, and with what it does not go with', async () => {
    const copy = place('copy.ckpt');
    copyFileSync(whole, copy);
    const run = async (...argv: string[]): Promise<string> => (await refhold(['check', ...argv])).err;
    expect(await run('laps.ts', '--checkpoint', copy)).toContain('RH316');
    expect(readFileSync(copy).equals(readFileSync(whole))).toBe(true);
    expect(await run('laps.ts', 'link.ts', '--checkpoint', place('new'))).toContain('RH535');
    expect(await run('--checkpoint', place('new'))).toContain('RH535');
    expect(await run('laps.ts', '--checkpoint-every', '5')).toContain('RH535');
    expect(await run('laps.ts', '--checkpoint', place('no/such/folder'))).toContain('RH408');
  });
});
