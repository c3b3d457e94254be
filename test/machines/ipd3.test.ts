import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { PropertyResult } from '../../checker/index.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import { ipd3 } from '../../machines/illumos/ipd3/scenario.ts';

type Results = ReadonlyMap<string, PropertyResult>;

async function results(
  variant: string,
  set: Record<string, number | string | boolean> = {},
): Promise<Results> {
  const { system, properties } = ipd3.build(valuesOf(ipd3, variant, set));
  const { properties: all } = await check(system, properties);
  return new Map(all.map((one) => [one.name, one]));
}

const stepsOf = (all: Results, property: string): string[] =>
  all.get(property)?.trace?.steps.map(({ step }) => step) ?? [];
const verdict = (all: Results, property: string) => all.get(property)?.verdict;

/** The given steps in this order, with others in between. */
function expectCourse(steps: readonly string[], course: readonly string[]): void {
  const places = course.map((step) => steps.indexOf(step));
  expect(places, steps.join('\n')).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
}

const RECOVERABLE = 'every zone can still be halted';
const ENDS = 'a halt of web that is asked for again and again ends';
const AGREE = 'kernel, daemon and zone lists agree where a link is';

describe('known issues of IPD 3', () => {
  test('3.1: the link comes back to a name that is taken: dlmgmtd aborts, the link is left behind', async () => {
    const all = await results('3.1-collision');
    expectCourse(stepsOf(all, 'no link is in a zone that is gone'), [
      'set_zone(vnic0, web): lent',
      'zoneadm halt web',
      'dls_zone_remove(net0) for web: dlmgmtd aborts, it stays',
      'vplat_teardown(web): no datalinks remain, or none is looked for',
      'zone_destroy(web): DEAD, zone_free',
    ]);
  });

  test('3.1: a second zone boots with a link of the name', async () => {
    const all = await results('illumos-2024', { crashes: 0, persistence: 'temporary', ownLinks: false });
    expect(stepsOf(all, 'dlmgmtd never aborts').at(-1)).toMatch(
      /^set_zone\(vnic0, \w+\): dlmgmtd aborts, the boot fails$/,
    );
  });

  test('3.1: gone with a create that looks at links on loan', async () => {
    const all = await results('3.1-collision-omnios');
    expect([...all.values()].filter((one) => one.verdict !== 'holds')).toEqual([]);
  });

  test('3.2: the daemon cannot start while a zone is going down, so that the zone can never be halted', async () => {
    const { trace } = (await results('3.2-restart')).get(RECOVERABLE)!;
    expect(trace?.trap?.steps).toContain('SMF starts dlmgmtd: a zone cannot be entered, the start fails');
    expect(trace?.trap?.steps).not.toContain('SMF starts dlmgmtd: up');
    expect(verdict(await results('3.2-restart-2024'), RECOVERABLE)).toBe('holds');
  });

  test('3.3: stuck in down although the daemon is back; returned where zoneadmd tries again', async () => {
    const stuck = await results('3.3-stuck');
    expectCourse(stepsOf(stuck, ENDS), [
      'dls_zone_remove(net0) for web: dlmgmtd is not there, it stays',
      'vplat_teardown(web): datalinks remain in zone after shutdown',
      'zoneadm halt web, again',
      'zone_shutdown(web): is DOWN already, returns at once',
    ]);
    const recovered = await results('3.3-stuck-recover');
    expect([verdict(recovered, RECOVERABLE), verdict(recovered, ENDS)]).toEqual(['holds', 'holds']);
  });

  test('3.4: a link that was made in a zone gives back a loan that it never had', async () => {
    const all = await results('3.4-underflow');
    expect(stepsOf(all, 'dd_ref never underflows').at(-1)).toBe(
      'dls_zone_remove(net0) for web: dd_ref has no loan to give back: 0',
    );
    expect(all.get('dd_ref never underflows')?.trace?.values).toEqual({ link: 'net0', dd_ref: 0 });
    expect(verdict(await results('3.4-underflow-debug'), 'the kernel never panics')).toBe('violated');
    expect(verdict(await results('3.4-underflow-2024'), 'dd_ref never underflows')).toBe('holds');
  });

  test('3.5: after a reboot the zone gets the other link; also with everything that the IPD proposes', async () => {
    for (const variant of ['3.5-persistence', '3.5-persistence-ipd3']) {
      expectCourse(stepsOf(await results(variant), 'a zone gets the link that it had before'), [
        'dladm: create-vnic vnic0 (net0)',
        'set_zone(vnic0, web): lent',
        'dladm: create-vnic vnic0 (net1)',
        'the machine is rebooted',
        'dladm up-vnic vnic0 (net1)',
      ]);
    }
    const omnios = await results('3.5-persistence-omnios');
    expect(verdict(omnios, 'a zone gets the link that it had before')).toBe('holds');
  });
});

