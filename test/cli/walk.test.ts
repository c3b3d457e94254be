import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refhold } from './harness.ts';

const few = ['walk', 'os-8627', '--seed', '4', '--walks', '40'];

describe('walk', () => {
  it('shows what it found, what it did not, and the seed', async () => {
    const { code, out } = await refhold(few);
    expect(code).toBe(12);
    expect(out).toMatch(/✘ violated +\S.* after 1[5-9] steps/);
    expect(out).toMatch(/▲ INCOMPLETE +Random walks see some of what can happen/);
    expect(out).toMatch(/walked +40 walks · .* steps · the longest \d+ · 40 came to an end.*seed 4/s);
    expect(out).toMatch(/found +“.*” in walk \d+, after \d+ steps/);
  });

  it('is incomplete where it finds nothing, and shows no more than that', async () => {
    const { code, out } = await refhold([...few, '--property', 'no deadlock']);
    expect(code).toBe(20);
    expect(out).toContain('▲ incomplete  no deadlock');
    expect(out).not.toContain('✔');
  });

  it('writes a report that can be replayed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'refhold-'));
    try {
      const { out } = await refhold([...few, '--swarm', '3', '--json']);
      const [check] = (JSON.parse(out) as { checks: [{ walk: object; exploration?: object }] }).checks;
      expect(check).toMatchObject({ walk: { seed: 4, swarm: 3, walks: 40 } });
      expect(check.exploration).toBeUndefined();
      writeFileSync(join(folder, 'walk.json'), out);
      const replayed = await refhold(['replay', join(folder, 'walk.json')]);
      expect(replayed.code).toBe(12);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [['--seed', '4294967296'], 'RH330'],
    [['--seed', 'x'], 'RH408'],
    [['--depth', '0'], 'RH408'],
    [['--property', 'no deadlok'], 'RH409'],
  ])('refuses %j', async (flags, code) => {
    const refused = await refhold(['walk', 'os-8627', ...flags]);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain(code);
  });
});

describe('check --por', () => {
  const locks = ['check', 'devnet-locks', '--variant', 'opte-758'];

  it('says what it left out; recorded verdicts hold for all but the number of states', async () => {
    const { code, out } = await refhold([...locks, '--por', '--property', 'no deadlock', '--known'], {
      columns: 200,
    });
    expect(code).toBe(0);
    expect(out).toMatch(/partial order: on, explored \d+ states; in \d+ of them steps were left out\./);
    expect(out).toContain('as recorded for this variant');
  });

  it('is off for a property about runs, and says so', async () => {
    const { out } = await refhold([...locks, '--por'], { columns: 200 });
    expect(out).toContain(
      'partial order: off. “every thread ends” is about whole runs, and needs every step.',
    );
    expect(out).toContain('998 states');
  });

  it('is off by default, and with --no-por', async () => {
    for (const flags of [[], ['--no-por']]) {
      expect((await refhold([...locks, ...flags])).out).not.toContain('partial order');
    }
  });
});
