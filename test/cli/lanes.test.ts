/** Checks that run in threads beside others. `npm test` builds what runs there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { refhold } from './harness.ts';

/** The first of them takes longer than anybody waits before starting threads. */
const series = ['check', 'counters.ts', 'thread.ts', 'link.ts', 'counters.ts'];
const bounds = ['--timeout', '3s', '--json'];

interface Checked {
  readonly file: string;
  readonly properties: readonly { readonly name: string; readonly verdict: string }[];
  readonly exploration: { readonly bound?: string };
}
const checksIn = (json: string): Checked[] => (JSON.parse(json) as { checks: Checked[] }).checks;

describe('several checks', () => {
  it('run in threads, too, and are reported in their order', async () => {
    const { out, code } = await refhold([...series, '--jobs', '2', ...bounds]);
    const checks = checksIn(out);
    expect(checks.map(({ file }) => file)).toEqual(series.slice(1));
    expect(checks[1]!.properties[0]).toMatchObject({ name: 'in another thread', verdict: 'violated' });
    expect(checks[3]!.exploration.bound).toBe('timeout');
    expect(code).toBe(12);
  });

  it('run one after the other with --jobs 1', async () => {
    const { out } = await refhold([
      'check',
      'counters.ts',
      'thread.ts',
      '--jobs',
      '1',
      '--timeout',
      '1500ms',
      '--json',
    ]);
    expect(checksIn(out)[1]!.properties[0]!.name).toBe('in the main thread');
  });

  it('end with what goes wrong in a thread', async () => {
    const argv = [
      'check',
      'counters.ts',
      'mistakes/thread.ts',
      'counters.ts',
      '--jobs',
      '2',
      '--timeout',
      '3s',
    ];
    const { err, code } = await refhold(argv);
    expect(err).toMatch(/RH405.*loaded somewhere else/s);
    expect(err).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });

  it('all stop on Ctrl-C', async () => {
    let press: (() => boolean) | undefined;
    const argv = ['check', 'counters.ts', 'counters.ts', 'counters.ts', '--jobs', '2', '--json'];
    const run = refhold(argv, { interrupt: (given) => (press = given) });
    await sleep(4000);
    press!();
    const { out, code } = await run;
    expect(checksIn(out).map(({ exploration }) => exploration.bound)).toEqual(['interrupted', 'interrupted']);
    expect(code).toBe(20);
  });
});
