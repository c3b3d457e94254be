import { describe, expect, it } from 'vitest';
import { runC } from '../../bench/c/run.ts';
import { learnNetwork } from '../../bench/network/learn.ts';
import scenario from '../../bench/systems/links.ts';
import { sizeOf } from '../../bench/systems/links-size.ts';
import { check, never } from '../../checker/index.ts';
import { gcc } from '../engines/available.ts';

describe.skipIf(!gcc)('the search in C', () => {
  it.each([
    { zones: 2, links: 1, observers: 2, stages: 2 },
    // More than 32 bits.
    { zones: 3, links: 2, observers: 1, stages: 1 },
  ])('counts what refhold counts: $zones $links $observers $stages', async (size) => {
    const checkable = scenario.build(size);
    const { exploration } = await check(checkable.system, checkable.properties);
    const run = await runC(await learnNetwork(checkable), exploration.states);
    expect(run).toMatchObject({ ...sizeOf(size), depth: exploration.depth, findings: 0, unknown: 0 });
  });

  it('finds what violates a property, in as many states as there are', async () => {
    const { system } = scenario.build({ zones: 1, links: 1, observers: 1, stages: 2 });
    const zoneRuns = never(
      'the zone runs',
      (state: Readonly<Record<string, { matches: (value: string) => boolean }>>) =>
        state.zone0!.matches('running'),
    );
    const network = await learnNetwork({
      system,
      properties: [zoneRuns] as never,
    });
    expect(await runC(network, 100)).toMatchObject({ findings: 3, unknown: 0 });
  });

  it('stops where there are more states than were expected', async () => {
    const network = await learnNetwork(scenario.build({ zones: 1, links: 1, observers: 1, stages: 1 }));
    expect(await runC(network, 5)).toEqual({ stopped: 'more states than were expected' });
  });
});
