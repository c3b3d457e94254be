import { stripVTControlCharacters } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { refhold } from './harness.ts';

describe('Ctrl-C', () => {
  it('stops the search and shows what is known', async () => {
    let press: (() => boolean) | undefined;
    const run = refhold(['check', 'counters.ts', 'link.ts'], { interrupt: (given) => (press = given) });
    await sleep(400);
    expect(press!()).toBe(true);
    // The next one is for the process.
    expect(press!()).toBe(false);
    const { code, out, err } = await run;
    expect(out).toMatch(/▲ INCOMPLETE {2}The search stopped because it was interrupted/);
    expect(out).toContain('▲ incomplete  a stays small');
    expect(err).toContain('interrupted');
    expect(err).toContain('1 of 2 checks did not run');
    expect(code).toBe(20);
  });

  it('is not listened to when nothing runs any more', async () => {
    let press: (() => boolean) | undefined;
    await refhold(['check', 'link.ts'], { interrupt: (given) => (press = given) });
    expect(press!()).toBe(false);
  });
});

describe('progress', () => {
  const bounded = ['check', 'counters.ts', '--timeout', '1500ms'];

  it('is shown on a terminal after a second, and taken away again', async () => {
    const { err, out } = await refhold(bounded, { terminal: true, columns: 100 });
    const text = stripVTControlCharacters(err);
    expect(text).toMatch(
      /counters\.ts {2}[\d,]+ states {2}[\d.]+ [kM]\/s {2}1(\.\d)? s {2}\d+% of --timeout {2}depth \d+/,
    );
    for (const line of text.split('\n')) expect(line.length).toBeLessThan(100);
    // eslint-disable-next-line no-control-regex
    expect(err).toMatch(/\u001b\[2K(\u001b\[1A\u001b\[2K)*\u001b\[G$/);
    expect(stripVTControlCharacters(out)).not.toContain('% of');
  });

  it('is not shown in a pipe, or unless wanted', async () => {
    // Long enough for it to be shown.
    const short = ['check', 'counters.ts', '--timeout', '1200ms'];
    expect((await refhold(short)).err).toBe('');
    expect((await refhold([...short, '--no-progress'], { terminal: true })).err).toBe('');
    expect((await refhold([...short, '--quiet'], { terminal: true })).err).toBe('');
  });

  it('is not shown for what is over at once', async () => {
    const { err } = await refhold(['check', 'link.ts', '--all-variants'], { terminal: true });
    expect(stripVTControlCharacters(err).trim()).toBe('');
  });
});
