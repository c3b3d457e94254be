import { describe, expect, test } from 'vitest';
import { fixesOf, showChanges } from '../../checker/scenario/fixes.ts';
import { ipmpKstat } from '../../machines/illumos/ipmp-kstat/scenario.ts';
import { cyclesOf, inOrder, resultsOf, stepsTo, violated } from './traces.ts';

const FREED = 'the phyint that a read uses has not been freed';
const TWICE = 'no statistics are counted twice';
const LOST = 'no statistics are lost';

describe('the kstat of an IPMP group', () => {
  test('reviewed: the deadlock of the review', async () => {
    expect(cyclesOf(await resultsOf(ipmpKstat, 'reviewed'))).toEqual([
      'T1 holds ill_g_lock (W), waits for kstat, held by T2; T2 waits for ill_g_lock',
    ]);
  });

  test('reviewed: a thread alone has no trouble', async () => {
    expect(violated(await resultsOf(ipmpKstat, 'reviewed', { T1: false }))).toEqual([]);
    expect(violated(await resultsOf(ipmpKstat, 'reviewed', { T2: false }))).toEqual([]);
  });

  test('landed: holds for the two; B-R1 is a cycle of three, and of four', async () => {
    expect(violated(await resultsOf(ipmpKstat, 'landed'))).toEqual([]);
    expect(cyclesOf(await resultsOf(ipmpKstat, 'landed-T3'))).toEqual([
      'T1 holds ipmp_lock (W), waits for kstat, held by T2; T2 waits for ill_g_lock, held by T3 (W); ' +
        'T3 waits for ipmp_lock',
    ]);
    expect(violated(await resultsOf(ipmpKstat, 'landed-T3r'))).toEqual([]);
    expect(cyclesOf(await resultsOf(ipmpKstat, 'landed-T3r-T4'))).toEqual([
      'T1 holds ipmp_lock (W), waits for kstat, held by T2; T2 waits for ill_g_lock, wanted before by T4 (W); ' +
        'T4 waits for ill_g_lock, held by T3r (R); T3r waits for ipmp_lock',
    ]);
  });

  test('strict: no deadlock in any mix of threads', async () => {
    for (const T3 of [false, true]) {
      for (const T3r of [false, true]) {
        for (const T4 of [false, true]) {
          const results = await resultsOf(ipmpKstat, 'landed', { unplumb: 'strict', T3, T3r, T4 });
          expect(violated(results)).toEqual([]);
        }
      }
    }
  });

  test('B-R2: the split lets the reader use a phyint that is freed', async () => {
    expect(violated(await resultsOf(ipmpKstat, 'reviewed-under'))).toEqual([LOST]);
    const results = await resultsOf(ipmpKstat, 'landed-under');
    expect(violated(results)).toEqual([FREED, TWICE, LOST]);
    expect(
      inOrder(stepsTo(results, FREED), [
        'T1u: ill_g_lock released',
        'T2: reads ipsq_phyint',
        'T1u: ipsq_phyint := NULL',
        'T1u: mi_free(phyint)',
        'T2: uses the phyint',
      ]),
    ).toBe(true);
  });

  test('the list of references mends that, and nothing else', async () => {
    expect(violated(await resultsOf(ipmpKstat, 'landed-refhold-under'))).toEqual([LOST]);
    expect(violated(await resultsOf(ipmpKstat, 'landed-refhold-T3'))).toContain('no deadlock');
  });

  test('illumos 8900: the reader waits for its own kstat', async () => {
    expect(cyclesOf(await resultsOf(ipmpKstat, 'netstack'))).toEqual([
      'T2 holds kstat and waits for it itself',
    ]);
    expect(violated(await resultsOf(ipmpKstat, 'netstack-deferred'))).toEqual([]);
  });

  test('what mends everything', async () => {
    const fixes = await fixesOf(ipmpKstat, 'reviewed', [{ T3: true }, { T1: false, T1u: true }]);
    expect(fixes.minimal.map(showChanges)).toEqual(['unplumb=strict, accounting=together']);
  });
});
