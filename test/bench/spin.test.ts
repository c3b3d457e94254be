import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../bench/c/run.ts';
import { learnNetwork } from '../../bench/network/learn.ts';
import { MODES } from '../../bench/spin/modes.ts';
import type { SpinMode } from '../../bench/spin/modes.ts';
import { runSpin } from '../../bench/spin/run.ts';
import scenario from '../../bench/systems/links.ts';
import { sizeOf } from '../../bench/systems/links-size.ts';
import { check, never } from '../../checker/index.ts';
import { spin } from '../engines/available.ts';

const limits = { seconds: 300, bytes: 2 ** 30 };
/** The same search, compiled in less time. */
const modes = MODES.filter(({ parallel }) => parallel !== true)
  .filter(
    ({ model, search }, i, all) => all.findIndex((one) => one.model === model && one.search === search) === i,
  )
  .map((mode): SpinMode => ({
    ...mode,
    flags: mode.flags.map((flag) => (flag.startsWith('-O') ? '-O0' : flag)),
  }));

describe.skipIf(!spin)('SPIN in the benchmark', () => {
  const size = { zones: 2, links: 1, observers: 1, stages: 2 };

  it.each(modes)('counts what refhold counts: $name', async (mode) => {
    const checkable = scenario.build(size);
    const { exploration } = await check(checkable.system, checkable.properties);
    const run = await runSpin(await learnNetwork(checkable), mode, exploration.states, limits);
    expect(run).toMatchObject({
      ...sizeOf(size),
      findings: 0,
      ...(mode.search === 'breadth' ? { depth: exploration.depth } : {}),
    });
  });

  it.each(modes)('finds what violates a property: $name', async (mode) => {
    const { system } = scenario.build({ ...size, zones: 1 });
    const zoneRuns = never(
      'the zone runs',
      (state: Readonly<Record<string, { matches: (value: string) => boolean }>>) =>
        state.zone0!.matches('running'),
    );
    const run = await runSpin(
      await learnNetwork({ system, properties: [zoneRuns] as never }),
      mode,
      1000,
      limits,
    );
    expect(run).toMatchObject({ ...sizeOf({ ...size, zones: 1 }) });
    expect('findings' in run && run.findings).toBeGreaterThan(0);
  });

  it('ends a program, and all that it began, when its time is over', () => {
    const folder = mkdtempSync(join(tmpdir(), 'refhold-test-'));
    try {
      const launch = join(folder, 'launch');
      spawnSync('gcc', ['-w', '-o', launch, sourceOf('spin/launch.c')]);
      const { stdout } = spawnSync(launch, ['1', '/bin/sh', '-c', 'sleep 1000 & echo $!; wait'], {
        encoding: 'utf8',
      });
      expect(stdout).toMatch(/^launched [\d.]+ [\d.]+ \d+ 1$/m);
      const sleeper = Number(/^\d+/.exec(stdout)![0]);
      expect(() => process.kill(sleeper, 0)).toThrow('ESRCH');
      expect(spawnSync(launch, ['100', '/bin/true'], { encoding: 'utf8' }).stdout).toMatch(/ 0$/m);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
