import { describe, expect, it } from 'vitest';
import { check } from '../../checker/index.ts';
import { trapOf } from '../../explorer/server/trap.ts';
import { runOf } from '../../explorer/server/run.ts';
import { devnetLocks } from '../../machines/illumos/devnet-locks/scenario.ts';
import { build, houseSubject, os8627, pathOf } from './systems.ts';

const halts = 'halt can always still complete';

describe('the end of a path', () => {
  const built = build(os8627);

  it('is a trap as a check says it', async () => {
    const { properties } = await check(built.system, built.properties);
    const { trace } = properties.find(({ name }) => name === halts)!;
    const path = pathOf(
      built,
      trace!.steps.map(({ step }) => step),
    );
    expect(trace!.trap!.stuck.length).toBeGreaterThan(0);
    const { states, steps, stuck } = trace!.trap!;
    // What the stuck could do elsewhere, only a check of everything knows.
    const trap = { states, steps, stuck: stuck.map((one) => ({ ...one, lost: [] })) };
    expect(await trapOf(built, path, halts, {})).toEqual({ verdict: 'trap', trap });
    // One step earlier there is a way out, and the trap further on is not the answer.
    expect(await trapOf(built, path.slice(0, -1), halts, {})).toEqual({ verdict: 'none' });
  });

  it('is not said to be a trap, or none, where the exploration was stopped', async () => {
    const stop = AbortSignal.abort();
    const many = build(os8627, { observers: 2 }, 'recycled');
    expect(await trapOf(many, [], halts, { signal: stop })).toEqual({ verdict: 'incomplete' });
  });

  it('is only a trap for a property about a way out (RH409), and if it is there (RH522)', async () => {
    await expect(trapOf(built, [], 'dd_ref never underflows', {})).rejects.toThrow('RH409');
    await expect(trapOf(built, [99], halts, {})).rejects.toThrow('RH522');
  });

  it('says who waits for whom where it is a deadlock', () => {
    const stuck = build({ scenario: devnetLocks }, {}, 'before');
    const path = pathOf(stuck, [
      'destroy: wants i_dls_devnet_lock as writer',
      'destroy: i_dls_devnet_lock as writer',
      'destroy: dd_mutex',
      'flow: mac_perim_enter',
    ]);
    const [cycle] = runOf(stuck, path).waits!.cycles;
    expect(cycle!.map(({ by, for: what }) => `${by} for ${what}`)).toEqual([
      'destroy for perimeter',
      'flow for devnetLock',
    ]);
    expect(runOf(stuck, path.slice(0, -1)).waits).toBeUndefined();
    expect(runOf(build(houseSubject), []).waits).toBeUndefined();
  });
});