test('15553: what mended 3.4 aborts on the datalink.conf of a zone', async () => {
  const broken = await results('15553');
  expect(stepsOf(broken, 'dlmgmtd never aborts').at(-1)).toMatch(/: dlmgmtd aborts, the boot fails$/);
  expect(verdict(await results('15553-fixed'), 'dlmgmtd never aborts')).toBe('holds');
});

describe('derived findings', () => {
  test('a boot that fails sends ZONEHALT first, and leaves the link in a zone that is gone', async () => {
    const property = 'no link is in a zone that is gone';
    expectCourse(stepsOf(await results('boot-failure'), property), [
      'set_zone(vnic0, web): lent',
      'zone_boot(web) fails',
      'boot of web failed: ZONEHALT',
      'zone_destroy(web): DEAD, zone_free',
    ]);
    expect(verdict(await results('boot-failure-os-3494'), property)).toBe('holds');
  });

  test('zone_shutdown interrupted with the zone DOWN: no callbacks, and before 15167 no way out', async () => {
    const before = await results('interrupted');
    expect(verdict(before, RECOVERABLE)).toBe('violated');
    const since = await results('interrupted-2024');
    expect(verdict(since, RECOVERABLE)).toBe('holds');
    expectCourse(stepsOf(since, 'SHUTDOWN callbacks run before a zone is destroyed'), [
      'zone_shutdown(web): no processes and no kernel threads, DOWN',
      'zone_shutdown(web): EINTR in pool_lock_intr',
      'zone_shutdown(web): is DOWN already, returns at once',
    ]);
  });

  test('a class that zoneadmd does not delete blocks the halt; dladm -z is a way out', async () => {
    const without = await results('unhandled-class');
    expect(without.get(RECOVERABLE)?.trace?.trap?.steps).toContain(
      'delete_transient_links(web, net0): unhandled class for transient link',
    );
    const qualified = await results('unhandled-class-z');
    expect([verdict(qualified, RECOVERABLE), verdict(qualified, ENDS)]).toEqual(['holds', 'violated']);
  });

  test('lines found by name: a restart forgets a link, and its zone can never be halted', async () => {
    const all = await results('cache-lines');
    const steps = stepsOf(all, 'a restart of dlmgmtd changes nothing');
    expect(steps.filter((step) => step.includes('create-vnic')).length).toBe(2);
    expect(steps.at(-1)).toBe('SMF starts dlmgmtd: up');
    expect(verdict(all, RECOVERABLE)).toBe('violated');
  });

  test('the second upcall of a move that is taken back finds no daemon', async () => {
    expect(stepsOf(await results('compensation'), AGREE)).toContain(
      'dls_link_setzid(net0, global): EBUSY, and dlmgmtd is not there to take it back',
    );
  });

  test('dladm is killed between its door call and its ioctl: the zone list keeps a link that never was', async () => {
    for (const variant of ['split-dladm', 'split-dladm-2022']) {
      const all = await results(variant);
      expect(verdict(all, RECOVERABLE)).toBe('violated');
      expect(stepsOf(all, 'what failed or was cancelled leaves nothing behind')).toContain(
        'dladm is killed with its zone, before its ioctl',
      );
    }
  });

  test('snoop -z and the shortcut: OS-8627 comes with the transient flag and dladm -z', async () => {
    for (const variant of ['observer', 'observer-smartos']) {
      const all = await results(variant);
      expect(stepsOf(all, 'the kernel never panics').at(-1)).toBe(
        'snoop exits, dls_devnet_rele of an object that was freed',
      );
    }
    expect(verdict(await results('observer-on-loan'), 'the kernel never panics')).toBe('holds');
  });
});

test('a start of dlmgmtd zone by zone has the verdicts of a start in one step', async () => {
  const set = { crashes: 1, zones: 1, links: 2 };
  const once = await results('illumos-2024', { ...set, splitStart: false });
  const split = await results('illumos-2024', { ...set, splitStart: true });
  const verdicts = (all: Results) => [...all].map(([name, one]) => [name, one.verdict]);
  expect(verdicts(split)).toEqual(verdicts(once));
});
