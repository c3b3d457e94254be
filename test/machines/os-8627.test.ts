import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { PropertyResult } from '../../checker/index.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import { os8627 } from '../../machines/illumos/os-8627/scenario.ts';

async function results(variant: string): Promise<ReadonlyMap<string, PropertyResult>> {
  const { system, properties } = os8627.build(valuesOf(os8627, variant));
  const { properties: all } = await check(system, properties);
  return new Map(all.map((one) => [one.name, one]));
}

/** The values that a field takes along a trace, `ddp0.context.ddRef` for example. */
function course(result: PropertyResult | undefined, actor: string, field: string): unknown[] {
  return (result?.trace?.steps ?? [])
    .flatMap(({ changes }) => changes)
    .filter((change) => change.actor === actor && change.path.at(-1) === field)
    .map(({ after }) => after);
}

describe('OS-8627', () => {
  test('the ticket: dd_ref goes as in its reproduction, the halt fails, the exit of snoop panics', async () => {
    const all = await results('ticket');
    const panic = all.get('dd_ref never underflows');
    expect(course(panic, 'ddp0', 'ddRef')).toEqual([1, 2, 3, 4, 3, 0, 1]);
    const steps = panic?.trace?.steps.map(({ step }) => step) ?? [];
    expect(steps.at(-2)).toBe('mac_disable(net0): EBUSY, dls_devnet_create at ddp0');
    expect(steps.at(-1)).toBe('snoop0 exits: close, dls_devnet_rele');
    expect(panic?.trace?.values).toEqual({
      panic: { verify: 'ddp->dd_ref > 1', in: 'dls_devnet_rele', by: 'snoop0' },
    });
  });

  test('recycled memory: the release passes its VERIFY and takes a reference of the other link', async () => {
    const all = await results('recycled');
    const stolen = all.get('no release takes a reference that belongs to another link');
    expect(stolen?.verdict).toBe('violated');
    expect(stolen?.trace?.final.kernel?.value).toBe('running');
    expect(stolen?.trace?.final.ddp0?.context).toMatchObject({ link: 'net1', ddRef: 1, ddZid: 'db' });
  });

  test('the guard alone is safe, and halt is lost only while the observer stays', async () => {
    const all = await results('guard-2');
    const violated = [...all.values()].filter(({ verdict }) => verdict === 'violated');
    expect(violated.map(({ name }) => name)).toEqual(['a halt of web that was asked for ends']);
    const { loop, steps } = violated[0]!.trace!;
    expect(steps.slice(loop!.from).map(({ by }) => by)).not.toContain('snoop0');
    expect(loop!.fairness).toContainEqual({
      name: 'step snoop0 exits: close, dls_devnet_rele',
      fairness: 'none',
      status: 'starved',
    });
  });
});
