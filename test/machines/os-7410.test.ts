import { describe, expect, test } from 'vitest';
import { fixesOf, showChanges } from '../../checker/scenario/fixes.ts';
import { os7410 } from '../../machines/illumos/os-7410/scenario.ts';
import { cyclesOf, inOrder, resultsOf, stepsTo, traceTo, violated } from './traces.ts';

const ACTIVE = 'vz_active is clear when vmm_zsd_destroy asserts it';
const BEFORE = 'shutdown ran before destroy, unless it was never active';
const LATE = 'shutdown is not called after destroy';
const ADD = 'vmm_zsd_add_vm finds the data of the zone';
const REM = 'vmm_zsd_rem_vm finds the data of the zone';
const LISTED = 'every VM is on the list of its zone';
const ENDS = 'a halt that was asked for ends';

describe('OS-7410, the rows that are known', () => {
  test('original: the entry is made after the marking, and has the flags of the dump', async () => {
    const results = await resultsOf(os7410, 'original');
    expect(violated(results)).toEqual([ACTIVE, BEFORE]);
    const steps = stepsTo(results, ACTIVE);
    expect(
      inOrder(steps, [
        'zoneadmd: marks its entries (SHUTDOWN)',
        'modload: zone_key_create: entry with CREATE_NEEDED',
        'zoneadmd: zone_shutdown: DOWN, returns 0',
        'zoneadmd: marks its entries (DESTROY)',
        'zoneadmd: vmm_zsd_destroy: ASSERT(!vz_active) (DESTROY)',
      ]),
    ).toBe(true);
    // 0x204: CREATE_COMPLETED and DESTROY_INPROGRESS, and nothing of SHUTDOWN.
    expect(traceTo(results, ACTIVE).values).toMatchObject({
      'flags of the entry': { create: 'completed', shutdown: 'none', destroy: 'inprogress' },
    });
    // The key was created while the zone was EMPTY: not yet DOWN, and past its shutdown callbacks.
    expect(steps.indexOf('modload: zone_key_create: entry with CREATE_NEEDED')).toBeLessThan(
      steps.indexOf('zoneadmd: zone_shutdown: DOWN, returns 0'),
    );
  });

  test('landed: clean, as long as nobody creates a VM', async () => {
    expect(violated(await resultsOf(os7410, 'landed'))).toEqual([]);
  });

  test('rejected: clean without a VM; with one, its zone has no entry', async () => {
    expect(violated(await resultsOf(os7410, 'rejected'))).toEqual([]);
    const results = await resultsOf(os7410, 'rejected-vms');
    expect(violated(results)).toEqual([ADD]);
    expect(
      inOrder(stepsTo(results, ADD), [
        'zoneadmd: zone_shutdown: SHUTTING_DOWN',
        'modload: zone_key_create: skips the zone',
        'bhyve0: VMM_CREATE_VM(vm0): vmm_mtx',
        'bhyve0: vmm_zsd_add_vm: VERIFY(zsd != NULL) fails',
      ]),
    ).toBe(true);
  });
});

describe('OS-7410, what is left', () => {
  test('C-R1: the VM is on no list; destroying it finds no data', async () => {
    const results = await resultsOf(os7410, 'landed-vms');
    expect(violated(results)).toEqual([LISTED, ENDS, 'no deadlock']);
    expect(stepsTo(results, LISTED).slice(-2)).toEqual([
      'bhyve0: vmm_zsd_add_vm: ENOSYS, vz_active is B_FALSE',
      'bhyve0: VMM_CREATE_VM(vm0): succeeds all the same',
    ]);
    expect(violated(await resultsOf(os7410, 'landed-vms-destroy'))).toContain(REM);
    expect(violated(await resultsOf(os7410, 'landed-vms', { addResult: 'checked' }))).toEqual([]);
    // The code before the fix had that VM on its list.
    expect(violated(await resultsOf(os7410, 'original-vms'))).not.toContain(LISTED);
  });

  test('C-R2: two callers, or one that is interrupted: destroy without shutdown', async () => {
    const two = await resultsOf(os7410, 'two-callers');
    expect(violated(two)).toEqual(expect.arrayContaining([ACTIVE, BEFORE]));
    expect(stepsTo(two, ACTIVE)).not.toContain('zoneadmd: marks its entries (SHUTDOWN)');
    const one = stepsTo(await resultsOf(os7410, 'interrupted'), ACTIVE);
    expect(
      inOrder(one, [
        'zoneadmd: zone_shutdown: no process and no kernel thread, so DOWN',
        'zoneadmd: pool_lock_intr: EINTR',
        'zoneadmd: zone_shutdown: returns 0, the zone is DOWN already',
        'zoneadmd: vmm_zsd_destroy: ASSERT(!vz_active) (DESTROY)',
      ]),
    ).toBe(true);
    expect(violated(await resultsOf(os7410, 'interrupted', { interrupts: false }))).toEqual([]);
    expect(violated(await resultsOf(os7410, 'two-callers', { zone: 'running' }))).not.toContain(ACTIVE);
  });

  test('with two callers, the late one shuts down what is destroyed', async () => {
    const steps = stepsTo(await resultsOf(os7410, 'two-callers'), LATE);
    expect(
      inOrder(steps, [
        'second: vmm_zsd_destroy: frees the data (DESTROY)',
        'zoneadmd: vmm_zsd_shutdown: the data is gone (SHUTDOWN)',
      ]) ||
        inOrder(steps, [
          'zoneadmd: vmm_zsd_destroy: frees the data (DESTROY)',
          'second: vmm_zsd_shutdown: the data is gone (SHUTDOWN)',
        ]),
    ).toBe(true);
  });

  test('C-R3: vz_lock against vmm_mtx, by name', async () => {
    expect(cyclesOf(await resultsOf(os7410, 'global-destroy'))).toEqual([
      'zoneadmd holds vz_lock, waits for vmm_mtx, held by bhyvectl; bhyvectl waits for vz_lock',
    ]);
    expect(violated(await resultsOf(os7410, 'global-destroy-ordered'))).toEqual([]);
  });

  test('callbacks under locks have the same window, and no room for the landed fix', async () => {
    expect(violated(await resultsOf(os7410, 'first-generation'))).toContain(ACTIVE);
    expect(cyclesOf(await resultsOf(os7410, 'first-generation-landed'))).toEqual([
      'modload holds zonehash_lock and waits for it itself',
    ]);
  });

  test('two callers need the callbacks of a zone that is DOWN, and no other change helps', async () => {
    const fixes = await fixesOf(os7410, 'two-callers', [{}]);
    expect(fixes.minimal.map(showChanges)).toEqual(['earlyReturn=dying']);
  });
});
