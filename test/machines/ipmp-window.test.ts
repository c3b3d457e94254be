import { describe, expect, test } from 'vitest';
import { fixesOf, showChanges } from '../../checker/scenario/fixes.ts';
import { ipmpWindow } from '../../machines/illumos/ipmp-window/scenario.ts';
import { inOrder, resultsOf, stepsTo, violated } from './traces.ts';

const MISSING = 'an IPMP ill that can be found has an illgrp';
const FREED = 'no illgrp is used after it is freed';
const CLOSE = 'a close never fails';

describe('the window of SLIFNAME and I_PLINK', () => {
  test('reviewed: the ill is found before I_PLINK', async () => {
    const results = await resultsOf(ipmpWindow, 'reviewed');
    expect(violated(results)).toEqual([MISSING, FREED]);
    const steps = stepsTo(results, MISSING);
    expect(steps).toContain('ifconfig: ill_glist_insert, ill_g_lock released');
    expect(steps).not.toContain('ifconfig: I_PLINK: enters the IPSQ');
    // The mirror: an illgrp that goes in I_PUNLINK while the ill can still be found.
    expect(inOrder(stepsTo(results, FREED), ['ifconfig: I_PUNLINK: ipmp_illgrp_destroy'])).toBe(true);
  });

  test('the check of ioctls stops what needs the IPSQ through ioctls, and nobody else', async () => {
    expect(violated(await resultsOf(ipmpWindow, 'checked'))).toEqual([]);
    expect(violated(await resultsOf(ipmpWindow, 'checked', { ioctlCheck: false }))).toEqual([MISSING]);
    for (const variant of ['checked-get', 'checked-walker', 'checked-join']) {
      expect(violated(await resultsOf(ipmpWindow, variant))).toContain(MISSING);
    }
  });

  test('landed: whoever takes a reference is safe; W-a: a walker meets the ill without its illgrp', async () => {
    expect(violated(await resultsOf(ipmpWindow, 'landed'))).toEqual([]);
    const results = await resultsOf(ipmpWindow, 'landed-walker');
    expect(violated(results)).toEqual([MISSING, FREED]);
    // Before or after the illgrp goes: the walker finds the ill, which is in the lists still.
    const missing = stepsTo(results, MISSING);
    expect(missing).toContain('walker: finds the IPMP ill');
    expect(
      inOrder(missing, [
        'ifconfig: close: waits until nobody refers to the ill',
        'ifconfig: ill_delete_tail: ipmp_illgrp_destroy',
      ]),
    ).toBe(true);
    expect(
      inOrder(stepsTo(results, FREED), [
        'walker: reads ill_grp',
        'ifconfig: ill_delete_tail: ipmp_illgrp_destroy',
        'walker: panic, not so: illgrp is allocated',
      ]),
    ).toBe(true);
  });

  test('destroyed under ill_g_lock, or after the ill is out of the lists: holds against everybody', async () => {
    expect(violated(await resultsOf(ipmpWindow, 'under-lock'))).toEqual([]);
    expect(violated(await resultsOf(ipmpWindow, 'after'))).toEqual([]);
  });

  test('W-c: the close follows the illgrp that there was no memory for', async () => {
    const results = await resultsOf(ipmpWindow, 'no-memory');
    expect(violated(results)).toEqual([CLOSE]);
    expect(
      inOrder(stepsTo(results, CLOSE), [
        'ifconfig: ipmp_illgrp_create: no memory',
        'ifconfig: ill_delete_tail: panic, not so: ill_grp != NULL',
      ]),
    ).toBe(true);
    expect(violated(await resultsOf(ipmpWindow, 'no-memory-reviewed'))).toEqual([]);
    expect(violated(await resultsOf(ipmpWindow, 'no-memory-test'))).toEqual([]);
  });

  test('I_PUNLINK has to refuse, because the close cannot', async () => {
    expect(violated(await resultsOf(ipmpWindow, 'busy-close'))).toEqual([CLOSE]);
    expect(violated(await resultsOf(ipmpWindow, 'busy-close', { busy: 'I_PUNLINK' }))).toEqual([]);
  });

  test('what mends everything', async () => {
    const everybody = { walker: true, get: true, set: true, join: true };
    const fixes = await fixesOf(ipmpWindow, 'reviewed', [everybody, { noMemory: true }]);
    expect(fixes.minimal.map(showChanges).sort()).toEqual([
      'create=ipif_allocate, destroy=after ill_glist_delete, closeTest=true',
      'create=ipif_allocate, destroy=under ill_g_lock, closeTest=true',
    ]);
  });
});
