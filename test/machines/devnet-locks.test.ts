import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { Trace } from '../../checker/index.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import { devnetLocks } from '../../machines/illumos/devnet-locks/scenario.ts';
import { cyclesOf, resultsOf } from './traces.ts';

async function deadlock(variant: string): Promise<Trace | undefined> {
  const { system, properties } = devnetLocks.build(valuesOf(devnetLocks, variant));
  const { properties: results } = await check(system, properties);
  return results.find(({ kind }) => kind === 'deadlock')?.trace;
}

function owner(trace: Trace | undefined, lock: string): unknown {
  return (trace?.final[lock]?.context as { owner?: unknown } | undefined)?.owner;
}

describe('devnet-locks', () => {
  test('before: the delete holds both locks and wants the perimeter, the flow holds it and wants a look-up', async () => {
    const trace = await deadlock('before');
    expect(owner(trace, 'perimeter')).toBe('flow');
    expect(owner(trace, 'ddMutex')).toBe('destroy');
    expect(trace?.final.devnetLock?.context).toMatchObject({ writer: 'destroy' });
  });

  test('OS-3506: the delete waits inside the perimeter for a hold whose owner wants the perimeter', async () => {
    const trace = await deadlock('os-5989');
    expect(owner(trace, 'perimeter')).toBe('destroy');
    expect(trace?.final.ddp?.context).toMatchObject({ ddTref: 1 });
  });

  test('today: dd_mutex against perimeter', async () => {
    const trace = await deadlock('today-flow');
    expect(owner(trace, 'perimeter')).toBe('flow');
    expect(owner(trace, 'ddMutex')).toBe('destroy');
    expect(trace?.final.devnetLock?.context).toMatchObject({ writer: null, readers: [] });
  });

  test.each([
    ['before', 'destroy holds devnetLock (W), waits for perimeter, held by flow; flow waits for devnetLock'],
    ['os-5989', 'destroy holds perimeter, waits for ddp, held by ioctl; ioctl waits for perimeter'],
    ['os-6056-task', 'destroy holds perimeter, waits for ddp, held by task; task waits for perimeter'],
    ['today-flow', 'destroy holds ddMutex, waits for perimeter, held by flow; flow waits for ddMutex'],
    [
      'opte-758',
      'create holds devnetLock (W), waits for fork; fork waits for lookup; lookup waits for devnetLock',
    ],
    [
      'opte-758-split',
      'destroy holds ddMutex, waits for perimeter, held by create; create waits for fork; fork waits for lookup; ' +
        'lookup waits for ddMutex',
    ],
  ])('%s: the cycle has a name', async (variant, cycle) => {
    expect(cyclesOf(await resultsOf(devnetLocks, variant))).toEqual([cycle]);
  });
});
